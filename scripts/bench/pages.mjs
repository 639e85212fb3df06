import { gzipSync } from 'node:zlib'
import { commonWord, rareWord } from './words.mjs'

/** The pages that are measured. `reading` pages are asked with GET and have a floor. */
export const pagesFor = ({ ticketId, longTicketId }) => [
  { name: 'start page', path: '/', isPublic: true },
  { name: 'request form', path: '/ask', isPublic: true },
  { name: 'queue page', path: '/desk/queues/open' },
  { name: 'closed queue', path: '/desk/queues/closed' },
  { name: 'ticket page', path: `/desk/tickets/${ticketId}` },
  ...(longTicketId === 0 ? [] : [{ name: 'ticket page, 200 entries', path: `/desk/tickets/${longTicketId}` }]),
  { name: 'search, rare word', path: `/desk/search?q=${rareWord}` },
  { name: 'search, common word', path: `/desk/search?q=${commonWord}` }
]

/** What a browser with an empty cache has to load for the pages with a limit on their size. */
export async function weigh (origin, cookie) {
  const get = async (path, headers = {}) => (await fetch(origin + path, { headers })).text()
  const form = await get('/ask')
  const queue = await get('/desk/queues/open', { cookie })
  const styles = await Promise.all(linked(form).filter(path => path.includes('.css')).map(path => get(path)))
  const scripts = await Promise.all(linked(queue).filter(path => path.includes('.js')).map(path => get(path)))
  return {
    requestFormBytes: Buffer.byteLength(form) + styles.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    deskScriptBytesCompressed: scripts.reduce((sum, text) => sum + gzipSync(text).length, 0),
    queuePageRequests: 1 + new Set([...linked(queue), ...icons(queue)]).size
  }
}

const linked = html => [...html.matchAll(/<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]+)"/g)].map(([, address]) => address)
const icons = html => [...html.matchAll(/<use href="([^"#]+)#/g)].map(([, address]) => address)
