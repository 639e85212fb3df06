import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import type { AuditAction, AuditKind } from '../audited.js'
import { AuditEntry } from '../audit-entry.entity.js'
import { difference } from '../difference.js'

export interface Change {
  action: AuditAction
  subjectType: AuditKind
  subjectId: number | null
  subjectName: string
  before: Record<string, unknown>
  after: Record<string, unknown>
}

/**
 * Writes an audit line in the transaction of the change itself; none when nothing changed. Secrets are the
 * caller's to leave out.
 */
export async function recordChange (manager: EntityManager, { actor, clock }: Pick<Context, 'actor' | 'clock'>, { before, after, subjectName, ...change }: Change): Promise<void> {
  const changed = difference(before, after)
  if (Object.keys(changed).length === 0) return
  await insertRow(manager, AuditEntry, Object.assign(new AuditEntry(), {
    ...change,
    subjectName: subjectName.slice(0, 255),
    at: clock.now(),
    agentId: actor.party === 'agent' ? actor.id : null,
    agentName: actor.name,
    difference: changed
  }))
}
