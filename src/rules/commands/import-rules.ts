import type { EntityManager } from 'typeorm'
import { joinTransaction, type Context } from '../../platform/context.js'
import { InvalidFields, Refusal } from '../../platform/errors.js'
import type { FileTrouble } from '../file-reader.js'
import { findRuleChoices } from '../known.queries.js'
import { readRuleFile } from '../read-rule-file.js'
import { forgetRules } from '../recent-rules.js'
import { Rule } from '../rule.entity.js'
import type { FileRule } from '../write-rule-file.js'
import { arrangeRules } from './arrange-rules.js'
import { addRule, editRule } from './save-rule.js'

export interface Imported { added: number, changed: number, same: number }

/** A file that holds something wrong. Nothing of it was taken. */
export class FileRefused extends Refusal {
  constructor (readonly troubles: FileTrouble[]) { super('rules.file.refused') }
}

/**
 * Takes rules from a file: all of them or none. A rule that is there by its name and what it waits for is
 * changed to what the file says; one that is the same already stays, so that a second time changes nothing.
 *
 * @throws FileRefused with everything that is wrong, each with its place
 */
export async function importRules (ctx: Context, text: string): Promise<Imported> {
  const imported = await ctx.db.transaction(async manager => {
    const { rules, troubles } = readRuleFile(text, await findRuleChoices(manager))
    if (troubles.length > 0) throw new FileRefused(troubles)
    const done: Imported = { added: 0, changed: 0, same: 0 }
    for (const [place, rule] of rules.entries()) done[await take(joinTransaction(ctx, manager), manager, rule, `rules[${place + 1}]`)] += 1
    return done
  })
  forgetRules(ctx.db)
  return imported
}

async function take (ctx: Context, manager: EntityManager, { isActive, ...values }: FileRule, at: string): Promise<keyof Imported> {
  try {
    const known = await manager.findOne(Rule, { where: { name: values.name.trim(), trigger: values.trigger }, order: { id: 'ASC' } })
    if (known !== null && isSame(known, { isActive, ...values })) return 'same'
    const rule = known ?? await addRule(ctx, values)
    if (known !== null) await editRule(ctx, known.id, values, known.version)
    if (isActive !== rule.isActive) await arrangeRules(ctx, rule.trigger, [{ id: rule.id, place: rule.position, isActive }])
    return known === null ? 'added' : 'changed'
  } catch (error) {
    if (error instanceof InvalidFields) throw new FileRefused(Object.entries(error.fields).map(([field, message]) => ({ at: `${at}.${field}`, ...message })))
    if (error instanceof Refusal) throw new FileRefused([{ at, key: error.key, values: error.values }])
    throw error
  }
}

function isSame ({ conditions, actions, stops, timing, isActive }: Rule, rule: FileRule): boolean {
  const content = ({ conditions, actions, stops, timing, isActive }: Omit<FileRule, 'name' | 'trigger'>) => JSON.stringify([conditions, actions, stops, timing, isActive])
  return content({ conditions, actions, stops, timing, isActive }) === content(rule)
}
