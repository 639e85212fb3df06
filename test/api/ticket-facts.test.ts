import { system } from '../../src/platform/actor.js'
import { withActor } from '../../src/platform/context.js'
import { moveTicket } from '../../src/tickets/commands/move-ticket.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { rateTicket } from '../../src/surveys/commands/rate-ticket.js'
import { onApi } from './support.js'

onApi('a program reads what the rules said of a ticket, in the words in which they are written', async (t, { ask, ask1, keyFor, nadia }) => {
  const rule = { name: 'Cold', when: 'created', if: { all: [{ field: 'text', is: 'contains', value: ['radiator'] }] }, then: [{ do: 'set_priority', priority: 'high' }] }
  const { body: { id: ruleId } } = await ask1('/rules', { method: 'POST', body: rule })
  const { id } = await ask({ text: 'The radiator is cold.' })
  const { id: other } = await ask({ text: 'The lamp is dark.' })
  t.match((await ask1(`/tickets/${id}/rule-runs`)).body, { items: [{ rules: [{ id: ruleId, name: 'Cold', holds: true, actions: rule.then }] }] })
  t.match((await ask1(`/tickets/${other}/rule-runs`)).body, { items: [{ rules: [{ id: ruleId, holds: false, actions: [] }] }] })
  t.equal((await ask1(`/tickets/${id}/rule-runs`, { key: await keyFor({ agentId: nadia.id }) })).status, 404, 'nobody reads it of tickets that they do not see')
})

onApi('a program reads how the requester says it went, once anybody said', async (t, { ask, ask1, as, ana, person, keyFor, nadia, platform, platform: { clock } }) => {
  const { id } = await ask()
  t.same((await ask1(`/tickets/${id}/rating`)).body, { score: null, comment: null, ratedAt: null })
  await replyToTicket(as(ana), { ticketId: id, text: 'Done.', outcome: 'resolved', version: null })
  await moveTicket(withActor(platform, system), { ticketId: id, move: 'close' })
  await rateTicket(as(await person('Maria')), { ticketId: id, score: 2, comment: 'It took long.' })
  t.same((await ask1(`/tickets/${id}/rating`)).body, { score: 2, comment: 'It took long.', ratedAt: clock.now().toISOString() })
  t.equal((await ask1(`/tickets/${id}/rating`, { key: await keyFor({ agentId: nadia.id }) })).status, 404)
})
