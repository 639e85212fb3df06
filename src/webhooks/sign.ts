import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/** A new secret, as its receiver is given it: 24 random bytes (Standard Webhooks 1.0). */
export const newSecret = (): string => prefix + randomBytes(24).toString('base64')

/** The headers of a message at one try, signed with each secret (Standard Webhooks 1.0, symmetric signatures). */
export function signedHeaders (secrets: readonly string[], messageId: string, body: string, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signatures = secrets.map(secret => `v1,${createHmac('sha256', Buffer.from(secret.slice(prefix.length), 'base64')).update(`${messageId}.${timestamp}.${body}`).digest('base64')}`)
  return { 'content-type': 'application/json', 'user-agent': 'Ostiary', 'webhook-id': messageId, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
