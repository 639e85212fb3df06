import type { Reading } from '../../platform/i18n/reading.js'
import { handOverPolicy } from './hand-over.policy.js'
import type { HandOverLine, OpenShare } from './hand-over.queries.js'

export interface TypedHandOver { way: string, toAgentId: string }

/** What is wrong with the form, for the summary and for each field. */
interface Problems { list: Array<{ href: string, text: string }>, of: Record<string, string> }

export type HandOverView = ReturnType<typeof presentHandOver>

/** How all tickets of an agent are passed on: what there is, what would happen, and what happened lately. */
export function presentHandOver (agent: { name: string, path: string, back: { href: string, label: string } }, shares: OpenShare[], past: HandOverLine[], typed: TypedHandOver, problems: Problems, { actor, now, t, format }: Reading) {
  const takers = new Map(shares.flatMap(share => share.takers).map(({ id, name }) => [id, name]))
  const placesOf = (id: number) => shares.filter(share => share.takers.some(taker => taker.id === id)).length
  const fields = [
    {
      name: 'way', label: t('tickets.hand_over.way'), type: 'radio', boxed: true, value: typed.way, error: problems.of.way,
      options: [{ value: 'route', label: t('tickets.hand_over.route'), hint: t('tickets.hand_over.route_hint') }, { value: 'agent', label: t('tickets.hand_over.agent'), hint: t('tickets.hand_over.agent_hint') }]
    },
    {
      name: 'toAgentId', label: t('tickets.hand_over.to'), type: 'select', width: 'mid', value: typed.toAgentId, error: problems.of.toAgentId,
      options: [{ value: '', label: t('tickets.hand_over.choose') }, ...[...takers].toSorted((a, b) => a[1].localeCompare(b[1])).map(([id, name]) => ({ value: id, label: placesOf(id) === shares.length ? name : t('tickets.hand_over.to_some', { name, count: placesOf(id), all: shares.length }) }))]
    }
  ]
  return {
    path: agent.path,
    back: agent.back,
    isRunning: past.some(({ state }) => state === 'running' || state === 'returning'),
    lead: shares.length === 0 ? t('tickets.hand_over.none', { name: agent.name }) : t('tickets.hand_over.lead', { name: agent.name, count: shares.reduce((sum, { tickets }) => sum + tickets, 0) }),
    shares: shares.map(({ name, tickets, takers, strategy }) => ({
      name,
      tickets: format.number(tickets),
      takers: takers.length === 0 ? t('tickets.hand_over.nobody') : takers.slice(0, 8).map(taker => taker.name).join(', '),
      route: t(`departments.strategy.${strategy}`)
    })),
    fields,
    problems: problems.list,
    past: past.map(line => ({
      id: line.id,
      text: pastText(line, t, format.dateTime(new Date(line.createdAt))),
      byItself: line.planId === null ? null : t('tickets.hand_over.by_itself', { actor: line.byName }),
      skipped: line.skipped.length === 0 ? null : t('tickets.hand_over.skipped', { numbers: line.skipped.join(', ') }),
      takeBack: handOverPolicy.takeBack(actor, { ...line, createdAt: new Date(line.createdAt) }, now) ? `${agent.path}/${line.id}/returns` : null
    }))
  }
}

function pastText ({ state, toName, byName, counts, returned }: HandOverLine, t: Reading['t'], when: string): string {
  const values = { when, actor: byName, name: toName ?? '', given: (counts.given ?? 0) + (counts.given_back ?? 0), pool: counts.pool ?? 0, left: counts.not_here ?? 0, returned }
  if (state === 'running' || state === 'returning') return t(`tickets.hand_over.${state}`, values)
  if (state === 'returned') return t('tickets.hand_over.returned', values)
  return t(toName === null ? 'tickets.hand_over.done_routed' : 'tickets.hand_over.done', values)
}
