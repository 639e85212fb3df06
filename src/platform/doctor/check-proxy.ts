import { isIP } from 'node:net'
import { second } from '../clock.js'
import type { Signer } from '../security/signer.js'
import { bad, ok, reasonOf, warn, type Finding } from './finding.js'

/** What a desk says about a request of its own doctor. */
export interface SeenRequest { protocol: string, host: string, address: string, peer: string }

/** The header by which a desk knows its doctor, and what the mark in it is signed for. */
export const probeHeader = 'x-ostiary-probe'
export const probePurpose = 'doctor-probe'
/** How old a mark may be, so that one that is found in a log is of no use. */
export const probeLasts = 120 * second

/** An address for documents (RFC 5737), which nobody has: whoever is believed to come from there was believed by mistake. */
const claimed = '192.0.2.123'
const longest = 10 * second

/** Asks at `BASE_URL`, as people do, and looks at what came through the proxies in front. */
export async function checkProxy (baseUrl: string, signer: Pick<Signer, 'sign'>, now: Date, { ask = fetch, timeoutMs = longest }: { ask?: typeof fetch, timeoutMs?: number } = {}): Promise<Finding[]> {
  let seen: SeenRequest
  try {
    const answer = await ask(`${baseUrl}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), headers: { [probeHeader]: signer.sign(probePurpose, String(now.getTime())), 'x-forwarded-for': claimed } })
    const said: unknown = answer.headers.get('content-type')?.startsWith('application/json') === true ? await answer.json() : null
    if (!isSeen(said)) return [answer.status === 200 ? bad('proxy', `Somebody else answers at ${baseUrl}, or a desk with another SECRET_KEY.`, 'Check BASE_URL, where its name leads, and that all processes have the same SECRET_KEY.') : bad('proxy', `${baseUrl}/healthz answers ${answer.status}.`, 'Start the desk, and check that the proxy leads to HOST and PORT.')]
    seen = said
  } catch (error) {
    return [warn('proxy', `Nobody answers at ${baseUrl} from this machine: ${reasonOf((error as Error).cause ?? error)}`, 'Start the desk, and check that the name leads to the proxy. A firewall may keep just this machine out.')]
  }
  return findingsOf(seen, new URL(baseUrl))
}

function findingsOf ({ protocol, host, address, peer }: SeenRequest, base: URL): Finding[] {
  return [
    `${protocol}:` === base.protocol ? ok('proxy', `People come by ${protocol}, as BASE_URL says.`) : bad('proxy', `People come by ${base.protocol.replace(':', '')}, but the desk sees ${protocol}.`, 'Let the proxy set X-Forwarded-Proto, and let TRUST_PROXY name it.'),
    host.toLowerCase() === base.host ? ok('proxy', 'The host comes through as BASE_URL says.') : warn('proxy', `The desk is asked for as ${host}, not as ${base.host}.`, 'Let the proxy pass on the header Host (nginx: proxy_set_header Host $host; Apache: ProxyPreserveHost On).'),
    address === claimed
      ? bad('proxy', 'Anybody can claim any address: a made-up X-Forwarded-For was believed.', 'Set TRUST_PROXY to the number of proxies in front or to their addresses, and let the first of them write the header anew.')
      : base.protocol === 'https:' && address === peer
        ? bad('proxy', `Everybody seems to come from ${peer}: the proxy does not say who asks, or is not believed.`, 'Let it set X-Forwarded-For, and set TRUST_PROXY.')
        : isIP(address) === 0 ? bad('proxy', `The desk sees “${address.slice(0, 60)}” as a caller’s address, which is none.`, 'Let the proxy set X-Forwarded-For to the address alone.') : ok('proxy', `Callers are seen with their own address; this one with ${address}.`)
  ]
}

const isSeen = (said: unknown): said is SeenRequest => said !== null && typeof said === 'object' && ['protocol', 'host', 'address', 'peer'].every(name => typeof (said as Record<string, unknown>)[name] === 'string')
