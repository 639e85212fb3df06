import { checkBrake } from '../../platform/security/brakes.js'
import { TooMany } from '../../platform/errors.js'
import type { EntityManager } from 'typeorm'
import { after, hour, minute, second } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { RetryAt } from '../../platform/jobs/worker.js'
import { MailRefused, type MailTransport, type OutgoingMail } from '../../platform/mail/transport.js'
import { BouncedAddress } from '../bounced-address.entity.js'
import { Mail } from '../mail.entity.js'
import { SendingServer } from '../sending-server.entity.js'
import { findServerFor } from '../sending-server.queries.js'
import type { ServerTransports } from '../server-transports.js'
import { noteUndelivered } from './note-undelivered.js'
import { isTemplateName, templateKind } from '../templates.js'

/**
 * Sends a mail of the log by its department's server or the system's, or keeps it there when there is none.
 * A mail to an address that others came back from for good is held until an admin lets it go.
 *
 * What the server refuses for good has failed at once; everything else is tried again after a growing
 * pause until `until`. Running twice is harmless: a mail that was sent is not sent again, and when we died
 * between the server's yes and our note of it, the resend is the same message with the same Message-ID and
 * date, which the reader's server knows.
 *
 * @throws RetryAt
 */
export async function sendMail (platform: Platform, transport: MailTransport | null, { mailId, until }: { mailId: number, until: number }, servers: Pick<ServerTransports, 'transportOf'> | null = null): Promise<void> {
  const { db, clock } = platform
  const mail = await db.read.findOneBy(Mail, { id: mailId })
  if (mail === null || mail.state !== 'queued') return

  const server = servers === null ? null : await findServerFor(db.read, mail.ticketId)
  const way = server === null || servers === null ? transport : servers.transportOf(server)
  if (way === null) return note(platform, mailId, { state: 'kept' })
  if (await isHeld(platform, mail)) return note(platform, mailId, { state: 'held' })
  if (server !== null) await waitForTurn(platform, server)

  try {
    await way.sendMail(outgoing(mail))
  } catch (error) {
    return noteFailure(platform, mail, server, error, until)
  }
  await note(platform, mailId, { state: 'sent', sentAt: clock.now(), attempts: mail.attempts + 1, lastError: null, serverId: server?.id ?? null, ...withoutSecret(mail) })
  if (server !== null && server.failingSince !== null) await noteServer(platform, server, { failingSince: null, lastError: null })
}

/** Mails that let somebody in are never held: whoever asks for one is at the address right now. */
async function isHeld ({ db }: Platform, { template, toAddress }: Mail): Promise<boolean> {
  if (isTemplateName(template) && templateKind(template).to === 'access') return false
  const address = await db.read.findOneBy(BouncedAddress, { address: toAddress })
  return address !== null && address.heldAt !== null
}

/** Counts one mail against the server's hourly limit, for all workers together. @throws RetryAt when it is reached. */
async function waitForTurn (platform: Platform, server: SendingServer): Promise<void> {
  if (server.hourlyCap === null) return
  const now = platform.clock.now()
  try {
    await checkBrake(platform.db, `sending-server ${server.id}`, { limit: server.hourlyCap, windowMs: hour }, now)
  } catch (error) {
    if (!(error instanceof TooMany)) throw error
    const fullUntil = after(now, error.retryAfterSeconds * second)
    if (server.fullUntil === null || server.fullUntil < fullUntil) await noteServer(platform, server, { fullUntil })
    // Not all of those that wait come back in the same second.
    throw new RetryAt(after(fullUntil, Math.random() * minute), error)
  }
}

async function noteServer ({ db }: Platform, { id }: SendingServer, what: Partial<SendingServer>): Promise<void> {
  await db.transaction(async manager => manager.update(SendingServer, { id }, what))
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

async function noteFailure (platform: Platform, mail: Mail, server: SendingServer | null, error: unknown, until: number): Promise<void> {
  const now = platform.clock.now()
  const attempts = mail.attempts + 1
  const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 2000)
  const next = after(now, pauseAfter(attempts))
  const isOver = error instanceof MailRefused || next.getTime() > until

  const isAddressBad = error instanceof MailRefused && error.isAddressBad
  const tell = isOver ? async (manager: EntityManager) => noteUndelivered(platform, manager, mail, lastError, { isAddressBad }) : undefined
  await note(platform, mail.id, { attempts, lastError, ...(isOver && { state: 'failed' as const, ...withoutSecret(mail) }) }, tell)
  if (server !== null && !(error instanceof MailRefused)) await noteServer(platform, server, { failingSince: server.failingSince ?? now, lastError })
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
async function note ({ db }: Platform, id: number, what: Partial<Mail>, tell?: (manager: EntityManager) => Promise<void>): Promise<void> {
  await db.transaction(async manager => {
    const mail = await lockOne(manager, Mail, { id })
    if (mail?.state !== 'queued') return
    await manager.update(Mail, { id }, what)
    await tell?.(manager)
  })
}
