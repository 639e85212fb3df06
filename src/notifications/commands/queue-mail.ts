import type { EntityManager } from 'typeorm'
import type { Platform } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { digestOf } from '../../platform/security/signer.js'
import { mailHeaders, newMessageId, threadRoot } from '../mail-headers.js'
import { Mail } from '../mail.entity.js'
import { templateKind, type TemplateName } from '../templates.js'
import type { Letter } from '../letter.js'
import { replyAddress, replyTokenOf, type TokenReader } from '../reply-token.js'
import { listThreadIds } from '../thread.queries.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs {
    /** `until` is when we stop trying, in epoch milliseconds. */
    'send-mail': { mailId: number, until: number }
  }
}

export interface NewMail {
  template: TemplateName
  letter: Letter
  /** What the mail is sent for, without the reader: the same cause writes to the same reader once. */
  cause: string
  /** The ticket that it is about, and who is to answer it. */
  about?: { ticketId: number, reader: TokenReader, subAddressing: boolean } | null
  /** The ticket that it is about when its reader is nobody whom we know. */
  ticketId?: number
  /** Marks it as written by a machine, whatever its template says. */
  isAutomatic?: boolean
}

/**
 * Puts a mail into the log and asks for it to be sent, in the caller's transaction.
 *
 * Returns null and does nothing when the same mail was written before: a job may run twice.
 */
export async function queueMail (manager: EntityManager, { config, clock, signer }: Pick<Platform, 'config' | 'clock' | 'signer'>, { template, letter, cause, about = null, ticketId, isAutomatic }: NewMail): Promise<Mail | null> {
  if (await wasQueued(manager, cause, template, letter.to.address)) return null

  const now = clock.now()
  const mark = about === null ? null : { ticketId: about.ticketId, token: replyTokenOf(signer, about.ticketId, about.reader) }
  const earlierIds = mark === null ? [] : await listThreadIds(manager, mark.ticketId, letter.to.address)
  const mail = Object.assign(new Mail(), {
    causeKey: causeKeyOf(cause, template, letter.to.address),
    messageId: newMessageId(mark, config.baseUrl),
    ticketId: about?.ticketId ?? ticketId ?? null,
    template,
    toAddress: letter.to.address,
    toName: letter.to.name,
    fromAddress: letter.from.address,
    fromName: letter.from.name,
    subject: letter.subject,
    html: letter.html,
    text: letter.text,
    headers: mailHeaders(template, {
      root: mark === null ? null : threadRoot(mark, config.baseUrl),
      earlierIds,
      fromAddress: letter.from.address,
      replyTo: mark === null || about?.subAddressing !== true ? null : replyAddress(letter.from.address, mark.token),
      muteUrl: letter.muteUrl,
      isAutomatic
    }),
    state: 'queued' as const,
    attempts: 0,
    lastError: null,
    createdAt: now,
    sentAt: null,
    serverId: null,
    bouncedAt: null,
    bounceText: null
  })
  await insertRow(manager, Mail, mail)
  await enqueueSending(manager, mail, now)
  return mail
}

/** Whether this mail was written for this cause and reader before. */
export async function wasQueued (manager: EntityManager, cause: string, template: TemplateName, address: string): Promise<boolean> {
  return manager.existsBy(Mail, { causeKey: causeKeyOf(cause, template, address) })
}

/** Asks for a mail to be sent, from now on for as long as its kind is worth trying. */
export async function enqueueSending (manager: EntityManager, { id, template }: Pick<Mail, 'id' | 'template'>, now: Date): Promise<void> {
  const until = now.getTime() + templateKind(template as TemplateName).triesFor
  await enqueue(manager, 'send-mail', { mailId: id, until }, now, { uniqueKey: `send-mail:${id}` })
}

function causeKeyOf (cause: string, template: string, address: string): string {
  const key = `${cause}:${template}:${address}`
  return key.length <= 190 ? key : `${cause}:${template}:${digestOf(address)}`
}
