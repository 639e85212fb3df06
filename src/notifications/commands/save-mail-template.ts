import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { InvalidFields, Stale, type Message } from '../../platform/errors.js'
import { Department } from '../../departments/department.entity.js'
import type { Locale } from '../../words/catalogue.js'
import { MailTemplate } from '../mail-template.entity.js'
import type { TemplateName } from '../templates.js'
import { findWording, organisationWide } from '../wording.queries.js'
import { standardWording, type Wording } from '../wording.js'

export const longestSubject = 200
export const longestBody = 20_000

/** `departmentId` is 0 for the organisation's own wording. */
export interface WordingKey { departmentId: number, name: TemplateName, locale: Locale }

/**
 * Saves an admin's own wording of a mail in one language. Mails that are already written keep theirs.
 *
 * @throws InvalidFields when it is empty, too long, or leaves out what the mail is sent for.
 * @throws Stale when somebody saved another wording meanwhile.
 */
export async function saveMailTemplate (ctx: Context, { departmentId, name, locale }: WordingKey, typed: Wording, version: number): Promise<void> {
  const wording = { subject: typed.subject.trim(), body: typed.body.replace(/\r\n?/g, '\n').trim() }
  const fields = problemsOf(name, wording)
  if (Object.keys(fields).length > 0) throw new InvalidFields(fields)

  await ctx.db.transaction(async manager => {
    const known = await lockOne(manager, MailTemplate, { departmentId, name, locale })
    if ((known?.version ?? 0) !== version) throw new Stale()
    const updatedAt = ctx.clock.now()
    if (known === null) await manager.insert(MailTemplate, { departmentId, name, locale, ...wording, updatedAt, version: 1 })
    else await manager.update(MailTemplate, { id: known.id }, { ...wording, updatedAt, version: version + 1 })
    await record(ctx, manager, { departmentId, name, locale }, known, wording)
  })
}

/** Goes back to the wording that holds without it. Does nothing when it was never changed. @throws Stale */
export async function resetMailTemplate (ctx: Context, key: WordingKey, version: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const known = await lockOne(manager, MailTemplate, key)
    if (known === null) return
    if (known.version !== version) throw new Stale()
    await manager.delete(MailTemplate, { id: known.id })
    await record(ctx, manager, key, known, await findWordingBelow(manager, key))
  })
}

type Manager = Parameters<typeof recordChange>[0]

async function record (ctx: Context, manager: Manager, { departmentId, name, locale }: WordingKey, known: MailTemplate | null, { subject, body }: Wording): Promise<void> {
  const before = known ?? await findWordingBelow(manager, { departmentId, name, locale })
  const place = departmentId === organisationWide ? '' : `, ${(await manager.findOneBy(Department, { id: departmentId }))?.name ?? departmentId}`
  await recordChange(manager, ctx, {
    action: 'mail_template.updated', subjectType: 'mail_template', subjectId: known?.id ?? null, subjectName: `${name} (${locale}${place})`,
    before: { subject: before.subject, body: before.body }, after: { subject, body }
  })
}

/** What holds without this wording. */
async function findWordingBelow (manager: Manager, { departmentId, name, locale }: WordingKey): Promise<Wording> {
  return departmentId === organisationWide ? standardWording(name, locale) : findWording(manager, name, locale)
}

function problemsOf (name: TemplateName, { subject, body }: Wording): Record<string, Message> {
  const problems: Record<string, Message> = {}
  if (subject === '') problems.subject = { key: 'mails.templates.subject_empty' }
  else if (subject.length > longestSubject) problems.subject = { key: 'refusal.too_long', values: { limit: longestSubject, length: subject.length } }

  if (body === '') problems.body = { key: 'mails.templates.body_empty' }
  else if (body.length > longestBody) problems.body = { key: 'refusal.too_long', values: { limit: longestBody, length: body.length } }
  else if (name === 'code' && !body.includes('{code}')) problems.body = { key: 'mails.templates.code_missing' }
  else if ((name === 'new_reply' || name === 'solution') && !body.includes('{text}')) problems.body = { key: 'mails.templates.text_missing' }
  return problems
}
