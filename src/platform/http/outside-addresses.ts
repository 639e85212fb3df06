import { BlockList, isIP } from 'node:net'

/** What is no part of the public internet: RFC 6890 and the registries of special addresses that it began. */
const special = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24',
  '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'
]

const inside = listOf(special)

/**
 * Whether a program of ours may be sent to an address that somebody typed: only to the public internet, and to what the
 * house allows. An IPv4 address in the clothes of IPv6 counts as itself.
 *
 * @param allowed addresses and networks in CIDR form.
 */
export function isOutside (address: string, allowed: readonly string[]): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const family = isIP(plain)
  if (family === 0) return false
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  return listOf(allowed).check(plain, kind) || !inside.check(plain, kind)
}

function listOf (networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [start = '', bits] = network.split('/')
    const kind = isIP(start) === 4 ? 'ipv4' : 'ipv6'
    list.addSubnet(start, bits === undefined ? (kind === 'ipv4' ? 32 : 128) : Number(bits), kind)
  }
  return list
}
