import type { DataSource } from 'typeorm'
import { testMailbox } from './inbox/commands/test-mailbox.js'
import { Mailbox } from './inbox/mailbox.entity.js'
import { testSendingServer } from './notifications/commands/test-sending-server.js'
import { SendingServer } from './notifications/sending-server.entity.js'
import { second } from './platform/clock.js'
import type { Platform } from './platform/context.js'
import type { Encrypted } from './platform/doctor/check-certificate.js'
import { bad, ok, type Finding } from './platform/doctor/finding.js'
import type { Message } from './platform/errors.js'
import { translator } from './platform/i18n/translate.js'

const longest = 20 * second
const t = translator('en')

/** Signs in at each mailbox and each sending server that is in use, all at once. Nothing is taken and nothing sent. */
export async function checkMailServers (source: DataSource, { clock, signer }: Pick<Platform, 'clock' | 'signer'>): Promise<Finding[]> {
  const [mailboxes, servers] = [await source.manager.findBy(Mailbox, { isActive: true }), await source.manager.findBy(SendingServer, { isActive: true })]
  const db: Platform['db'] = { engine: source.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql', read: source.manager, transaction: async work => source.transaction(work) }
  return (await Promise.all([
    ...mailboxes.map(async mailbox => {
      const { isGood, words } = await within<SignIn>(testMailbox({ db, clock, signer }, mailbox), { isGood: false, words: null })
      return isGood ? ok('mail in', `The mailbox “${mailbox.name}” lets us in.`) : bad('mail in', `The mailbox “${mailbox.name}” does not let us in: ${wordsOf(words)}`, 'Mend it in the panel under Mailboxes, and test it there.')
    }),
    ...servers.map(async server => {
      const { isGood, words } = await within<SignIn>(testSendingServer({ signer }, server).then(words => ({ isGood: words === null, words })), { isGood: false, words: null })
      return isGood ? ok('mail out', `The sending server “${server.name}” lets us in.`) : bad('mail out', `The sending server “${server.name}” does not let us in: ${wordsOf(words)}`, 'Mend it in the panel under Sending servers, and test it there.')
    })
  ])).flat()
}

/** Where those servers, and that of `SMTP_URL`, show a certificate. */
export async function encryptedMailServers (source: DataSource, smtpUrl: string | null): Promise<Encrypted[]> {
  const [mailboxes, servers] = [await source.manager.findBy(Mailbox, { isActive: true }), await source.manager.findBy(SendingServer, { isActive: true })]
  const shown: Encrypted[] = [
    ...mailboxes.flatMap(({ host, port, security }) => security === 'none' ? [] : [{ area: 'mail in', host, port, begins: security === 'tls' ? 'tls' as const : 'imap' as const }]),
    ...servers.flatMap(({ host, port, security }) => security === 'none' ? [] : [{ area: 'mail out', host, port, begins: security === 'tls' ? 'tls' as const : 'smtp' as const }]),
    ...systemServer(smtpUrl)
  ]
  return shown.filter((one, place) => shown.findIndex(({ host, port }) => host === one.host && port === one.port) === place)
}

function systemServer (smtpUrl: string | null): Encrypted[] {
  if (smtpUrl === null) return []
  const { protocol, hostname, port, username } = new URL(smtpUrl)
  if (protocol === 'smtps:') return [{ area: 'mail out', host: hostname, port: Number(port || 465), begins: 'tls' }]
  return username === '' ? [] : [{ area: 'mail out', host: hostname, port: Number(port || 587), begins: 'smtp' }]
}

interface SignIn { isGood: boolean, words: Message | null }

/** What came of it, or what stands for an answer that never comes. */
async function within<Result> (work: Promise<Result>, otherwise: Result): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Result>(resolve => { timer = setTimeout(() => { resolve(otherwise) }, longest) })
  return Promise.race([work, late]).finally(() => { clearTimeout(timer) })
}

const wordsOf = (words: Message | null): string => words === null ? `no answer within ${longest / second} seconds.` : t(words.key, words.values)
