import type { Translate } from '../platform/i18n/translate.js'
import type { Action } from './action.js'
import { conditionsOf, type Group } from './condition.js'
import type { RuleChoices } from './known.queries.js'
import { fieldName } from './rule-words.presenter.js'

/** Problems with the name of the condition or action that each is about, since what is missing in several reads alike. */
export function nameProblems<Problems extends { list: Array<{ href: string, text: string }> }> (problems: Problems, { conditions, actions }: { conditions?: Group, actions: readonly Action[] }, choices: RuleChoices, t: Translate): Problems {
  const asked = conditions === undefined ? [] : conditionsOf(conditions)
  return { ...problems, list: problems.list.map(({ href, text }) => ({ href, text: withPart(href, text) })) }

  function withPart (href: string, why: string): string {
    const [, what, number] = /^#(condition|action)(\d+)$/.exec(href) ?? []
    const [condition, action] = [asked[Number(number) - 1], actions[Number(number) - 1]]
    if (what === 'condition' && condition !== undefined) return t('rules.problem_at', { part: fieldName(condition.field, choices, t), why })
    return what === 'action' && action !== undefined ? t('rules.problem_at', { part: t(`rules.action.kind.${action.kind}`), why }) : why
  }
}
