import type { AdminRight, AgentActor, Permission, RequesterActor } from '../platform/actor.js'
import { second } from '../platform/clock.js'
import type { Platform } from '../platform/context.js'
import type { Reader, Transactor } from '../platform/database/database.js'
import { Agent } from './agent.entity.js'
import { findReadCompany } from './belonging.queries.js'
import { Person } from './person.entity.js'

/** An agent with everything that policies ask about, or null when there is none or it is switched off. */
export async function loadAgentActor (reader: Reader, id: number): Promise<AgentActor | null> {
  const agent = await reader.findOneBy(Agent, { id, isActive: true })
  if (agent === null) return null

  const roles = await reader.query(
    'SELECT m.department_id, r.permissions FROM memberships m JOIN roles r ON r.id = m.role_id WHERE m.agent_id = ?', [id]
  ) as Array<{ department_id: number, permissions: string }>
  const teams = await reader.query('SELECT team_id FROM team_members WHERE agent_id = ?', [id]) as Array<{ team_id: number }>

  return {
    party: 'agent',
    id,
    name: agent.name,
    email: agent.email,
    locale: agent.locale,
    timeZone: agent.timeZone,
    departments: new Map(roles.map(row => [row.department_id, new Set(JSON.parse(row.permissions) as Permission[])])),
    teamIds: teams.map(row => row.team_id),
    adminRights: new Set<AdminRight>(agent.adminRights),
    preferences: agent.preferences
  }
}

/** A member of the public as an actor, or null when there is none. Who came by a link for one ticket reads nothing of colleagues. */
export async function loadRequesterActor (reader: Reader, id: number, onlyTicketId: number | null): Promise<RequesterActor | null> {
  const person = await reader.findOneBy(Person, { id })
  if (person === null) return null
  const readsCompanyId = onlyTicketId === null ? await findReadCompany(reader, person) : null
  return { party: 'requester', id, name: person.name, email: person.email, locale: person.locale, onlyTicketId, ...(readsCompanyId !== null && { readsCompanyId }) }
}

export interface ActorLoaders {
  loadAgent: (id: number) => Promise<AgentActor | null>
  loadRequester: (id: number, onlyTicketId: number | null) => Promise<RequesterActor | null>
}

interface Kept<Value> { at: number, value: Promise<Value> }
interface KeptActors { agents: Map<number, Kept<AgentActor | null>>, people: Map<number, Kept<RequesterActor | null>> }

const keptBy = new WeakMap<Transactor, KeptActors>()
const mostKept = 2000

/**
 * Finds who asks, at most `keepMs` late: a page and what it loads ask once, and rights that were taken
 * away are gone a second later in every process.
 */
export function createActorLoaders ({ db }: Pick<Platform, 'db'>, { keepMs = second }: { keepMs?: number } = {}): ActorLoaders {
  const { agents, people } = keptActors(db)
  return {
    loadAgent: async id => keep(agents, id, keepMs, async () => loadAgentActor(db.read, id)),
    loadRequester: async (id, onlyTicketId) => {
      const person = await keep(people, id, keepMs, async () => loadRequesterActor(db.read, id, null))
      if (person === null || onlyTicketId === null) return person
      const { readsCompanyId: _reads, ...alone } = person
      return { ...alone, onlyTicketId }
    }
  }
}

/** Makes a change to an account show at the next click in this process, for whoever made it looks at once. */
export function forgetActor (db: Transactor, { agentId, personId }: { agentId?: number, personId?: number }): void {
  const { agents, people } = keptActors(db)
  if (agentId !== undefined) agents.delete(agentId)
  if (personId !== undefined) people.delete(personId)
}

function keptActors (db: Transactor): KeptActors {
  const known = keptBy.get(db)
  if (known !== undefined) return known
  const fresh: KeptActors = { agents: new Map(), people: new Map() }
  keptBy.set(db, fresh)
  return fresh
}

async function keep<Value> (kept: Map<number, Kept<Value>>, id: number, keepMs: number, load: () => Promise<Value>): Promise<Value> {
  const at = performance.now()
  const known = kept.get(id)
  if (known !== undefined && at - known.at < keepMs) return known.value

  if (kept.size >= mostKept) kept.clear()
  const value = load()
  kept.set(id, { at, value })
  value.catch(() => kept.delete(id))
  return value
}
