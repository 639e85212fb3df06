import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { second } from '../clock.js'
import { isOutside } from './outside-addresses.js'

export interface OutsideAnswer { status: number, body: string }

/** Finds every address of a name. */
export type Resolve = (name: string, options: LookupAllOptions, done: (error: Error | null, found: LookupAddress[]) => void) => void

interface OutsideOptions { allowed: readonly string[], timeoutMs?: number, resolve?: Resolve }

/** The address leads into a network that the house did not allow. */
export class InsideAddress extends Error {
  override name = 'InsideAddress'
}

const longest = 10 * second
const mostBytes = 8192

/**
 * Posts to an address that somebody typed. The name is resolved once, and the connection goes to what was checked, so that a
 * name cannot point elsewhere a moment later. Redirects are answers like any other, not followed. Of the answer a few
 * kilobytes are kept.
 *
 * @param allowed networks into which it may go although they are private.
 * @throws InsideAddress, and whatever keeps it from an answer within ten seconds.
 */
export async function postOutside (address: string, body: string, headers: Record<string, string>, { allowed, timeoutMs = longest, resolve: find = lookup }: OutsideOptions): Promise<OutsideAnswer> {
  const url = new URL(address)
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0 && !isOutside(literal, allowed)) throw new InsideAddress(literal)

  const deadline = AbortSignal.timeout(timeoutMs)
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) }, lookup: checkedLookup(find, allowed), agent: false, signal: deadline }, answer => {
      const parts: Buffer[] = []
      let length = 0
      const finish = (): void => { resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).subarray(0, mostBytes).toString('utf8') }) }
      answer.on('data', (part: Buffer) => {
        parts.push(part)
        length += part.length
        if (length < mostBytes) return
        finish()
        answer.destroy()
      })
      answer.once('end', finish)
      answer.once('error', reject)
    })
    // A receiver that wants to speak something else is heard no further. Without a listener nothing would tell of its answer, and nobody would come back from here.
    asked.once('upgrade', ({ statusCode = 0 }, socket) => {
      socket.destroy()
      resolve({ status: statusCode, body: '' })
    })
    asked.once('error', error => { reject(deadline.aborted ? new Error(`No answer within ${timeoutMs / second} seconds.`) : error) })
    asked.end(body)
  })
}

/** Every address of a name must be one that may be reached: one good among bad ones would be a matter of luck. */
function checkedLookup (find: Resolve, allowed: readonly string[]): LookupFunction {
  return (name, options, done) => {
    find(name, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, '')
      const bad = found.find(({ address }) => !isOutside(address, allowed))
      const [first] = found
      if (bad !== undefined || first === undefined) return done(new InsideAddress(bad?.address ?? name), '')
      if (options.all === true) return done(null, found)
      done(null, first.address, first.family)
    })
  }
}
