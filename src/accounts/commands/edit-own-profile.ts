import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { InvalidFields, NotFound, Stale } from '../../platform/errors.js'
import { locales } from '../../words/catalogue.js'
import { forgetActor } from '../actor.queries.js'
import { Agent, type NotificationChoices } from '../agent.entity.js'
import type { DigestRhythm } from '../notification-choices.js'
import { Person } from '../person.entity.js'
import { cleanName, isTimeZone } from '../profile.policy.js'

export interface OwnProfile {
  version: number
  name: string
  locale: string
  /** Null takes the organisation's. */
  timeZone: string | null
  signature: string
  theme: 'light' | 'dark' | null
  keys: boolean
  takesTickets: boolean
  notifications: NotificationChoices
  /** Null tells of everything at once. */
  digest: DigestRhythm | null
}

/**
 * Changes what agents may change of themselves.
 *
 * @throws InvalidFields, Stale when it was changed elsewhere since the form was drawn.
 */
export async function editOwnProfile (ctx: Context, edit: OwnProfile): Promise<void> {
  const name = cleanName(edit.name)
  if (edit.timeZone !== null && !isTimeZone(edit.timeZone)) throw new InvalidFields({ timeZone: { key: 'refusal.not_a_choice' } })
  if (edit.signature.length > 2000) throw new InvalidFields({ signature: { key: 'refusal.too_long', values: { limit: 2000, length: edit.signature.length } } })

  await ctx.db.transaction(async manager => {
    const agent = await lockOne(manager, Agent, { id: Number(ctx.actor.id) })
    if (agent === null) throw new NotFound()
    if (agent.version !== edit.version) throw new Stale()

    const { theme: _theme, digest: _digest, ...preferences } = agent.preferences
    await manager.update(Agent, { id: agent.id }, {
      name,
      locale: knownLocale(edit.locale),
      timeZone: edit.timeZone,
      signature: edit.signature.trim() || null,
      takesTickets: edit.takesTickets,
      notifications: edit.notifications,
      preferences: { ...preferences, keys: edit.keys, ...(edit.theme !== null && { theme: edit.theme }), ...(edit.digest !== null && { digest: edit.digest }) },
      routingVersion: agent.routingVersion + 1,
      version: agent.version + 1
    })
  })
  forgetActor(ctx.db, { agentId: Number(ctx.actor.id) })
}

/** Changes what requesters may change of themselves. @throws InvalidFields, Stale */
export async function editOwnAccount (ctx: Context, edit: { version: number, name: string, phone: string, locale: string | null }): Promise<void> {
  const name = cleanName(edit.name)
  const phone = edit.phone.trim()
  if (phone.length > 60) throw new InvalidFields({ phone: { key: 'refusal.too_long', values: { limit: 60, length: phone.length } } })

  await ctx.db.transaction(async manager => {
    const person = await lockOne(manager, Person, { id: Number(ctx.actor.id) })
    if (person === null) throw new NotFound()
    if (person.version !== edit.version) throw new Stale()
    await manager.update(Person, { id: person.id }, { name, phone: phone || null, locale: edit.locale === null ? null : knownLocale(edit.locale), version: person.version + 1 })
  })
  forgetActor(ctx.db, { personId: Number(ctx.actor.id) })
}

function knownLocale (locale: string): string {
  const known = locales.find(each => each === locale)
  if (known === undefined) throw new InvalidFields({ locale: { key: 'refusal.not_a_choice' } })
  return known
}
