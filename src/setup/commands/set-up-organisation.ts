import type { EntityManager } from 'typeorm'
import { Agent } from '../../accounts/agent.entity.js'
import { Membership } from '../../accounts/membership.entity.js'
import { OneTimeToken } from '../../accounts/one-time-token.entity.js'
import { findOneTimeToken, useOneTimeToken } from '../../accounts/one-time-tokens.js'
import { plainAddress } from '../../accounts/plain-address.js'
import { cleanName, isTimeZone } from '../../accounts/profile.policy.js'
import { adminRights } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { isDuplicate } from '../../platform/database/retry.js'
import { InvalidFields, NotFound, type Message } from '../../platform/errors.js'
import { hashPassword } from '../../platform/security/passwords.js'
import { forgetOrganisation, standardOrganisation, type Organisation } from '../../settings/organisation.js'
import { Setting } from '../../settings/setting.entity.js'
import { locales, type Locale } from '../../words/catalogue.js'
import { isSetUp } from '../setup-token.js'
import { furnish } from './furnish.js'

export interface SetUp {
  organisation: string
  timeZone: string
  locale: string
  mailAddress: string
  name: string
  email: string
  password: string
}

/**
 * Opens the desk: the organisation's settings, one of everything that a first ticket needs, and the first
 * admin. Works once, with the token that was printed at start.
 *
 * @returns the admin's id
 * @throws NotFound when the desk is set up already or the token is not good, InvalidFields
 */
export async function setUpOrganisation (ctx: Context, token: string, input: SetUp): Promise<number> {
  if (await findOneTimeToken(ctx.db.read, 'setup', token, ctx.clock.now()) === null) throw new NotFound()
  const checked = check(input)
  const passwordHash = await hashPassword(input.password, { notLike: [input.email, input.name, input.organisation] })

  const adminId = await oneOfTwo(async () => ctx.db.transaction(async manager => {
    const used = await useOneTimeToken(manager, 'setup', token, ctx.clock.now())
    if (used === null || await isSetUp(manager)) throw new NotFound()

    const now = ctx.clock.now()
    const value: Organisation = {
      ...standardOrganisation, name: checked.organisation, mailName: checked.organisation, mailAddress: checked.mailAddress,
      timeZone: checked.timeZone, defaultLocale: checked.locale, languages: [checked.locale, ...locales.filter(locale => locale !== checked.locale)]
    }
    await manager.insert(Setting, { name: 'organisation', value, version: 1, updatedAt: now })
    await addAdmin(manager, { ...checked, passwordHash, ...await furnish(manager, checked, now) }, now)
    await manager.delete(OneTimeToken, { purpose: 'setup' })
    return (await manager.findOneByOrFail(Agent, { email: checked.email })).id
  }))
  forgetOrganisation()
  return adminId
}

/** When two set up at once, the second meets a row of the first and is told that the door is closed. */
async function oneOfTwo<Result> (work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw isDuplicate(error) ? new NotFound() : error
  }
}

function check ({ organisation, timeZone, locale, mailAddress, name, email, password }: SetUp) {
  const problems: Record<string, Message> = {}
  const known: Locale | undefined = locales.find(each => each === locale)
  if (organisation.trim() === '' || organisation.length > 120) problems.organisation = { key: 'setup.organisation.empty' }
  if (!isTimeZone(timeZone)) problems.timeZone = { key: 'refusal.not_a_choice' }
  if (known === undefined) problems.locale = { key: 'refusal.not_a_choice' }
  if (plainAddress(mailAddress) === '') problems.mailAddress = { key: 'accounts.email.wrong' }
  if (name.trim() === '') problems.name = { key: 'accounts.name.empty' }
  if (plainAddress(email) === '') problems.email = { key: 'accounts.email.wrong' }
  if (password.length < 10) problems.password = { key: 'accounts.password.too_short', values: { shortest: 10 } }
  if (Object.keys(problems).length > 0) throw new InvalidFields(problems)
  return { organisation: cleanName(organisation, 'organisation'), timeZone, locale: known ?? 'en', mailAddress: plainAddress(mailAddress), name: cleanName(name), email: plainAddress(email) }
}

interface FirstAdmin { name: string, email: string, locale: Locale, passwordHash: string, departmentId: number, roleId: number }

async function addAdmin (manager: EntityManager, { departmentId, roleId, name, email, locale, passwordHash }: FirstAdmin, now: Date): Promise<void> {
  const admin = Object.assign(new Agent(), {
    name, email, locale, passwordHash, adminRights: [...adminRights], timeZone: null, signature: null, scheduleId: null, capacity: null, lastSeenAt: null, createdAt: now
  })
  await manager.insert(Agent, admin)
  await manager.insert(Membership, { agentId: admin.id, departmentId, roleId })
}
