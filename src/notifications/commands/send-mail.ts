import { after, hour, minute } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { RetryAt } from '../../platform/jobs/worker.js'
import { MailRefused, type MailTransport, type OutgoingMail } from '../../platform/mail/transport.js'
import { Mail } from '../mail.entity.js'
import { isTemplateName, templateKind } from '../templates.js'

/**
 * Sends a mail of the log, or keeps it there when no mail server is set.
 *
 * What the server refuses for good has failed at once; everything else is tried again after a growing
 * pause until `until`. Running twice is harmless: a mail that was sent is not sent again, and when we died
 * between the server's yes and our note of it, the resend is the same message with the same Message-ID and
 * date, which the reader's server knows.
 *
 * @throws RetryAt
 */
export async function sendMail (platform: Platform, transport: MailTransport | null, { mailId, until }: { mailId: number, until: number }): Promise<void> {
  const mail = await platform.db.read.findOneBy(Mail, { id: mailId })
  if (mail === null || mail.state !== 'queued') return
  if (transport === null) return note(platform, mailId, { state: 'kept' })

  try {
    await transport.sendMail(outgoing(mail))
  } catch (error) {
    return noteFailure(platform, mail, error, until)
  }
  await note(platform, mailId, { state: 'sent', sentAt: platform.clock.now(), attempts: mail.attempts + 1, lastError: null, ...withoutSecret(mail) })
}

function outgoing (mail: Mail): OutgoingMail {
  return {
    messageId: mail.messageId,
    date: mail.createdAt,
    from: { name: mail.fromName, address: mail.fromAddress },
    to: { name: mail.toName, address: mail.toAddress },
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: mail.headers
  }
}

async function noteFailure (platform: Platform, mail: Mail, error: unknown, until: number): Promise<void> {
  const now = platform.clock.now()
  const attempts = mail.attempts + 1
  const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 2000)
  const next = after(now, pauseAfter(attempts))
  const isOver = error instanceof MailRefused || next.getTime() > until

  await note(platform, mail.id, { attempts, lastError, ...(isOver && { state: 'failed' as const, ...withoutSecret(mail) }) })
  if (!isOver) throw new RetryAt(next, error)
  platform.log.error({ mailId: mail.id, template: mail.template, attempts, err: error }, 'a mail could not be delivered')
}

/** 1, 2, 4 … minutes, at most an hour, each longer by up to a fifth at random, so that a queue does not come back all at once. */
const pauseAfter = (attempts: number): number => Math.min(minute * 2 ** (attempts - 1), hour) * (1 + Math.random() / 5)

/** A mail that let somebody in is worth nothing once it is out of the house, and must not be read in the log. */
function withoutSecret ({ template }: Mail): Partial<Mail> {
  return isTemplateName(template) && templateKind(template).to === 'access' ? { html: '', text: '' } : {}
}

/** Writes down what became of a mail, unless somebody else did meanwhile. */
async function note ({ db }: Platform, id: number, what: Partial<Mail>): Promise<void> {
  await db.transaction(async manager => {
    const mail = await lockOne(manager, Mail, { id })
    if (mail?.state === 'queued') await manager.update(Mail, { id }, what)
  })
}
