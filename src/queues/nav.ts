import { second } from '../platform/clock.js'
import type { AgentActor } from '../platform/actor.js'
import type { Platform } from '../platform/context.js'
import { queueFor, type QueueName } from './queue.js'
import { countOwnTasks } from '../tickets/tasks/own-tasks.queries.js'
import { countCap, countQueues } from './queue.queries.js'

/** Which queues stand in the navigation, under which heading, and the keys that lead there. */
export const navQueues: Array<{ group: 'mine' | 'desk', name: QueueName, icon: string, key: string }> = [
  { group: 'mine', name: 'mine', icon: 'door-open', key: 'g m' },
  { group: 'mine', name: 'waiting-for-others', icon: 'hourglass', key: 'g w' },
  { group: 'mine', name: 'team', icon: 'users', key: 'g t' },
  { group: 'desk', name: 'unassigned', icon: 'inbox', key: 'g u' },
  { group: 'desk', name: 'referred', icon: 'route', key: 'g r' },
  { group: 'desk', name: 'open', icon: 'list', key: 'g o' },
  { group: 'desk', name: 'overdue', icon: 'clock', key: 'g l' },
  { group: 'desk', name: 'waiting', icon: 'pause', key: 'g h' },
  { group: 'desk', name: 'resolved', icon: 'check', key: 'g s' },
  { group: 'desk', name: 'closed', icon: 'door', key: 'g c' },
  { group: 'desk', name: 'all', icon: 'list', key: 'g a' }
]

const freshFor = 3 * second

interface Known { at: number, counts: Promise<Map<string, number>> }

/**
 * The counts beside the queues and beside the agent's own tasks (`tasks`), at most three seconds old. Pages of the same agent share one count, and
 * a page never waits for a newer one while an older is at hand.
 */
export function createQueueCounts ({ db, clock }: Platform): (actor: AgentActor) => Promise<Map<string, number>> {
  const known = new Map<number, Known>()

  return async actor => {
    const at = performance.now()
    const last = known.get(actor.id)
    if (last !== undefined && at - last.at < freshFor) return last.counts

    const counts = Promise.all([countQueues(db.read, actor, navQueues.map(({ name }) => queueFor(actor, name)), clock.now()), countOwnTasks(db.read, actor, countCap)])
      .then(([queues, tasks]) => queues.set('tasks', tasks))
    if (known.size > 5000) known.clear()
    known.set(actor.id, { at, counts })
    counts.catch(() => known.delete(actor.id))
    return last !== undefined && at - last.at < 10 * freshFor ? last.counts : counts
  }
}
