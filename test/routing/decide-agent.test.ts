import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { countedUpTo, decideAgent, decideNamed, type Candidate } from '../../src/routing/decide-agent.js'
import { holds } from '../support/property.js'

const someday = new Date('2026-11-24T09:00:00Z')

const candidate = (agentId: number, more: Partial<Candidate> = {}): Candidate =>
  ({ agentId, name: `Agent ${agentId}`, openTickets: 0, capacity: null, takesTickets: true, absentUntil: null, isAtWork: true, opensAt: null, ...more })

const outcomes = (...decision: Parameters<typeof decideAgent>) => decideAgent(...decision).reasons.map(({ agentId, outcome }) => `${agentId} ${outcome}`)

t.test('by turns, the next is who comes after the last, and round again', async t => {
  const three = [candidate(3), candidate(1), candidate(2)]
  t.same(outcomes('round_robin', three, null), ['1 chosen', '2 later_in_turn', '3 later_in_turn'])
  t.same(outcomes('round_robin', three, 1), ['2 chosen', '3 later_in_turn', '1 later_in_turn'])
  t.same(outcomes('round_robin', three, 3), ['1 chosen', '2 later_in_turn', '3 later_in_turn'])
  t.same(outcomes('round_robin', [candidate(1), candidate(3)], 2), ['3 chosen', '1 later_in_turn'], 'the last one has left since')
})

t.test('who cannot take a ticket is passed over, with the first reason that holds', async t => {
  const passedOver = [
    candidate(1, { absentUntil: someday, isAtWork: false, opensAt: new Date(0), takesTickets: false }),
    candidate(2, { isAtWork: false, opensAt: someday, takesTickets: false }),
    candidate(3, { takesTickets: false, capacity: 1, openTickets: 1 }),
    candidate(4, { capacity: 2, openTickets: 2 }),
    candidate(5, { capacity: 2, openTickets: 1 })
  ]
  for (const strategy of ['round_robin', 'least_open'] as const) {
    t.match(decideAgent(strategy, passedOver, null), {
      winner: { agentId: 5, name: 'Agent 5' },
      reasons: [
        { outcome: 'absent', until: someday.toISOString() }, { outcome: 'outside_hours', until: someday.toISOString() }, { outcome: 'not_taking', until: null },
        { outcome: 'full', openTickets: 2, capacity: 2 }, { outcome: 'chosen', openTickets: 1 }
      ]
    })
  }
  t.equal(decideAgent('round_robin', passedOver.slice(0, 4), null).winner, null, 'nobody is left')
})

t.test('the fewest open tickets win, and among equals whose turn it is', async t => {
  const four = [candidate(1, { openTickets: 2 }), candidate(2, { openTickets: 1 }), candidate(3, { openTickets: 1 }), candidate(4, { openTickets: 0, takesTickets: false })]
  t.same(outcomes('least_open', four, null), ['1 more_open', '2 chosen', '3 later_in_turn', '4 not_taking'])
  t.same(outcomes('least_open', four, 2), ['3 chosen', '4 not_taking', '1 more_open', '2 later_in_turn'])
})

t.test('by hand nobody is chosen', async t => {
  t.same(decideAgent('manual', [candidate(1)], null), { winner: null, reasons: [] })
})

t.test('of a crowd a hundred are named, the chosen one among them', async t => {
  const crowd = Array.from({ length: 300 }, (_, place) => candidate(place + 1, { takesTickets: place === 250 }))
  const { winner, reasons } = decideAgent('round_robin', crowd, null)
  t.equal(winner?.agentId, 251)
  t.equal(reasons.length, 100)
  t.equal(reasons.filter(({ outcome }) => outcome === 'chosen').length, 1)
  t.equal(decideAgent('round_robin', crowd.slice(0, 100), null).reasons.length, 100)
})

t.test('what an agent does not know comes before all else, and who is not there is said not to be', async t => {
  const two = [candidate(1, { lacks: ['French'], absentUntil: someday }), candidate(2)]
  t.match(decideAgent('round_robin', two, null), { winner: { agentId: 2 }, reasons: [{ outcome: 'unskilled', lacks: ['French'], until: null }, { outcome: 'chosen' }] })
  t.match(decideNamed({ agentId: 1, name: 'Agent 1' }, two), { winner: null, reasons: [{ outcome: 'unskilled' }] })
  t.match(decideNamed({ agentId: 2, name: 'Agent 2' }, two), { winner: { agentId: 2 }, reasons: [{ outcome: 'chosen' }] })
  t.match(decideNamed({ agentId: 9, name: 'Gone' }, two), { winner: null, reasons: [{ name: 'Gone', outcome: 'not_here' }] })
})

t.test('tickets are counted far enough to tell who is full', async t => {
  t.same([countedUpTo('round_robin', null), countedUpTo('least_open', 15), countedUpTo('least_open', 5000)], [100, 1000, 5000])
})

const anyCandidates = fc.uniqueArray(fc.record({
  agentId: fc.integer({ min: 1, max: 30 }), openTickets: fc.nat(6), capacity: fc.option(fc.integer({ min: 1, max: 5 })),
  takesTickets: fc.boolean(), absentUntil: fc.option(fc.constant(someday)), isAtWork: fc.boolean(), lacks: fc.subarray(['French']), hadIt: fc.boolean()
}), { selector: ({ agentId }) => agentId, maxLength: 12 }).map(drawn => drawn.map(({ agentId, ...more }) => candidate(agentId, more)))

const anySnapshot = fc.record({ strategy: fc.constantFrom('round_robin' as const, 'least_open' as const), candidates: anyCandidates, last: fc.option(fc.integer({ min: 1, max: 31 })) })

t.test('everybody has one reason; one free agent is chosen exactly when there is one', async t => {
  holds(t, anySnapshot, ({ strategy, candidates, last }) => {
    const { winner, reasons } = decideAgent(strategy, candidates, last)
    const free = candidates.filter(each => each.takesTickets && each.isAtWork && each.absentUntil === null && each.openTickets < (each.capacity ?? Infinity) && each.lacks?.length === 0 && each.hadIt === false)

    assert.deepEqual(reasons.map(({ agentId }) => agentId).sort(), candidates.map(({ agentId }) => agentId).sort())
    assert.deepEqual(reasons.filter(({ outcome }) => outcome === 'chosen').map(({ agentId }) => agentId), winner === null ? [] : [winner.agentId])
    assert.equal(winner === null, free.length === 0)
    if (winner !== null) assert.ok(free.some(({ agentId }) => agentId === winner.agentId))
    if (winner !== null && strategy === 'least_open') assert.equal(free.find(({ agentId }) => agentId === winner.agentId)?.openTickets, Math.min(...free.map(({ openTickets }) => openTickets)))
    for (const each of candidates) assert.equal(decideNamed(each, candidates).winner !== null, free.includes(each), 'whoever is asked by name has to be free too')
    assert.deepEqual(decideAgent(strategy, candidates.toReversed(), last), { winner, reasons }, 'whatever order they come in')
  })
})

/** Who is there when each ticket comes. Agents 1 and 2 always are; the others come and go. */
const anyRun = fc.array(fc.subarray([3, 4, 5, 6, 7]), { minLength: 1, maxLength: 60 })
const anyStay = fc.tuple(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: 2 }), anyRun)

t.test('over any run of tickets, the counts of those who are there throughout differ by at most one', async t => {
  holds(t, anyStay, ([order, run]) => {
    // Names are dealt anew, so that those who stay stand anywhere in the order of ids.
    const idOf = (who: number) => order.includes(who) ? order.indexOf(who) + 1 : who + 10
    const given: number[] = []
    for (const guests of run) {
      const { winner } = decideAgent('round_robin', [1, 2, ...guests].map(who => candidate(idOf(who))), given.at(-1) ?? null)
      given.push(winner?.agentId ?? 0)
    }

    const lead = given.reduce<number[]>((sums, agentId) => [...sums, (sums.at(-1) ?? 0) + (agentId === idOf(1) ? 1 : agentId === idOf(2) ? -1 : 0)], [0])
    assert.ok(Math.max(...lead) - Math.min(...lead) <= 1, `in no stretch of the run: ${given.join(', ')}`)
  })
})

t.test('by fewest open, those who begin alike stay within one of each other', async t => {
  holds(t, fc.record({ agents: fc.integer({ min: 1, max: 8 }), tickets: fc.integer({ min: 1, max: 60 }) }), ({ agents, tickets }) => {
    const all = Array.from({ length: agents }, (_, place) => candidate(place + 1))
    let last: number | null = null
    for (let ticket = 0; ticket < tickets; ticket += 1) {
      last = decideAgent('least_open', all, last).winner?.agentId ?? null
      const chosen = all.find(({ agentId }) => agentId === last)
      if (chosen !== undefined) chosen.openTickets += 1
    }
    const counts = all.map(({ openTickets }) => openTickets)
    assert.equal(counts.reduce((sum, each) => sum + each, 0), tickets)
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 1)
  })
})
