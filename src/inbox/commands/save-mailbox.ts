import { Not, type EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import { Department } from '../../departments/department.entity.js'
import { mayLogIn, securities, type Security } from '../../notifications/sending-security.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { refuseTaken } from '../../platform/database/refuse-taken.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { seal } from '../../platform/security/sealer.js'
import { Topic } from '../../topics/topic.entity.js'
import { afterFetches, authentications, type AfterFetch, type Authentication } from '../mailbox-choices.js'
import { auditedMailbox } from '../mailbox-audit.js'
import { clientSecretPurpose, secretPurpose } from '../mailbox-secrets.js'
import { Mailbox } from '../mailbox.entity.js'

export interface MailboxForm {
  name: string
  address: string
  senderName: string
  authentication: Authentication
  host: string
  port: number
  security: Security
  userName: string
  /** Empty keeps the one that is there, and so it is with the client secret. */
  password: string
  clientId: string
  clientSecret: string
  clientSecretExpiresOn: string
  authority: string
  folder: string
  afterFetch: AfterFetch
  moveTo: string
  departmentId: number | null
  topicId: number | null
  priority: number | null
  /** Only asked of a new one: whether mail from before is taken as well. */
  takesOld: boolean
}

/**
 * Adds a mailbox, or changes one. Secrets are sealed and never shown again; they are asked for anew when they
 * would go to another server. Another server, user or folder is looked through from the beginning, and what was
 * taken before is known by its content.
 *
 * @throws InvalidFields, Stale, NotFound
 */
export async function saveMailbox (ctx: Context, id: number | null, form: MailboxForm, version: number): Promise<Mailbox> {
  return refuseTaken(async () => ctx.db.transaction(async manager => {
    const now = ctx.clock.now()
    const mailbox = id === null
      ? Object.assign(new Mailbox(), { secret: null, clientSecret: null, isActive: true, startsAt: form.takesOld ? null : now, createdAt: now, version: 0 })
      : await lockVersion(manager, Mailbox, id, version)
    const before = id === null ? {} : await auditedMailbox(manager, mailbox)
    const values = await check(manager, ctx, mailbox, form)
    const isElsewhere = id !== null && (mailbox.host !== values.host || mailbox.userName !== values.userName || mailbox.folder !== values.folder)

    Object.assign(mailbox, values, isElsewhere && { uidValidity: null, lastUid: 0, baselineUid: 0 }, { failingSince: null, lastError: null, version: mailbox.version + 1 })
    await manager.save(mailbox)
    await recordChange(manager, ctx, {
      action: id === null ? 'mailbox.created' : 'mailbox.updated', subjectType: 'mailbox', subjectId: mailbox.id, subjectName: mailbox.name, before, after: await auditedMailbox(manager, mailbox)
    })
    return mailbox
  }))
}

async function check (manager: EntityManager, ctx: Context, known: Mailbox, form: MailboxForm) {
  const checks = new FieldChecks()
  const host = checks.line('host', form.host, 190).toLowerCase()
  if (!/^[a-z0-9._:-]+$/.test(host)) checks.note('host', 'inbox.mailboxes.bad.host')
  const security = checks.choice('security', form.security, securities)
  if (!mayLogIn(security, host)) checks.note('security', 'inbox.mailboxes.bad.open_line')
  const address = checks.address('address', form.address, 'inbox.mailboxes.bad.address')
  if (address === null) checks.note('address', 'inbox.mailboxes.bad.address')
  const userName = checks.line('userName', form.userName, 190) || address || ''
  const folder = checks.line('folder', form.folder, 190) || 'INBOX'
  const afterFetch = checks.choice('afterFetch', form.afterFetch, afterFetches)
  const moveTo = afterFetch === 'move' ? checks.line('moveTo', form.moveTo, 190) : ''
  if (afterFetch === 'move' && (moveTo === '' || moveTo === folder)) checks.note('moveTo', 'inbox.mailboxes.bad.move_to')
  if (form.priority !== null && ![1, 2, 3, 4].includes(form.priority)) checks.note('priority', 'refusal.not_a_choice')
  if (form.departmentId === null || !await manager.existsBy(Department, { id: form.departmentId })) checks.note('departmentId', 'refusal.not_a_choice')
  if (form.topicId !== null && !await manager.existsBy(Topic, { id: form.topicId })) checks.note('topicId', 'refusal.not_a_choice')
  if (await manager.existsBy(Mailbox, { host, userName, folder, ...(known.id !== undefined && { id: Not(known.id) }) })) checks.note('folder', 'inbox.mailboxes.bad.twice')

  const values = {
    name: checks.name('name', form.name), address: address ?? '', senderName: checks.line('senderName', form.senderName, 120), host, port: checks.whole('port', form.port, 1, 65_535), security, userName,
    folder, afterFetch, moveTo, departmentId: form.departmentId ?? 0, topicId: form.topicId, priority: form.priority as Mailbox['priority'],
    ...checkAccess(checks, ctx, known, form, { host, userName })
  }
  checks.refuse()
  return values
}

/** What we sign in with: a password, or a client at a provider to which an admin consents afterwards. */
function checkAccess (checks: FieldChecks, { signer }: Context, known: Mailbox, form: MailboxForm, { host, userName }: Pick<Mailbox, 'host' | 'userName'>) {
  const authentication = checks.choice('authentication', form.authentication, authentications)
  const isSame = known.authentication === authentication && known.host === host && known.userName === userName
  const none = { clientId: '', authority: '', clientSecret: null, clientSecretExpiresOn: null, tokenExpiresAt: null }
  if (authentication === 'password') {
    if (form.password === '' && !(isSame && known.secret !== null)) checks.note('password', known.secret === null ? 'inbox.mailboxes.bad.password' : 'inbox.mailboxes.bad.password_again')
    return { authentication, ...none, secret: form.password === '' ? known.secret : seal(signer, secretPurpose, form.password) }
  }

  const clientId = checks.line('clientId', form.clientId, 190)
  if (clientId === '') checks.note('clientId', 'inbox.mailboxes.bad.client_id')
  const authority = form.authority.trim().replace(/\/+$/, '')
  if (authority !== '' && !isProviderUrl(authority)) checks.note('authority', 'inbox.mailboxes.bad.authority')
  const clientSecretExpiresOn = form.clientSecretExpiresOn.trim()
  if (clientSecretExpiresOn !== '' && !isDay(clientSecretExpiresOn)) checks.note('clientSecretExpiresOn', 'inbox.mailboxes.bad.day')
  const isSameClient = isSame && known.clientId === clientId && known.authority === authority
  if (form.clientSecret === '' && !(isSameClient && known.clientSecret !== null)) checks.note('clientSecret', 'inbox.mailboxes.bad.client_secret')
  return {
    authentication, clientId, authority,
    clientSecret: form.clientSecret === '' ? known.clientSecret : seal(signer, clientSecretPurpose, form.clientSecret),
    clientSecretExpiresOn: clientSecretExpiresOn || null,
    // A consent was given to one client for one account.
    secret: isSameClient ? known.secret : null,
    tokenExpiresAt: isSameClient ? known.tokenExpiresAt : null
  }
}

/** Secrets go to it, so the line is encrypted unless it ends on this machine. */
function isProviderUrl (text: string): boolean {
  if (!URL.canParse(text) || text.length > 190) return false
  const { protocol, hostname, username, search, hash } = new URL(text)
  return username === '' && search === '' && hash === '' && (protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1'))
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
