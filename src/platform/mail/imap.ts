import { ImapFlow } from 'imapflow'

export interface ImapAccount {
  host: string
  port: number
  security: 'tls' | 'starttls' | 'none'
  userName: string
  password?: string
  /** Instead of a password, with OAuth2. */
  accessToken?: string
}

/** What may keep us from a mail server, each with words of its own. */
export type ImapTrouble = 'unknown_host' | 'refused' | 'silent' | 'certificate' | 'security' | 'sign_in' | 'dropped' | 'other'

const minute = 60_000

/**
 * Connects and signs in. The connection waits for news by itself (IDLE, or by asking where the server knows
 * no IDLE), so that `exists` tells of each new message.
 *
 * @throws what the server or the line did; {@link imapTroubleOf} reads it.
 */
export async function openImap ({ host, port, security, userName, password, accessToken }: ImapAccount): Promise<ImapFlow> {
  const client = new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    auth: accessToken === undefined ? { user: userName, pass: password ?? '' } : { user: userName, accessToken },
    logger: false,
    autoIdleDelay: 200,
    // Routers forget quiet connections sooner than the half hour that the standard allows.
    maxIdleTime: 4 * minute,
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    socketTimeout: 6 * minute,
    maxLiteralSize: 100_000_000,
    maxResponseSize: 120_000_000
  })
  // Without a listener, an error between two commands would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Which of the known troubles an error is. */
export function imapTroubleOf (error: unknown): ImapTrouble {
  const { code = '', message = '', authenticationFailed, tlsFailed } = error as { code?: string, message?: string, authenticationFailed?: boolean, tlsFailed?: boolean }
  const said = `${code} ${message}`
  if (authenticationFailed === true) return 'sign_in'
  if (/ENOTFOUND|EAI_AGAIN|EDNS/.test(said)) return 'unknown_host'
  if (/ECONNREFUSED/.test(said)) return 'refused'
  if (/certificate|altname|self.signed|CERT_/i.test(said)) return 'certificate'
  if (tlsFailed === true || /wrong version number|STARTTLS|EPROTO|SSL/i.test(said)) return 'security'
  if (/TIMEOUT|timed? ?out|greeting/i.test(said)) return 'silent'
  return /ECONNRESET|EPIPE|NoConnection|EConnectionClosed|closed|not available/i.test(said) ? 'dropped' : 'other'
}

/** What the server said, for the end of a sentence. */
export function imapAnswerOf (error: unknown): string {
  const { responseText, message } = error as { responseText?: string, message?: string }
  return responseText ?? message ?? String(error)
}
