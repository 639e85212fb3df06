import { departmentsWith, type AgentActor } from '../platform/actor.js'
import { referredSightOf, type ReferredSight } from '../tickets/referral.policy.js'
import { activeStates, type TicketState } from '../tickets/ticket.lifecycle.js'

/** How a list is ordered: what is due first, or what was touched last. */
export const sorts = ['due', 'newest', 'oldest'] as const
export type Sort = typeof sorts[number]

/** One slice of a queue that an index serves in order: a column with one value, and one state. */
export type Branch = { column: 'assignee_id' | 'team_id' | 'department_id', value: number, state: TicketState, unassigned?: boolean } | ReferredBranch

/** What is referred to an agent, his or her teams or departments, in one state: few tickets, found by the referrals that hold. */
export interface ReferredBranch { referredTo: ReferredSight, state: TicketState }

export const queueNames = ['mine', 'waiting-for-others', 'team', 'unassigned', 'referred', 'open', 'waiting', 'overdue', 'resolved', 'closed', 'all', 'bin'] as const
export type QueueName = typeof queueNames[number]

/** Queues from which an agent can take one ticket after the other. */
export const startable: QueueName[] = ['mine', 'team', 'unassigned', 'open', 'overdue']

export interface Queue { name: QueueName, sort: Sort, branches: Branch[], onlyOverdue: boolean }

const toDo: TicketState[] = ['new', 'open']
const held: TicketState[] = ['waiting', 'on_hold']

/**
 * A queue as an agent sees it: slices of the table that together hold exactly the tickets that belong to
 * it and that the agent may see. Whatever the size of the desk, a page reads a page's worth of each slice.
 */
export function queueFor (actor: AgentActor, name: QueueName): Queue {
  const seen = departmentsWith(actor, 'ticket.read')
  const ofDepartments = (states: TicketState[], more: { unassigned?: boolean } = {}): Branch[] =>
    seen.flatMap(value => states.map(state => ({ column: 'department_id' as const, value, state, ...more })))
  const mine = (states: TicketState[]): Branch[] => states.map(state => ({ column: 'assignee_id', value: actor.id, state }))
  const ofTeams = (states: TicketState[]): Branch[] => actor.teamIds.flatMap(value => states.map(state => ({ column: 'team_id' as const, value, state })))
  const referred = (referredTo: ReferredSight): Branch[] => referredTo.departmentIds.length === 0 && referredTo.agentId === null ? [] : activeStates.map(state => ({ referredTo, state }))
  const queue = (sort: Sort, branches: Branch[], onlyOverdue = false): Queue => ({ name, sort, branches, onlyOverdue })

  switch (name) {
    case 'mine': return queue('due', mine(toDo))
    case 'waiting-for-others': return queue('oldest', mine([...held, 'resolved']))
    case 'team': return queue('due', ofTeams(toDo))
    case 'unassigned': return queue('due', ofDepartments(toDo, { unassigned: true }))
    case 'referred': return queue('due', referred(referredSightOf(actor)))
    case 'open': return queue('due', ofDepartments(toDo))
    case 'waiting': return queue('oldest', ofDepartments(held))
    case 'overdue': return queue('due', ofDepartments([...toDo, ...held]), true)
    case 'resolved': return queue('newest', ofDepartments(['resolved']))
    case 'closed': return queue('newest', ofDepartments(['closed']))
    case 'all': return queue('newest', ofDepartments([...toDo, ...held, 'resolved', 'closed']))
    case 'bin': return queue('newest', ofDepartments(['trashed']))
  }
}
