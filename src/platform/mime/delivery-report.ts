import { isBounce } from './automatic.js'
import type { DeliveryReport, MailAddress } from './parsed-message.js'
import { readPlainReport } from './plain-report.js'

export interface ReportMessage {
  headers: Map<string, string[]>, subject: string, from: MailAddress | null
  /** Of the whole message, with its parameters. */
  contentType: string
  returnPath: string | null
  /** The text of the message itself. */
  text: string
  /** All leaf parts in their order, decoded to text: `message/delivery-status`, `message/rfc822`, `text/rfc822-headers` and their `global` forms among them. */
  parts: Array<{ contentType: string, content: string }>
}

type Action = NonNullable<DeliveryReport['action']>
const actions: Action[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded']
const mostRecipients = 200

/**
 * Reads what became of a mail of ours, from a report that a mail server sent back: in the fields of the standard, or in the plain words of
 * servers that know none. Null when it is no such report. Says `failed` only when some server gave up.
 */
export function readDeliveryReport (message: ReportMessage): DeliveryReport | null {
  const status = message.parts.find(({ contentType }) => /^message\/(?:global-)?delivery-status/i.test(contentType))
  const returned = message.parts.filter(({ contentType }) => /^(?:message\/(?:rfc822|global|rfc822-headers|global-headers)\b(?!-delivery)|text\/rfc822-headers)/i.test(contentType)).map(({ content }) => content)

  if (status !== undefined) {
    const read = readStatus(status.content)
    if (read.recipients.length > 0 || read.action !== null) return { ...read, originalMessageId: originalId(message, [...returned, message.text]) }
  }
  if (!isBounce(message) && !isReport(message)) return null
  return { ...readPlainReport(message), originalMessageId: originalId(message, [...returned, message.text]) }
}

function isReport ({ contentType }: ReportMessage): boolean {
  return /^multipart\/report\b/i.test(contentType) && !/disposition-notification|feedback-report/i.test(contentType)
}

/** The groups of fields of RFC 3464: one for the message, then one for each recipient. */
function readStatus (content: string): Omit<DeliveryReport, 'originalMessageId'> {
  const groups = content.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ').split(/\n\s*\n/).slice(0, mostRecipients + 1).map(fieldsOf)
  const each = groups.filter(fields => fields.has('final-recipient') || fields.has('original-recipient') || fields.has('action'))
  const found = actions.find(action => each.some(fields => actionOf(fields) === action)) ?? null

  return {
    action: found,
    recipients: each.filter(fields => actionOf(fields) === found).map(fields => ({
      address: addressOf(fields.get('original-recipient')) ?? addressOf(fields.get('final-recipient')) ?? '',
      status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('diagnostic-code') ?? '')?.[0] ?? null,
      diagnostic: fields.get('diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '').slice(0, 1000) ?? null
    })).filter(({ address }) => address !== '')
  }
}

function fieldsOf (group: string): Map<string, string> {
  return new Map(group.split('\n').flatMap(line => {
    const colon = line.indexOf(':')
    return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const] : []
  }))
}

function actionOf (fields: Map<string, string>): Action | null {
  const word = (fields.get('action') ?? '').toLowerCase()
  return actions.find(action => word.startsWith(action)) ?? (word.startsWith('fail') ? 'failed' : null)
}

/** “rfc822; ada@example.com”, at times in angle brackets. */
function addressOf (value: string | undefined): string | null {
  return /([^\s<>;]+@[^\s<>;]+)/.exec((value ?? '').slice(0, 1000).replace(/^[\w-]+\s*;/, ''))?.[1]?.toLowerCase() ?? null
}

/** From the returned headers; else from the report's own, where some servers put it. */
function originalId ({ headers }: ReportMessage, texts: string[]): string | null {
  for (const text of texts) {
    const found = /^(?:> ?|\s{0,8})?message-id:\s*(<[^<>\s]{1,900}>)/im.exec(text.slice(0, 200_000))?.[1]
    if (found !== undefined) return found
  }
  return /<[^<>\s]{1,900}>/.exec(`${headers.get('in-reply-to')?.[0] ?? ''} ${headers.get('x-original-message-id')?.[0] ?? ''}`)?.[0] ?? /(<[^<>\s]{1,900}>)\s*$/.exec(headers.get('references')?.[0] ?? '')?.[1] ?? null
}
