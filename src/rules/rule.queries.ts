import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { RuleRun } from './rule-run.entity.js'
import { Rule } from './rule.entity.js'
import type { Trigger } from './rule-fields.js'

/** The rules in force for a trigger, in the order in which they are asked. */
export async function listActiveRules (reader: Pick<Reader, 'find'>, trigger: Trigger): Promise<Rule[]> {
  return reader.find(Rule, { where: { trigger, isActive: true }, order: { position: 'ASC', id: 'ASC' } })
}

/** Every rule of a trigger for the admin, those out of use in their place. */
export async function listRules (reader: Reader, trigger: Trigger): Promise<Rule[]> {
  return reader.find(Rule, { where: { trigger }, order: { position: 'ASC', id: 'ASC' } })
}

/** @throws NotFound */
export async function findRule (reader: Reader, id: number): Promise<Rule> {
  const rule = await reader.findOneBy(Rule, { id })
  if (rule === null) throw new NotFound()
  return rule
}

/** What the rules said of a ticket, first to last. */
export async function listRuns (reader: Reader, ticketId: number): Promise<RuleRun[]> {
  return reader.find(RuleRun, { where: { ticketId }, order: { id: 'ASC' }, take: 200 })
}
