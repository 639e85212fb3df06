import type { Automatic, MailAddress } from './parsed-message.js'

export interface JudgedMessage {
  headers: Map<string, string[]>, subject: string, text: string
  /** Of the whole message, with its parameters. */
  contentType: string
  from: MailAddress | null
  /** Of the envelope: '' is the null sender, null means that it is not known. */
  returnPath: string | null
}

/** Tells mail that a machine sent from mail that a person wrote, and which sort it is. */
export function automaticOf ({ headers }: JudgedMessage): Automatic | null {
  const submitted = headers.get('auto-submitted')?.[0]?.toLowerCase() ?? 'no'
  return submitted.startsWith('no') ? null : 'auto-reply'
}
