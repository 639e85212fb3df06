import { createPrivateKey } from 'node:crypto'
import { In, type EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import { Department } from '../../departments/department.entity.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { refuseTaken } from '../../platform/database/refuse-taken.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { seal } from '../../platform/security/sealer.js'
import { mayLogIn, securities, type Security } from '../sending-security.js'
import { DepartmentServer, SendingServer } from '../sending-server.entity.js'
import { dkimPurpose, passwordPurpose } from '../server-transports.js'

export interface SendingServerForm {
  name: string
  host: string
  port: number
  security: Security
  userName: string
  /** Empty keeps the one that is there. */
  password: string
  /** NaN and null set no limit. */
  hourlyCap: number | null
  dkimDomain: string
  dkimSelector: string
  /** A private key in PEM. Empty keeps the one that is there. */
  dkimKey: string
  departmentIds: number[]
}

/**
 * Adds a server that sends for departments, or changes one. Secrets are sealed and never shown again.
 * A department that another server sent for changes to this one.
 *
 * @throws InvalidFields, Stale, NotFound
 */
export async function saveSendingServer (ctx: Context, id: number | null, form: SendingServerForm, version: number): Promise<SendingServer> {
  return refuseTaken(async () => ctx.db.transaction(async manager => {
    const server = id === null ? Object.assign(new SendingServer(), { secret: null, dkimKey: null, isActive: true, createdAt: ctx.clock.now(), version: 0 }) : await lockVersion(manager, SendingServer, id, version)
    const before = id === null ? {} : await auditedOf(manager, server)
    Object.assign(server, check(ctx, server, form), { failingSince: null, lastError: null, fullUntil: null, version: server.version + 1 })
    await manager.save(server)
    await saveDepartments(manager, server.id, form.departmentIds)
    await recordChange(manager, ctx, {
      action: id === null ? 'sending_server.created' : 'sending_server.updated', subjectType: 'sending_server', subjectId: server.id, subjectName: server.name, before, after: await auditedOf(manager, server)
    })
    return server
  }))
}

/** Lets a server send again, or gives its departments back to the system's meanwhile. @throws Stale, NotFound */
export async function switchSendingServer (ctx: Context, id: number, isActive: boolean, version: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const server = await lockVersion(manager, SendingServer, id, version)
    await manager.update(SendingServer, { id }, { isActive, version: version + 1 })
    await recordChange(manager, ctx, { action: 'sending_server.updated', subjectType: 'sending_server', subjectId: id, subjectName: server.name, before: { isActive: server.isActive }, after: { isActive } })
  })
}

function check ({ signer }: Context, known: SendingServer, form: SendingServerForm): Partial<SendingServer> {
  const checks = new FieldChecks()
  const host = checks.line('host', form.host, 190).toLowerCase()
  if (!/^[a-z0-9._:-]+$/.test(host)) checks.note('host', 'mails.servers.bad.host')
  const userName = checks.line('userName', form.userName, 190)
  const security = checks.choice('security', form.security, securities)
  if (userName !== '' && !mayLogIn(security, host)) checks.note('security', 'mails.servers.bad.open_password')

  const dkimDomain = checks.line('dkimDomain', form.dkimDomain, 190).toLowerCase()
  const dkimSelector = checks.line('dkimSelector', form.dkimSelector, 63).toLowerCase()
  const dkimKey = form.dkimKey.trim()
  if (dkimDomain !== '' && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(dkimDomain)) checks.note('dkimDomain', 'mails.servers.bad.dkim_domain')
  if (dkimDomain !== '' && !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(dkimSelector)) checks.note('dkimSelector', 'mails.servers.bad.dkim_selector')
  if (dkimKey !== '' ? !isRsaKey(dkimKey) : dkimDomain !== '' && known.dkimKey === null) checks.note('dkimKey', 'mails.servers.bad.dkim_key')

  const values = {
    name: checks.name('name', form.name),
    host,
    port: checks.whole('port', form.port, 1, 65_535),
    security,
    userName,
    secret: userName === '' ? null : form.password === '' ? known.secret : seal(signer, passwordPurpose, form.password),
    hourlyCap: form.hourlyCap === null ? null : checks.whole('hourlyCap', form.hourlyCap, 1, 1_000_000),
    dkimDomain,
    dkimSelector,
    dkimKey: dkimDomain === '' ? null : dkimKey === '' ? known.dkimKey : seal(signer, dkimPurpose, dkimKey)
  }
  checks.refuse()
  return values
}

function isRsaKey (pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

async function saveDepartments (manager: EntityManager, serverId: number, ids: number[]): Promise<void> {
  await manager.delete(DepartmentServer, { serverId })
  if (ids.length === 0) return
  await manager.delete(DepartmentServer, { departmentId: In(ids) })
  const known = await manager.find(Department, { select: { id: true }, where: { id: In(ids) } })
  await manager.insert(DepartmentServer, known.map(({ id }) => ({ departmentId: id, serverId })))
}

/** What the audit log keeps: whether there is a secret, never which. */
async function auditedOf (manager: EntityManager, { id, name, host, port, security, userName, secret, hourlyCap, dkimDomain, dkimSelector, dkimKey }: SendingServer): Promise<Record<string, unknown>> {
  const links = await manager.findBy(DepartmentServer, { serverId: id })
  const names = links.length === 0 ? [] : await manager.find(Department, { select: { id: true, name: true }, where: { id: In(links.map(({ departmentId }) => departmentId)) }, order: { name: 'ASC' } })
  return { name, host, port, security, userName, password: mark(secret), hourlyCap, dkimDomain, dkimSelector, dkimKey: mark(dkimKey), departments: names.map(each => each.name).join(', ') }
}

/** Tells one sealed secret from the next without telling anything of it. */
const mark = (sealed: string | null): string => sealed === null ? '' : `(secret …${sealed.slice(-4)})`
