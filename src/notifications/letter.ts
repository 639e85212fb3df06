import type { Mailbox } from '../platform/mail/transport.js'

/** A mail in words, before it has a Message-ID. */
export interface Letter {
  from: Mailbox
  to: Mailbox
  subject: string
  html: string
  text: string
  /** The page on which its reader asks for no more mails about the ticket. */
  muteUrl: string | null
}
