export interface MailAddress { address: string, name: string }

export interface ParsedAttachment { filename: string, contentType: string, size: number, inline: boolean, contentId: string | null, sha256: string, content: Buffer }

/** A stretch of what was sent, in order. `folded` parts (quote, signature, disclaimer) are shown behind a fold, never lost. Joined, the texts are the whole text. */
export interface MessagePart { kind: 'written' | 'quote' | 'signature', text: string, html: string | null }

export type Automatic = 'auto-reply' | 'bounce' | 'bulk' | 'list'

export interface DeliveryReport {
  originalMessageId: string | null
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | null
  recipients: Array<{ address: string, status: string | null, diagnostic: string | null }>
}

export interface ParsedMessage {
  from: MailAddress | null, sender: MailAddress | null, replyTo: MailAddress[], to: MailAddress[], cc: MailAddress[]
  subject: string, messageId: string | null, inReplyTo: string | null, references: string[], date: Date | null
  /** The whole text, from text/plain or drawn from HTML. */
  text: string
  /** Sanitised, whole; inline images as src="cid:<sha256 of the attachment>". */
  html: string | null
  parts: MessagePart[]
  /** The `written` parts joined, trimmed. */
  visibleText: string
  attachments: ParsedAttachment[]
  /** Lower-case names, decoded, one line each, at most 200 names × 50 values × 4,000 characters. */
  headers: Map<string, string[]>
  automatic: Automatic | null, report: DeliveryReport | null
  /** The original inside a forwarded mail, a guess. */
  forwarded: { from: MailAddress, subject: string, text: string } | null
  encrypted: 'pgp' | 'smime' | null, signed: 'pgp' | 'smime' | null
  /** Short fixed words. */
  problems: string[]
}

/** The bytes are no mail at all. */
export class NotAMessage extends Error {}
