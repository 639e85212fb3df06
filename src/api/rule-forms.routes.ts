import { Type } from '@fastify/type-provider-typebox'
import { forgetRules } from '../rules/recent-rules.js'
import { actionParts } from '../rules/action-file.js'
import { arrangeRules } from '../rules/commands/arrange-rules.js'
import { addMacro, editMacro, removeMacro } from '../rules/commands/save-macro.js'
import { addRule, editRule, removeRule } from '../rules/commands/save-rule.js'
import type { FileTrouble } from '../rules/file-reader.js'
import { findRuleChoices } from '../rules/known.queries.js'
import { findMacro } from '../rules/macro.queries.js'
import { readActions, readOneRule } from '../rules/read-rule-file.js'
import { triggers, type Trigger } from '../rules/rule-fields.js'
import { findRule } from '../rules/rule.queries.js'
import type { RuleValues } from '../rules/rule-values.js'
import { writeAction, writeRule } from '../rules/write-rule-file.js'
import { joinTransaction } from '../platform/context.js'
import type { Reader } from '../platform/database/database.js'
import { InvalidFields, Stale } from '../platform/errors.js'
import type { Edits } from './edits.routes.js'
import { flag, keepAsMade, name, orNobody } from './form-schema.routes.js'
import { Fields } from './schemas.js'

const Actions = Type.Array(Type.Object({ do: Type.Enum(Object.keys(actionParts)) }, { additionalProperties: true }), { maxItems: 50, examples: [[{ do: 'set_priority', priority: 'high' }]] })

/** A rule as the file of rules holds it: by the names of things and not by their ids. */
export const ruleProperties = {
  name,
  when: Type.Enum([...triggers]),
  time: Type.Union([Type.Null(), Fields({ span: Type.String({ maxLength: 60, examples: ['2 working hours'] }), side: Type.Enum(['before', 'after']), of: Type.Optional(Type.String({ maxLength: 60 })), question: Type.Optional(Type.String({ maxLength: 400 })) })]),
  if: Type.Object({}, { additionalProperties: true, examples: [{ all: [{ field: 'text', is: 'contains', value: ['radiator'] }] }] }),
  then: Actions,
  stops: flag
}
export interface RuleOfProgram { name: string, when: Trigger, time: object | null, if: object, then: object[], stops: boolean }

const blankRule = { time: null, if: { all: [] }, stops: false }

/** As commands take it. @throws InvalidFields with everything that cannot be read, each with its place in the body. */
export async function readRule (reader: Reader, { time = null, ...rest }: Partial<RuleOfProgram>): Promise<RuleValues> {
  const { rule: { isActive: _on, ...values }, troubles } = readOneRule({ ...blankRule, ...rest, time: time ?? undefined }, await findRuleChoices(reader))
  refuseTroubles(troubles, '')
  return values
}

export const ruleEdits: Edits<RuleOfProgram> = {
  path: 'rules',
  title: 'RuleSettings',
  right: 'departments',
  properties: ruleProperties,
  blank: blankRule,
  told: { position: Type.Integer() },
  inUse: 'inUse',
  find: async (reader, id) => {
    const rule = await findRule(reader, id)
    return { ...blankRule, ...writeRule(rule, await findRuleChoices(reader)) as RuleOfProgram, position: rule.position, version: rule.version }
  },
  save: async (ctx, id, form, version) => {
    const values = await readRule(ctx.db.read, form)
    if (id === null) return (await addRule(ctx, values)).id
    keepAsMade('when', (await findRule(ctx.db.read, id)).trigger, values.trigger)
    await editRule(ctx, id, values, version)
    return id
  },
  switch: async (ctx, { id, version }, isActive) => ctx.db.transaction(async manager => {
    const { trigger, position, version: present } = await findRule(manager, id)
    if (present !== version) throw new Stale()
    await arrangeRules(joinTransaction(ctx, manager), trigger, [{ id, place: position, isActive }])
  }),
  remove: async (ctx, { id, version }) => removeRule(ctx, id, version),
  after: ({ db }) => { forgetRules(db) },
  pointer: pointerInRule
}

interface MacroOfProgram { name: string, departmentId: number | null, actions: object[], isActive: boolean }

/** A button of agents. Its actions are written as those of rules; also answers that are ready are macros. */
export const macroEdits: Edits<MacroOfProgram> = {
  path: 'macros',
  title: 'MacroSettings',
  right: 'departments',
  properties: { name, departmentId: orNobody, actions: Actions, isActive: flag },
  blank: { departmentId: null, isActive: true },
  find: async (reader, id) => {
    const [macro, choices] = [await findMacro(reader, id), await findRuleChoices(reader)]
    return { ...macro, actions: macro.actions.map(action => writeAction(action, choices)) }
  },
  save: async (ctx, id, { actions: written, ...form }, version) => {
    const { actions, troubles } = readActions(written, await findRuleChoices(ctx.db.read))
    refuseTroubles(troubles, 'actions')
    if (id === null) return (await addMacro(ctx, { ...form, actions })).id
    await editMacro(ctx, id, { ...form, actions }, version)
    return id
  },
  remove: async (ctx, { id, version }) => removeMacro(ctx, id, version),
  pointer: field => field.replace(/^action(\d+)$/, (_all, place) => `actions/${Number(place) - 1}`)
}

/** Places of a file are counted from 1, pointers from 0. @throws InvalidFields */
function refuseTroubles (troubles: readonly FileTrouble[], before: string): void {
  if (troubles.length === 0) return
  const pointer = (at: string) => `${before}${at.replace(/\[(\d+)\]/g, (_all, place) => `/${Number(place) - 1}`).replaceAll('.', '/')}`
  throw new InvalidFields(Object.fromEntries(troubles.slice(0, 50).map(({ at, key, values }) => [pointer(at), { key, ...values !== undefined && { values } }])))
}

/** Commands count conditions and actions through; programs find them where they wrote them. */
export function pointerInRule (field: string, { if: conditions }: Pick<RuleOfProgram, 'if'>): string {
  const [, what = '', place = ''] = /^(action|condition)(\d+)$/.exec(field) ?? []
  if (what === 'action') return `then/${Number(place) - 1}`
  if (what === 'condition') return conditionPaths(conditions, 'if')[Number(place) - 1] ?? 'if'
  return { trigger: 'when', timing: 'time', conditions: 'if', actions: 'then' }[field] ?? field
}

function conditionPaths (part: object, at: string): string[] {
  for (const match of ['any', 'all'] as const) {
    const parts = (part as Partial<Record<typeof match, object[]>>)[match]
    if (parts !== undefined) return parts.flatMap((each, place) => conditionPaths(each, `${at}/${match}/${place}`))
  }
  return [at]
}
