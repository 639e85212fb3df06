import { Not, type EntityManager } from 'typeorm'
import type { Platform } from '../../platform/context.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { digestOf } from '../../platform/security/signer.js'
import { mailHeaders, newMessageId } from '../mail-headers.js'
import { Mail } from '../mail.entity.js'
import { templateKind, type TemplateName } from '../templates.js'
import type { Letter } from '../letter.js'

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
  ticketId?: number | null
}

/** How many earlier mails a reader's thread is pinned to. */
const longestThread = 10

/**
 * Puts a mail into the log and asks for it to be sent, in the caller's transaction.
 *
 * Returns null and does nothing when the same mail was written before: a job may run twice.
 */
export async function queueMail (manager: EntityManager, { config, clock }: Pick<Platform, 'config' | 'clock'>, { template, letter, cause, ticketId = null }: NewMail): Promise<Mail | null> {
  if (await wasQueued(manager, cause, template, letter.to.address)) return null

  const now = clock.now()
  const earlier = ticketId === null ? [] : await manager.find(Mail, {
    select: { id: true, messageId: true }, where: { ticketId, toAddress: letter.to.address, state: Not('failed') }, order: { id: 'DESC' }, take: longestThread
  })
  const mail = Object.assign(new Mail(), {
    causeKey: causeKeyOf(cause, template, letter.to.address),
    messageId: newMessageId(ticketId, config.baseUrl),
    ticketId,
    template,
    toAddress: letter.to.address,
    toName: letter.to.name,
    fromAddress: letter.from.address,
    fromName: letter.from.name,
    subject: letter.subject,
    html: letter.html,
    text: letter.text,
    headers: mailHeaders(template, { earlierIds: earlier.reverse().map(({ messageId }) => messageId), fromAddress: letter.from.address, muteUrl: letter.muteUrl }),
    state: 'queued' as const,
    attempts: 0,
    lastError: null,
    createdAt: now,
    sentAt: null
  })
  await manager.insert(Mail, mail)
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
