import type { ParsedMessage } from '../platform/mime/parsed-message.js'

/** A message as one line of JSON, for people and scripts that want to know how we read it. */
export function inspectionOf (message: ParsedMessage): string {
  const { from, to, cc, replyTo, subject, messageId, inReplyTo, references, date, text, html, visibleText, attachments, automatic, encrypted, problems } = message
  return JSON.stringify({
    from, to, cc, replyTo, subject, messageId, inReplyTo, references, date: date?.toISOString() ?? null, text, html, visibleText,
    attachments: attachments.map(({ filename, contentType, size, inline, contentId, sha256 }) => ({ filename, contentType, size, inline, contentId, sha256 })),
    automatic, encrypted, problems
  })
}
