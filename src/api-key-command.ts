import { parseArgs } from 'node:util'
import { findAgent, findAgentByEmail } from './accounts/agent.queries.js'
import { listAgentChoices } from './accounts/agent-choices.queries.js'
import type { ApiKey } from './accounts/api-key.entity.js'
import { findApiKey, listApiKeys } from './accounts/api-key.queries.js'
import { wholeHouseScopes } from './accounts/api-scopes.js'
import { createApiKey, switchApiKey } from './accounts/commands/save-api-key.js'
import { lastDayOf, readTerm } from './accounts/last-day.js'
import { listDepartmentChoices, type Place } from './accounts/work-places.queries.js'
import { system } from './platform/actor.js'
import { withActor, type Context, type Platform } from './platform/context.js'
import type { Reader } from './platform/database/database.js'
import { InvalidFields, NotFound } from './platform/errors.js'

interface Around { say: (text: string) => number, complain: (text: string, code: number) => number, openPlatform: () => Promise<Platform & { close: () => Promise<void> }> }

export const apiKeyUsage = `Usage: ostiary api-key create --name NAME [--scope SCOPE]… [--ip ADDRESS] [--expires DAY|DAYS]
                              [--agent EMAIL [--department NAME]…]
       ostiary api-key list [--json]
       ostiary api-key revoke NUMBER
`
const exitForUsage = 64

/**
 * Makes a key for a program, lists keys, or takes one out of use.
 *
 * @throws Refusal with the fields named as the options are.
 */
export async function runApiKey ([verb, ...args]: string[], around: Around): Promise<number> {
  switch (verb) {
    case 'create': return create(args, around)
    case 'list': return list(args, around)
    case 'revoke': return revoke(args, around)
    default: return around.complain(apiKeyUsage, exitForUsage)
  }
}

async function create (args: string[], { say, complain, openPlatform }: Around): Promise<number> {
  const text = { type: 'string' } as const
  const { values: { name, scope, ip, agent, expires, department } } = parseArgs({
    args, options: { name: text, scope: { ...text, multiple: true, default: ['tickets.create'] }, ip: { ...text, default: '' }, agent: text, expires: text, department: { ...text, multiple: true, default: [] } }
  })
  if (name === undefined) return complain(`A name is needed.\n\n${apiKeyUsage}`, exitForUsage)

  return onPlatform(openPlatform, async ctx => underOptions(async () => {
    const expiresAt = expires === undefined ? null : readTerm(expires, ctx.clock.now())
    const agentId = agent === undefined ? null : await findActedFor(ctx.db.read, agent)
    const departmentIds = await findPlaces(ctx.db.read, department, agentId)
    const { key } = await createApiKey(ctx, { name, scopes: scope, network: ip, expiresAt, agentId, departmentIds })
    const idle = departmentIds.length === 0 ? [] : wholeHouseScopes.filter(each => scope.includes(each))
    if (idle.length > 0) complain(`The key is made. It does nothing with ${idle.join(', ')}: that is for keys of all departments.\n`, 0)
    return say(`${key}\n`)
  }))
}

async function findActedFor (reader: Reader, email: string): Promise<number> {
  try {
    return (await findAgentByEmail(reader, email)).id
  } catch (error) {
    throw error instanceof NotFound ? new InvalidFields({ agentId: { key: 'accounts.api.agent_unknown', values: { email } } }) : error
  }
}

/** Departments by name, in which the agent works. @throws InvalidFields */
async function findPlaces (reader: Reader, names: readonly string[], agentId: number | null): Promise<number[]> {
  if (names.length === 0) return []
  const places = await listDepartmentChoices(reader)
  const worksIn = agentId === null ? null : (await findAgent(reader, agentId)).memberships.map(({ departmentId }) => departmentId)
  return [...new Set(names.map(name => placeOf(name, places, worksIn)))]
}

function placeOf (name: string, places: readonly Place[], worksIn: readonly number[] | null): number {
  const alike = (text: string): string => text.trim().normalize().toLowerCase()
  const place = places.find(each => alike(each.name) === alike(name))
  if (place === undefined) throw new InvalidFields({ departmentIds: { key: 'accounts.api.department_unknown', values: { name, known: places.map(each => each.name).join(', ') } } })
  if (worksIn?.includes(place.id) === false) throw new InvalidFields({ departmentIds: { key: 'accounts.api.department_not_theirs', values: { name: place.name } } })
  return place.id
}

async function list (args: string[], { say, openPlatform }: Around): Promise<number> {
  const { values: { json } } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  return onPlatform(openPlatform, async ({ db: { read }, clock }) => {
    const [keys, agents, places] = await Promise.all([listApiKeys(read), listAgentChoices(read), listDepartmentChoices(read)])
    const known = keys.map(key => describe(key, { agents, places, now: clock.now() }))
    if (json) return say(`${JSON.stringify(known, null, 2)}\n`)
    return say(known.length === 0 ? 'There are no keys.\n' : known.map(lineOf).join('\n'))
  })
}

type Described = ReturnType<typeof describe>

function describe ({ id, name, begins, scopes, agentId, departmentIds, isPersonal, network, isActive, expiresAt, lastUsedAt, createdAt }: ApiKey, { agents, places, now }: { agents: Place[], places: Place[], now: Date }) {
  const nameIn = (known: Place[], wanted: number): string => known.find(each => each.id === wanted)?.name ?? `${wanted}, not in use`
  const state = !isActive ? 'out of use' : expiresAt !== null && expiresAt <= now ? 'expired' : 'in use'
  return { number: id, name, begins, state, scopes, actsFor: agentId === null ? null : nameIn(agents, agentId), departments: departmentIds?.map(each => nameIn(places, each)) ?? null, isPersonal, network, expiresAt, lastUsedAt, createdAt }
}

function lineOf ({ number, name, begins, state, scopes, actsFor, departments, network, expiresAt, lastUsedAt }: Described): string {
  const facts = [
    actsFor === null ? 'acts for nobody' : `acts for ${actsFor}${departments === null ? '' : ` in ${departments.join(', ')}`}`,
    network === null ? '' : `from ${network}`,
    expiresAt === null ? '' : `until ${lastDayOf(expiresAt)}`,
    lastUsedAt === null ? 'never used' : `last used ${lastUsedAt.toISOString()}`
  ]
  return `${number}  ${begins}…  ${name}  (${state})\n    ${scopes.join(' ')}\n    ${facts.filter(Boolean).join('; ')}\n`
}

async function revoke (args: string[], { say, complain, openPlatform }: Around): Promise<number> {
  const { positionals: [number = '', ...more] } = parseArgs({ args, allowPositionals: true, options: {} })
  if (!/^[1-9]\d{0,8}$/.test(number) || more.length > 0) return complain(`One number is needed, as “api-key list” shows it.\n\n${apiKeyUsage}`, exitForUsage)

  return onPlatform(openPlatform, async ctx => underOptions(async () => {
    const key = await findKey(ctx.db.read, Number(number))
    if (!key.isActive) return say(`“${key.name}” (${key.begins}…) is out of use already.\n`)
    await switchApiKey(ctx, key.id, false, key.version)
    return say(`“${key.name}” (${key.begins}…) is out of use.\n`)
  }))
}

async function findKey (reader: Reader, id: number): Promise<ApiKey> {
  try {
    return await findApiKey(reader, id)
  } catch (error) {
    throw error instanceof NotFound ? new InvalidFields({ number: { key: 'accounts.api.key_unknown', values: { id } } }) : error
  }
}

async function onPlatform (openPlatform: Around['openPlatform'], work: (ctx: Context) => Promise<number>): Promise<number> {
  const platform = await openPlatform()
  try {
    return await work(withActor(platform, system))
  } finally {
    await platform.close()
  }
}

const options: Record<string, string> = { name: '--name', scopes: '--scope', network: '--ip', expires: '--expires', agentId: '--agent', departmentIds: '--department' }

/** Refusals name the options that were typed. */
async function underOptions (work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof InvalidFields ? new InvalidFields(Object.fromEntries(Object.entries(error.fields).map(([field, message]) => [options[field] ?? field, message]))) : error
  }
}
