import type { Translate } from '../platform/i18n/translate.js'
import type { Choice } from './choices.queries.js'
import type { TicketChoices } from './ticket-choices.js'

export type ReferralChoices = Array<{ label: string, options: Array<{ value: string, label: string }> }>

/** Who can be asked to look at a ticket: other departments, teams, and agents who do not work in its own. */
export function presentReferralChoices ({ departments, teams, agentsElsewhere }: TicketChoices, departmentId: number, t: Translate): ReferralChoices {
  const options = (kind: string, choices: readonly Choice[]) => choices.map(({ id, name }) => ({ value: `${kind}:${id}`, label: name }))
  return [
    { label: t('tickets.act.refer_departments'), options: options('department', departments.filter(({ id }) => id !== departmentId)) },
    { label: t('tickets.act.refer_teams'), options: options('team', teams) },
    { label: t('tickets.act.refer_agents'), options: options('agent', agentsElsewhere) }
  ].filter(({ options }) => options.length > 0)
}
