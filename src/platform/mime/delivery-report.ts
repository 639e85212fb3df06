import type { DeliveryReport, MailAddress } from './parsed-message.js'

export interface ReportMessage {
  headers: Map<string, string[]>, subject: string, from: MailAddress | null
  /** Of the whole message, with its parameters. */
  contentType: string
  /** The text of the message itself. */
  text: string
  /** All leaf parts in their order, decoded to text: `message/delivery-status`, `message/rfc822`, `text/rfc822-headers` and their `global` forms among them. */
  parts: Array<{ contentType: string, content: string }>
}

/** Reads what became of a mail of ours, from a report that a mail server sent back. Null when it is no such report. */
export function readDeliveryReport (_message: ReportMessage): DeliveryReport | null {
  return null
}
