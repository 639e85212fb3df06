/** What our own mail server found out about a mail's sender: it is who it says, it is not, or nothing certain. */
export type SenderVerdict = 'confirmed' | 'refuted' | 'unknown'

/** Stands for a server that begins with its first result, as Microsoft 365 does against RFC 8601. */
export const unnamedServer = 'unnamed'

interface Result { method: string, result: string, properties: Map<string, string> }

/**
 * Reads the topmost `Authentication-Results` of a server that is trusted by name (RFC 8601).
 *
 * Anybody can write such a field into a mail. A server that checks takes away those which bear its own name and puts its
 * own on top, so only the topmost of them counts. DMARC decides, since it speaks of the address that people see; without
 * it a signature or an envelope of the very same domain confirms, and nothing refutes: forwarding breaks both.
 *
 * @param values of the field, top first.
 * @param address of the sender that people see.
 */
export function senderVerdict (values: readonly string[], trusted: readonly string[], address: string): SenderVerdict {
  const domain = domainOf(address)
  const results = values.map(readField).find(({ server }) => trusted.includes(server))?.results
  if (results === undefined || domain === '') return 'unknown'

  const dmarc = results.filter(({ method }) => method === 'dmarc')
  if (dmarc.length > 0) return dmarc.some(each => is(each, 'pass', 'header.from', domain)) ? 'confirmed' : dmarc.some(({ result }) => result === 'fail') ? 'refuted' : 'unknown'
  const isConfirmed = results.some(each => (each.method === 'dkim' && (is(each, 'pass', 'header.d', domain) || is(each, 'pass', 'header.i', domain))) || (each.method === 'spf' && is(each, 'pass', 'smtp.mailfrom', domain)))
  return isConfirmed ? 'confirmed' : 'unknown'
}

const is = ({ result, properties }: Result, wanted: string, property: string, domain: string): boolean => result === wanted && domainOf(properties.get(property) ?? '') === domain

function readField (value: string): { server: string, results: Result[] } {
  const [head = '', ...rest] = withoutComments(value.slice(0, 4000)).split(';')
  if (head.includes('=')) return { server: unnamedServer, results: [head, ...rest].flatMap(readResult) }
  const server = (head.trim().split(/\s+/)[0] ?? '').replace(/^"|"$/g, '').toLowerCase()
  return { server: server === unnamedServer ? '' : server, results: rest.flatMap(readResult) }
}

/** “dkim=pass header.d=example.org header.s=key”. */
function readResult (text: string): Result[] {
  const [, method = '', result = ''] = /^\s*([a-z0-9-]+)(?:\s*\/\s*\d+)?\s*=\s*([a-z]+)\b/i.exec(text) ?? []
  if (method === '') return []
  const properties = new Map<string, string>()
  for (const [, name = '', quoted, plain] of text.matchAll(/\b([a-z]+\.[a-z-]+)\s*=\s*(?:"([^"]*)"|([^\s;]+))/gi)) {
    if (!properties.has(name.toLowerCase())) properties.set(name.toLowerCase(), quoted ?? plain ?? '')
  }
  return [{ method: method.toLowerCase(), result: result.toLowerCase(), properties }]
}

/** Comments may hold anything, also what looks like a result, and comments. Quoted text keeps its brackets. */
function withoutComments (text: string): string {
  let [kept, depth, isQuoted] = ['', 0, false]
  for (let place = 0; place < text.length; place += 1) {
    const letter = text.charAt(place)
    if (letter === '\\' && (depth > 0 || isQuoted)) { place += 1; continue }
    if (depth === 0 && letter === '"') isQuoted = !isQuoted
    if (!isQuoted && letter === '(') depth += 1
    if (depth === 0) kept += isQuoted && letter === ';' ? ',' : letter
    if (!isQuoted && letter === ')' && depth > 0) depth -= 1
  }
  return kept
}

/** In small letters, of “ada@example.org”, “@example.org” and “example.org”. */
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).trim().replace(/\.$/, '').toLowerCase()
