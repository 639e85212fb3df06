import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { InvalidFields } from '../../platform/errors.js'
import { findFirstTopic } from '../../topics/topic.queries.js'
import type { Facts } from '../condition.js'
import type { Decision } from '../decide.js'
import { listActiveRules } from '../rule.queries.js'
import { readSample } from '../sample.js'
import { judgeAsked } from './judge-asked-ticket.js'

/** What the rules would decide, and what they were asked about. */
export interface Trial { decision: Decision, facts: Facts }

/** Asks the rules for new tickets about a pasted message. Nothing is written and nobody is told. @throws InvalidFields */
export async function tryRules ({ db, clock }: Context, pasted: string): Promise<Trial> {
  const topic = await findFirstTopic(db.read)
  if (topic === null) throw new InvalidFields({ sample: { key: 'tickets.topic.unknown' } })
  const rules = await listActiveRules(db.read, 'created')
  return judgeAsked(db.read as EntityManager, rules, readSample(pasted, topic), clock.now())
}
