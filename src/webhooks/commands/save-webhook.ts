import type { EntityManager } from 'typeorm'
import { recordChange, type Change } from '../../audit/commands/record-change.js'
import { Department } from '../../departments/department.entity.js'
import { after } from '../../platform/clock.js'
import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { lockOne } from '../../platform/database/lock.js'
import { NotFound, Stale } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { seal } from '../../platform/security/sealer.js'
import { checkAddress } from '../check-address.js'
import { secretPurpose } from '../secret-purpose.js'
import { newSecret } from '../sign.js'
import { webhookTypes, type WebhookType } from '../webhook-types.js'
import { Webhook } from '../webhook.entity.js'
import { formerLasts } from './send-delivery.js'

export interface WebhookForm { name: string, url: string, types: string[], departmentIds: number[] }

type Terms = Pick<Webhook, 'name' | 'url' | 'types' | 'departmentIds'>

/** Makes a webhook and returns its secret, the one time that anybody sees it. It is told what happens from now on. @throws InvalidFields */
export async function createWebhook (ctx: Context, form: WebhookForm): Promise<{ id: number, secret: string }> {
  const secret = newSecret()
  return ctx.db.transaction(async manager => {
    const values = await check(ctx, manager, form)
    const { id } = await insertRow(manager, Webhook, Object.assign(new Webhook(), {
      ...values, secret: seal(ctx.signer, secretPurpose, secret), formerSecret: null, formerUntil: null, sinceEventId: await newestEvent(manager), isActive: true, failingSince: null, givenUpAt: null, createdAt: ctx.clock.now(), version: 1
    }))
    await record(ctx, manager, 'webhook.created', { id, name: values.name }, {}, { ...values })
    return { id, secret }
  })
}

/** @throws NotFound, Stale, InvalidFields */
export async function editWebhook (ctx: Context, id: number, form: WebhookForm, version: number): Promise<void> {
  await change(ctx, id, version, async (manager, known) => {
    const values = await check(ctx, manager, form)
    await manager.update(Webhook, { id }, { ...values, version: version + 1 })
    await record(ctx, manager, 'webhook.updated', { id, name: values.name }, { ...termsOf(known) }, { ...values })
  })
}

/** Switched on again it goes on with what waits, and hears of nothing that happened meanwhile. @throws NotFound, Stale */
export async function switchWebhook (ctx: Context, id: number, isActive: boolean, version: number): Promise<void> {
  await change(ctx, id, version, async (manager, known) => {
    const since = isActive && !known.isActive ? { sinceEventId: await newestEvent(manager), failingSince: null, givenUpAt: null } : {}
    await manager.update(Webhook, { id }, { isActive, ...since, version: version + 1 })
    if (isActive) await manager.query("UPDATE webhook_deliveries SET next_try_at = ? WHERE webhook_id = ? AND state = 'waiting' AND next_try_at > ?", [ctx.clock.now().getTime(), id, ctx.clock.now().getTime()])
    await record(ctx, manager, 'webhook.updated', known, { isActive: known.isActive }, { isActive })
  })
}

/** Makes a new secret and returns it. The one before signs as well for a day, so that the receiver can change in its own time. @throws NotFound, Stale */
export async function renewSecret (ctx: Context, id: number, version: number): Promise<string> {
  const secret = newSecret()
  await change(ctx, id, version, async (manager, known) => {
    await manager.update(Webhook, { id }, { secret: seal(ctx.signer, secretPurpose, secret), formerSecret: known.secret, formerUntil: after(ctx.clock.now(), formerLasts), version: version + 1 })
    await record(ctx, manager, 'webhook.updated', known, { secret: known.version }, { secret: version + 1 })
  })
  return secret
}

/** Takes a webhook away, with what it was told and was to be told. @throws NotFound, Stale */
export async function removeWebhook (ctx: Context, id: number, version: number): Promise<void> {
  await change(ctx, id, version, async (manager, known) => {
    await manager.delete(Webhook, { id })
    await record(ctx, manager, 'webhook.removed', known, { ...termsOf(known) }, {})
  })
}

const termsOf = ({ name, url, types, departmentIds }: Terms): Terms => ({ name, url, types, departmentIds })

async function newestEvent (manager: EntityManager): Promise<number> {
  const [row] = await manager.query('SELECT MAX(id) AS id FROM ticket_events') as Array<{ id: number | null }>
  return row?.id ?? 0
}

async function check ({ config }: Context, manager: EntityManager, { name, url, types, departmentIds }: WebhookForm): Promise<Terms> {
  const checks = new FieldChecks()
  const known = departmentIds.length === 0 ? [] : (await manager.find(Department, { select: { id: true } })).map(({ id }) => id)
  const values = {
    name: checks.name('name', name), url: checkAddress(checks, url, config.webhookAllow), types: webhookTypes.filter(type => types.includes(type)) as WebhookType[], departmentIds: departmentIds.length === 0 ? null : departmentIds
  }
  if (values.types.length === 0) checks.note('types', 'webhooks.types_missing')
  if (departmentIds.some(id => !known.includes(id))) checks.note('departmentIds', 'refusal.not_a_choice')
  checks.refuse()
  return values
}

async function change ({ db }: Context, id: number, version: number, work: (manager: EntityManager, known: Webhook) => Promise<void>): Promise<void> {
  await db.transaction(async manager => {
    const known = await lockOne(manager, Webhook, { id })
    if (known === null) throw new NotFound()
    if (known.version !== version) throw new Stale()
    await work(manager, known)
  })
}

async function record (ctx: Context, manager: EntityManager, action: Change['action'], { id, name }: { id: number, name: string }, before: Record<string, unknown>, afterwards: Record<string, unknown>): Promise<void> {
  await recordChange(manager, ctx, { action, subjectType: 'webhook', subjectId: id, subjectName: name, before, after: afterwards })
}
