import { second } from '../platform/clock.js'
import type { Reader } from '../platform/database/database.js'
import { lately } from '../platform/lately.js'
import { listActiveDepartments, listActiveTeams, listActiveTopics, listAgentsElsewhere, listAssignableAgents, listStatuses, type Choice } from './choices.queries.js'

export interface TicketChoices { agents: Choice[], agentsElsewhere: Choice[], teams: Choice[], departments: Choice[], topics: Choice[], statuses: Array<{ id: number, label: string }> }
type Finder = (ticket: { departmentId: number, state: string }) => Promise<TicketChoices>

const freshFor = 3 * second
const finders = new WeakMap<Reader, Finder>()

/**
 * What the menus of a ticket page offer, at most three seconds old. Whether a choice may be made is
 * checked when it is made.
 */
export async function findTicketChoices (reader: Reader, ticket: { departmentId: number, state: string }): Promise<TicketChoices> {
  const find = finders.get(reader) ?? createFinder(reader)
  finders.set(reader, find)
  return find(ticket)
}

function createFinder (reader: Reader): Finder {
  const agentsOf = lately(freshFor, async (departmentId: number) => Promise.all([listAssignableAgents(reader, departmentId), listAgentsElsewhere(reader, departmentId)]))
  const statusesOf = lately(freshFor, async (state: string) => listStatuses(reader, state))
  const places = lately(freshFor, async (_all: 'all') => Promise.all([listActiveTeams(reader), listActiveDepartments(reader), listActiveTopics(reader)]))

  return async ({ departmentId, state }) => {
    const [[agents, agentsElsewhere], statuses, [teams, departments, topics]] = await Promise.all([agentsOf(departmentId), statusesOf(state), places('all')])
    return { agents, agentsElsewhere, teams, departments, topics, statuses }
  }
}
