import { In } from 'typeorm'
import { Question } from '../forms/question.entity.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { conditionsOf } from './condition.js'
import { RuleRun } from './rule-run.entity.js'
import { Rule } from './rule.entity.js'
import type { Trigger } from './rule-fields.js'

/** The rules in force for a trigger, in the order in which they are asked; without those that ask about what is gone. */
export async function listActiveRules (reader: Pick<Reader, 'find'>, trigger: Trigger): Promise<Rule[]> {
  const rules = await reader.find(Rule, { where: { trigger, isActive: true }, order: { position: 'ASC', id: 'ASC' } })
  const broken = await findBroken(reader, rules)
  return rules.filter(rule => !broken.has(rule))
}

/** The rules in use that ask about a question that is no longer asked. */
export async function listBrokenRules (reader: Pick<Reader, 'find'>): Promise<Rule[]> {
  return [...await findBroken(reader, await reader.find(Rule, { where: { isActive: true } }))]
}

async function findBroken (reader: Pick<Reader, 'find'>, rules: readonly Rule[]): Promise<Set<Rule>> {
  const asked = new Set(rules.flatMap(questionsOf))
  if (asked.size === 0) return new Set()
  const there = new Set((await reader.find(Question, { select: { id: true }, where: { id: In([...asked]), isActive: true } })).map(({ id }) => id))
  return new Set(rules.filter(rule => questionsOf(rule).some(id => !there.has(id))))
}

const questionsOf = ({ conditions }: Rule): number[] => conditionsOf(conditions).flatMap(({ field }) => field.startsWith('question.') ? [Number(field.slice('question.'.length))] : [])

/** Every rule of a trigger for the admin, those out of use in their place. */
export async function listRules (reader: Reader, trigger: Trigger): Promise<Rule[]> {
  return reader.find(Rule, { where: { trigger }, order: { position: 'ASC', id: 'ASC' } })
}

/** All rules, each trigger's in their order. */
export async function listAllRules (reader: Reader): Promise<Rule[]> {
  return reader.find(Rule, { order: { trigger: 'ASC', position: 'ASC', id: 'ASC' } })
}

/** @throws NotFound */
export async function findRule (reader: Reader, id: number): Promise<Rule> {
  const rule = await reader.findOneBy(Rule, { id })
  if (rule === null) throw new NotFound()
  return rule
}

/** Tickets by their ids, for a list that names them. */
export async function listTickets (reader: Reader, ids: readonly number[]): Promise<Ticket[]> {
  return ids.length === 0 ? [] : reader.findBy(Ticket, { id: In([...ids]) })
}

/** What the rules said of a ticket, first to last. */
export async function listRuns (reader: Reader, ticketId: number): Promise<RuleRun[]> {
  return reader.find(RuleRun, { where: { ticketId }, order: { id: 'ASC' }, take: 200 })
}
