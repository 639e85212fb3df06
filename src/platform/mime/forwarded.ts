import type { MailAddress } from './parsed-message.js'

export interface ForwardedMail { from: MailAddress, subject: string, text: string }

export interface ForwardingMessage {
  subject: string, text: string
  /** The first `message/rfc822` part, read. */
  attached: { from: MailAddress | null, subject: string, text: string } | null
}

/** The mail inside a forwarded mail: who first wrote it, and what. A guess, to be shown as one. */
export function readForwarded ({ attached }: ForwardingMessage): ForwardedMail | null {
  return attached?.from == null ? null : { from: attached.from, subject: attached.subject, text: attached.text }
}
