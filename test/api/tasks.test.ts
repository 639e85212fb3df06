import { onApi } from './support.js'

onApi('a program writes a ticket’s list, ticks it off, and is held to it', async (t, { ask1, ask, ben, nadia }) => {
  const { id } = await ask()
  const path = `/tickets/${id}/tasks`
  const first = await ask1(path, { method: 'POST', body: { text: 'Order a drum', assigneeId: ben.id, dueOn: '2026-12-24' } })
  t.match(first.body.tasks, [{ text: 'Order a drum', assignee: { id: ben.id, name: ben.name }, dueOn: '2026-12-24', doneAt: null, doneBy: null }])
  const [drum] = first.body.tasks as Array<{ id: number }>
  const second = await ask1(path, { method: 'POST', body: { text: 'Call back' } })
  const call = (second.body.tasks as Array<{ id: number }>)[1]

  t.match(await ask1(`/tickets/${id}/entries`, { method: 'POST', body: { kind: 'reply', text: 'Done', outcome: 'resolved' } }), { status: 422, body: { type: 'urn:ostiary:problem:refused', detail: /2 tasks are still to be done/ } })
  t.match((await ask1(`${path}/${drum?.id}`, { method: 'PATCH', body: { isDone: true, text: 'Order two drums', assigneeId: null } })).body.tasks, [{ text: 'Order two drums', assignee: null, dueOn: '2026-12-24', doneAt: /^20/, doneBy: /./ }, {}])
  t.match((await ask1(`${path}/${call?.id}/shifts`, { method: 'POST', body: { to: 'up' } })).body.tasks, [{ text: 'Call back' }, { text: 'Order two drums' }])
  t.match((await ask1(path)).body.items, [{ text: 'Call back' }, { text: 'Order two drums' }])

  for (const body of [{ text: '' }, { text: 'x', dueOn: '2026-02-31' }, { text: 'x', dueOn: 'soon' }, { text: 'x', colour: 'red' }, { text: 'x', assigneeId: nadia.id }]) {
    const refused = await ask1(path, { method: 'POST', body })
    t.ok([400, 422].includes(refused.status), `${JSON.stringify(body)}: ${refused.text}`)
  }
  t.equal((await ask1(`${path}/${call?.id}`, { method: 'PATCH', body: { isDone: true }, headers: { 'if-match': '"1"' } })).status, 412)
  t.match((await ask1(`${path}/${call?.id}`, { method: 'DELETE' })).body.tasks, [{ text: 'Order two drums' }])
  t.equal((await ask1(`${path}/${call?.id}`, { method: 'DELETE' })).status, 409)
  t.equal((await ask1(`/tickets/${id}/entries`, { method: 'POST', body: { kind: 'reply', text: 'Done', outcome: 'resolved' } })).status, 201)
})
