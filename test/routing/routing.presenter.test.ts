import t from 'tap'
import { createFormat } from '../../src/platform/i18n/format.js'
import { translator } from '../../src/platform/i18n/translate.js'
import type { RoutingReason } from '../../src/routing/decide-agent.js'
import type { KeptDecision } from '../../src/routing/routing-decision.js'
import { explainRouting } from '../../src/routing/routing.presenter.js'

const now = new Date('2026-11-23T08:00:00Z')
const steps = (decision: KeptDecision, locale = 'en') => explainRouting(decision, translator(locale), createFormat(locale, 'Europe/Berlin', () => now))
/** A decision from before there were steps. */
const explain = (decision: KeptDecision, locale = 'en') => steps(decision, locale).flatMap(({ title, lines }) => title === null ? lines : [title])
const reason = (name: string, outcome: RoutingReason['outcome'], more: Partial<RoutingReason> = {}): RoutingReason => ({ agentId: 1, name, outcome, openTickets: 6, capacity: 15, until: null, ...more })

t.test('a turn is told in words: who was next, who was passed over, who comes later', async t => {
  const reasons = [
    reason('Dora', 'later_in_turn', { capacity: null }),
    reason('Ben', 'absent', { until: '2026-11-23T09:00:00.000Z' }),
    reason('Nadia', 'outside_hours', { until: '2026-11-24T08:00:00.000Z' }),
    reason('Eve', 'outside_hours'),
    reason('Finn', 'not_taking'),
    reason('Gus', 'full', { openTickets: 15 }),
    reason('Ana', 'chosen')
  ]
  t.same(explain({ strategy: 'round_robin', reasons }), [
    'Ana was next: at work, 6 of 15 open.',
    'Ben was passed over: away until today, 10:00.',
    'Nadia was passed over: at work again tomorrow, 9:00.',
    'Eve was passed over: outside working hours.',
    'Finn was passed over: takes no tickets at the moment.',
    'Gus was passed over: as many tickets as allowed, 15 of 15 open.',
    'Dora comes later in turn, 6 open.'
  ])
  t.match(explain({ strategy: 'round_robin', reasons }, 'de')[1], 'Ben wurde übergangen: abwesend bis heute, 10:00.')
})

t.test('the fewest open tickets are told in words', async t => {
  const reasons = [reason('Ana', 'chosen'), reason('Ben', 'more_open', { openTickets: 9 }), reason('Nadia', 'later_in_turn', { openTickets: 6, capacity: null }), reason('Dora', 'more_open', { openTickets: 1000, capacity: null })]
  t.same(explain({ strategy: 'least_open', reasons }), [
    'Ana had the fewest open tickets: at work, 6 of 15 open.',
    'Ben had more open tickets, 9 of 15 open.',
    'Nadia had as few open, but comes later in turn, 6 open.',
    'Dora had more open tickets, 1,000+ open.'
  ])
})

t.test('where nobody asks yet, who looks after the company or answered last depends on who will', async t => {
  const decision: KeptDecision = { strategy: 'manual', steps: [{ kind: 'account_manager', reasons: [] }, { kind: 'last_agent', reasons: [] }, { kind: 'manager', reasons: [] }] }
  const lines = (hasAsker: boolean) => explainRouting(decision, translator('en'), createFormat('en', 'Europe/Berlin', () => now), hasAsker).flatMap(step => step.lines)
  t.same(lines(false), ['That depends on who asks.', 'That depends on who asks.', 'The department has no manager.'])
  t.same(lines(true).slice(0, 2), ['Nobody looks after the requester’s company.', 'Nobody has answered this requester here yet.'])
})

t.test('it is said when nobody could be asked', async t => {
  t.same(explain({ strategy: 'round_robin', reasons: [] }), ['Nobody who may answer works in this department or team.'])
  t.same(explain({ strategy: 'manual', reasons: [] }), ['Tickets are given out by hand here.'])
})

t.test('each step has its title and its sentences, and what was kept before there were steps reads as it did', async t => {
  t.same(steps({
    strategy: 'round_robin',
    steps: [
      { kind: 'account_manager', reasons: [] },
      { kind: 'last_agent', reasons: [reason('Ben', 'not_here')] },
      { kind: 'strategy', strategy: 'round_robin', skills: ['French', 'Networks'], isUnknown: true, reasons: [reason('Ana', 'unskilled', { lacks: ['French'] })] },
      { kind: 'team', name: 'Printing', strategy: 'least_open', reasons: [] },
      { kind: 'manager', reasons: [reason('Ana', 'had_it')] },
      { kind: 'agent', reasons: [reason('Nadia', 'chosen')] }
    ]
  }), [
    { title: 'Who looks after the company', lines: ['Nobody looks after the requester’s company.'] },
    { title: 'Who answered last', lines: ['Ben was passed over: does not answer tickets of this department or team.'] },
    { title: 'By turns, among those who know French, Networks', lines: ['Nobody who works here knows French, Networks.', 'Ana was passed over: does not know French.'] },
    { title: 'Nobody was free, so team Printing', lines: ['Nobody who may answer works in this department or team.'] },
    { title: 'Nobody was free, so the department’s manager', lines: ['Ana was passed over: it was just taken from this agent.'] },
    { title: 'Nobody was free, so one agent', lines: ['Nadia was free: at work, 6 of 15 open.'] }
  ])
  t.same(steps({ strategy: 'least_open', reasons: [reason('Ana', 'chosen')] }), [{ title: null, lines: ['Ana had the fewest open tickets: at work, 6 of 15 open.'] }])
})
