import type { ImapFlow } from 'imapflow'
import { after, day } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'
import { Mailbox } from '../mailbox.entity.js'
import { MailboxTrouble, NotKept } from '../mailbox-trouble.js'
import type { Lease } from './lease-mailbox.js'
import { noteArrivals, noteUidValidity } from './note-fetch.js'

/** Keeps a raw message for good before it answers; the same message again is not new. */
export type TakeRaw = (raw: Buffer, mailboxId: number) => Promise<{ isNew: boolean }>

interface Waiting { uid: number, size: number }

const batchMessages = 50
const batchBytes = 8_000_000
/** Of a longer message only the beginning is taken; the whole stays in the mailbox. */
const longest = 60_000_000

/**
 * Takes every message of the open folder that we do not have yet and returns how many were new.
 *
 * A message is marked, moved or deleted only when it is safe with us, and passed by only after that. So whenever
 * this is cut short, the next run begins with the messages that were in hand, finds that it knows them, and goes on.
 *
 * @throws NotKept, LeaseLost, MailboxTrouble, and what the connection throws.
 */
export async function fetchMailbox (platform: Pick<Platform, 'db' | 'clock'>, client: ImapFlow, lease: Lease, take: TakeRaw): Promise<number> {
  const mailbox = await currentState(platform, client, lease)
  let taken = 0
  for (const batch of inBatches(await listWaiting(client, mailbox))) {
    const count = await takeBatch(client, mailbox, batch, take)
    await finish(client, mailbox, batch)
    await noteArrivals(platform, lease, batch.at(-1)!.uid, count)
    taken += count
  }
  // The mail from before is dealt with and need not be asked for again.
  if (mailbox.lastUid < mailbox.baselineUid) await noteArrivals(platform, lease, mailbox.baselineUid, 0)
  return taken
}

/** The mailbox as we know it, begun anew when the server says that its numbers mean other messages now. */
async function currentState (platform: Pick<Platform, 'db' | 'clock'>, client: ImapFlow, lease: Lease): Promise<Mailbox> {
  const open = client.mailbox
  if (open === false) throw new Error('No folder is open.')
  const mailbox = await platform.db.read.findOneByOrFail(Mailbox, { id: lease.mailboxId })
  const uidValidity = String(open.uidValidity)
  if (mailbox.uidValidity === uidValidity) return mailbox

  const baselineUid = Math.max(0, open.uidNext - 1)
  await noteUidValidity(platform, lease, uidValidity, baselineUid)
  return Object.assign(mailbox, { uidValidity, lastUid: 0, baselineUid })
}

/** New messages in order. Of those that were there when we first looked, only the ones since `startsAt`. */
async function listWaiting (client: ImapFlow, { lastUid, baselineUid, startsAt }: Mailbox): Promise<Waiting[]> {
  const from = Math.max(lastUid, baselineUid) + 1
  const uids = await search(client, `${from}:*`, from)
  // Servers compare whole days in a zone of their own.
  const old = lastUid >= baselineUid ? [] : await search(client, `${lastUid + 1}:${baselineUid}`, lastUid + 1, startsAt === null ? null : after(startsAt, -2 * day))
  const waiting: Waiting[] = []
  const all = [...new Set([...old, ...uids])].sort((one, other) => one - other)
  for (let place = 0; place < all.length; place += 500) {
    const asked = new Set(all.slice(place, place + 500))
    for await (const { uid, size = 0, internalDate } of client.fetch([...asked].join(','), { uid: true, size: true, internalDate: true }, { uid: true })) {
      asked.delete(uid)
      const isOld = startsAt !== null && uid <= baselineUid && internalDate !== undefined && new Date(internalDate).getTime() < Math.floor(startsAt.getTime() / 1000) * 1000
      if (!isOld) waiting.push({ uid, size })
    }
    await expectGone(client, asked)
  }
  return waiting.sort((one, other) => one.uid - other.uid)
}

/** A range that ends with `*` names the last message even when that one is older than its begin. */
async function search (client: ImapFlow, uid: string, least: number, since: Date | null = null): Promise<number[]> {
  const found = await client.search({ uid, ...(since !== null && { since }) }, { uid: true })
  if (!Array.isArray(found)) throw new Error('The server could not list its messages.')
  return found.filter(each => each >= least)
}

function * inBatches (waiting: Waiting[]): Generator<Waiting[]> {
  let batch: Waiting[] = []
  let bytes = 0
  for (const each of waiting) {
    if (batch.length > 0 && (batch.length === batchMessages || bytes + each.size > batchBytes)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(each)
    bytes += each.size
  }
  if (batch.length > 0) yield batch
}

async function takeBatch (client: ImapFlow, { id }: Mailbox, batch: Waiting[], take: TakeRaw): Promise<number> {
  let count = 0
  const asked = new Set(batch.map(({ uid }) => uid))
  for await (const { uid, source } of client.fetch(uidsOf(batch), { uid: true, source: { maxLength: longest } }, { uid: true })) {
    if (source === undefined) throw new Error('The server sent a message without its content.')
    const { isNew } = await take(source, id).catch((error: unknown) => { throw new NotKept(error instanceof Error ? error.message : String(error), { cause: error }) })
    if (isNew) count += 1
    asked.delete(uid)
  }
  await expectGone(client, asked)
  return count
}

/** Messages that the server did not send are passed by only when it has them no more. @throws when it still has one. */
async function expectGone (client: ImapFlow, unsent: ReadonlySet<number>): Promise<void> {
  const kept = unsent.size === 0 ? [] : await search(client, [...unsent].join(','), 0)
  if (kept.length > 0) throw new Error(`The server did not send message ${kept.join(', ')}.`)
}

/** What the admin wants to become of messages that we have. One that was too long to take whole stays where it is. */
async function finish (client: ImapFlow, { afterFetch, moveTo }: Mailbox, batch: Waiting[]): Promise<void> {
  await client.messageFlagsAdd(uidsOf(batch), ['\\Seen'], { uid: true })
  const whole = batch.filter(({ size }) => size <= longest)
  if (afterFetch === 'keep' || whole.length === 0) return
  const isDone = afterFetch === 'move' ? await client.messageMove(uidsOf(whole), moveTo, { uid: true }) : await client.messageDelete(uidsOf(whole), { uid: true })
  if (isDone === false) throw new MailboxTrouble(afterFetch === 'move' ? { key: 'inbox.trouble.move', values: { folder: moveTo } } : { key: 'inbox.trouble.delete' })
}

const uidsOf = (batch: Waiting[]): string => batch.map(({ uid }) => uid).join(',')
