import { BlockList, isIP } from 'node:net'

/** Whether a text names one address or a network in CIDR form, RFC 4632 and RFC 4291. */
export function isNetwork (text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

/** Whether an address lies in a network. An IPv4 address that came over IPv6 counts as itself. */
export function isWithin (network: string, address: string): boolean {
  const [start = '', bits] = network.split('/')
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const family = isIP(start) === 4 ? 'ipv4' : 'ipv6'
  if (isIP(plain) !== (family === 'ipv4' ? 4 : 6)) return false

  const list = new BlockList()
  list.addSubnet(start, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family)
  return list.check(plain, family)
}
