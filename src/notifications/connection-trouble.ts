import type { Message } from '../platform/errors.js'
import { oneLine } from '../platform/mail/one-line.js'
import type { SendingServer } from './sending-server.entity.js'

/** What kept us from a mail server, in a sentence that says what to look at. */
export function connectionTrouble (error: unknown, { host, port, userName }: Pick<SendingServer, 'host' | 'port' | 'userName'>): Message {
  const { code = '', message = '', responseCode } = error as { code?: string, message?: string, responseCode?: number }
  const said = oneLine(message, 300)
  const values = { host, port, user: userName, said }

  if (/ENOTFOUND|EAI_AGAIN|EDNS/.test(`${code} ${message}`)) return { key: 'mails.servers.trouble.unknown_host', values }
  if (/ECONNREFUSED/.test(`${code} ${message}`)) return { key: 'mails.servers.trouble.refused', values }
  if (code === 'EAUTH' || responseCode === 535) return { key: 'mails.servers.trouble.password', values }
  if (/certificate|altname|self.signed/i.test(message)) return { key: 'mails.servers.trouble.certificate', values }
  if (code === 'ETLS' || /wrong version number|STARTTLS/i.test(message)) return { key: 'mails.servers.trouble.security', values }
  if (/ETIMEDOUT|timeout|Greeting never received/i.test(`${code} ${message}`)) return { key: 'mails.servers.trouble.silent', values }
  return { key: 'mails.servers.trouble.other', values }
}
