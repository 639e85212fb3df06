import { onApi } from './support.js'

const lamp = (topicId: number) => ({ topicId, subject: 'A lamp is dark', text: 'In room 3.', requester: { name: 'Maria', email: 'maria@example.org' } })

onApi('a ticket comes in, is worked on and goes out again', async (t, { ask1, topics, ben, ana, departments }) => {
  const made = await ask1('/tickets', { method: 'POST', body: { ...lamp(topics.accounts.id), priority: 'high' } })
  t.equal(made.status, 201, made.text)
  t.match(made.body, { subject: 'A lamp is dark', priority: 'high', source: 'api', requester: { email: 'maria@example.org' } })
  t.equal(made.headers.location, `/api/v1/tickets/${made.body.id}`)
  const path = `/tickets/${made.body.id}`

  const read = await ask1(path)
  t.same(read.body, made.body)
  t.match(read.headers.etag, new RegExp(`^"${made.body.version}-[0-9a-f]{32}"$`))
  t.equal(read.headers.etag, made.headers.etag)

  const given = await ask1(`${path}/assignments`, { method: 'POST', body: { agentId: ben.id } })
  t.match(given.body, { state: 'open', assignee: { id: ben.id, name: ben.name } })
  const changed = await ask1(path, { method: 'PATCH', body: { subject: 'Two lamps are dark', tags: ['lamp', 'room-3'], dueAt: '2026-12-01T12:00:00Z', priority: 'low' } })
  t.match(changed.body, { subject: 'Two lamps are dark', tags: ['lamp', 'room-3'], dueAt: '2026-12-01T12:00:00.000Z', priority: 'low' })

  t.match(await ask1(path, { method: 'PATCH', body: { subject: 'Three', answers: { 4711: 'x' } } }), { status: 422, body: { errors: [{ pointer: '/answers/4711' }] } })
  t.equal((await ask1(path)).body.subject, 'Two lamps are dark', 'all of a change or nothing')

  const file = await ask1('/files?name=lamp.txt', { method: 'POST', body: 'a picture of a lamp', headers: { 'content-type': 'text/plain' } })
  t.equal(file.status, 201, file.text)
  const note = await ask1(`${path}/entries`, { method: 'POST', body: { kind: 'note', text: 'See the picture.', fileIds: [file.body.id] } })
  t.match(note.body, { kind: 'note', author: ana.name, fileIds: [file.body.id] })
  const down = await ask1(`${path}/files/${file.body.id}`)
  t.equal(down.text, 'a picture of a lamp')
  t.match((await ask1(`${path}/files`)).body.items, [{ name: 'lamp.txt', size: 19 }])
  t.equal((await ask1(`${path}/entries`, { method: 'POST', body: { kind: 'note', text: 'Again.', fileIds: [file.body.id] } })).status, 422, 'a file is sent once')

  const person = await ask1(`${path}/participants`, { method: 'POST', body: { email: 'tobias@example.org', name: 'Tobias' } })
  const [tobias] = person.body.participants as Array<{ id: number, name: string }>
  t.equal(tobias?.name, 'Tobias')
  t.same((await ask1(`${path}/participants/${tobias?.id}`, { method: 'DELETE' })).body.participants, [])

  const other = (await ask1('/tickets', { method: 'POST', body: lamp(topics.accounts.id) })).body
  t.match((await ask1(`${path}/links`, { method: 'POST', body: { number: other.number } })).body.links, [{ id: other.id, kind: 'related' }])
  t.same((await ask1(`${path}/links/${other.id}`, { method: 'DELETE' })).body.links, [])
  t.match((await ask1(`/tickets/${other.id}/merges`, { method: 'POST', body: { intoNumber: made.body.number } })).body, { state: 'merged', mergedIntoId: made.body.id })
  t.match((await ask1(`/tickets/${other.id}/unmerges`, { method: 'POST' })).body, { state: other.state, mergedIntoId: null })

  t.match((await ask1(`${path}/moves`, { method: 'POST', body: { move: 'hold', reason: 'A lamp is ordered', until: '2026-11-30T08:00:00Z' } })).body, { state: 'on_hold', holdReason: 'A lamp is ordered' })
  t.match((await ask1(`${path}/moves`, { method: 'POST', body: { move: 'restore' } })), { status: 409, body: { type: 'urn:ostiary:problem:conflict' } })
  t.match((await ask1(`${path}/transfers`, { method: 'POST', body: { departmentId: departments.facilities.id, reason: 'Lamps are theirs' } })).body, { department: { id: departments.facilities.id } })
  const reply = await ask1(`${path}/entries`, { method: 'POST', body: { kind: 'reply', text: 'It shines again.', outcome: 'resolved' } })
  t.match(reply, { status: 201, body: { kind: 'reply', isSolution: true } })
  t.equal((await ask1(path)).body.state, 'resolved')

  const entries = await ask1(`${path}/entries?limit=2`)
  t.match(entries.body.items, [{ kind: 'reply', personId: null }, { kind: 'note', personId: null }])
  t.match(entries.headers.link, /rel="next"/)
  t.match((await ask1(entries.body.next ?? '')).body, { items: [{ kind: 'message', text: 'In room 3.', agentId: null, personId: (made.body.requester as { id: number }).id }], next: null })
  t.ok((await ask1(`${path}/events`)).body.items.some(({ name }) => name === 'transferred'))
})

onApi('a program that gives a ticket to where it sees it no more is told that it did', async (t, { ask1, topics, departments, keyFor }) => {
  const key = await keyFor({ departmentIds: [departments.it.id] })
  const made = await ask1('/tickets', { method: 'POST', key, body: lamp(topics.accounts.id) })
  const path = `/tickets/${made.body.id}`
  t.match(await ask1(`${path}/transfers`, { method: 'POST', key, body: { departmentId: departments.facilities.id, reason: 'Lamps are theirs' } }), { status: 200, body: { department: { id: departments.facilities.id } } })
  t.equal((await ask1(path, { key })).status, 404, 'and sees it no more')
  t.equal((await ask1(`${path}/assignments`, { method: 'POST', key, body: { agentId: null } })).status, 404, 'nor changes it')
  t.equal((await ask1('/audit', { key })).status, 403, 'who changed what in the whole house is none of its business')
})

onApi('lists are read a page at a time, each ticket once, and filters hold', async (t, { ask1, ask, topics, departments, ana }) => {
  for (let made = 0; made < 7; made += 1) await ask({ subject: `Ticket ${made}`, topicId: made % 2 === 0 ? topics.accounts.id : topics.heating.id })
  for (const sort of ['newest', 'oldest', 'due']) {
    const seen: number[] = []
    let next: string | null = `/tickets?limit=3&sort=${sort}`
    while (next !== null) {
      const { body, status, text }: Awaited<ReturnType<typeof ask1>> = await ask1(next)
      t.equal(status, 200, text)
      seen.push(...body.items.map(({ id }) => id))
      next = body.next
    }
    t.equal(new Set(seen).size, 7, sort)
    t.equal(seen.length, 7, sort)
  }
  const [first] = (await ask1('/tickets')).body.items
  const count = async (query: string): Promise<number> => (await ask1(`/tickets?${query}`)).body.items.length
  t.equal(await count(`departmentId=${departments.facilities.id}`), 3)
  t.equal(await count(`topicId=${topics.accounts.id}`), 4)
  t.equal(await count('state=closed,resolved'), 0)
  t.equal(await count('requester=MARIA@riverside.example'), 7)
  t.equal(await count('requester=nobody@example.org'), 0)
  t.equal(await count(`number=${first?.number}`), 1)
  t.equal(await count('tag=lamp'), 0)
  const mine = await count('assignee=me')
  await ask1(`/tickets/${first?.id}/assignments`, { method: 'POST', body: { agentId: ana.id } })
  const nobody = await count('assignee=none')
  const given = await ask1(`/tickets/${first?.id}/assignments`, { method: 'POST', body: { agentId: null } })
  t.equal(given.body.assignee, null)
  t.equal(await count('assignee=none'), nobody + 1)
  await ask1(`/tickets/${first?.id}/assignments`, { method: 'POST', body: { agentId: ana.id } })
  t.equal(await count('assignee=none'), nobody)
  t.ok(await count('assignee=me') >= Math.max(1, mine))
  t.ok((await ask1('/queues')).body.items.some(({ name, count }) => name === 'open' && count === 7))
  t.equal((await ask1('/queues/open/tickets')).body.items.length, 7)
  for (const wrong of ['state=lost', 'limit=0', 'limit=1000', 'cursor=x', 'colour=red', 'departmentId=x', 'sort=up']) t.ok([400, 422].includes((await ask1(`/tickets?${wrong}`)).status), wrong)
})

onApi('a key sees what its agent sees in its departments, and no more', async (t, { app, ask1, ask, keyFor, topics, departments, nadia, ben }) => {
  const ticket = await ask()
  const heating = await ask({ topicId: topics.heating.id, requester: { name: 'Tobias', email: 'tobias@example.org' } })
  const nadiasKey = await keyFor({ agentId: nadia.id })
  const narrow = await keyFor({ departmentIds: [departments.facilities.id] })
  for (const key of [nadiasKey, narrow]) {
    t.equal((await ask1(`/tickets/${ticket.id}`, { key })).status, 404)
    t.equal((await ask1(`/tickets/${ticket.id}/entries`, { method: 'POST', key, body: { kind: 'note', text: 'x' } })).status, 404)
    t.same((await ask1('/tickets', { key })).body.items.map(({ id }) => id), [heating.id])
    t.equal((await ask1(`/people/${ticket.requesterId}`, { key })).status, 404)
    t.equal((await ask1(`/people/${heating.requesterId}`, { key })).status, 200)
    t.match((await ask1('/people', { key })).body.items, [{ email: 'tobias@example.org' }])
    t.equal((await ask1(`/tickets/${heating.id}/links`, { method: 'POST', key, body: { number: ticket.number } })).status, 422)
  }
  t.equal((await ask1('/audit')).status, 200)
  t.match(await ask1('/audit', { key: await keyFor({ agentId: ben.id }) }), { status: 403, body: { type: 'urn:ostiary:problem:forbidden' } })
  const reading = await keyFor({ scopes: ['tickets.read'] })
  t.match(await ask1('/people', { key: reading }), { status: 403, body: { type: 'urn:ostiary:problem:scope-missing' } })
  t.match(await ask1('/tickets', { key: reading, method: 'POST', body: {} }), { status: 403, body: { type: 'urn:ostiary:problem:scope-missing' } })
  for (const path of ['departments', 'teams', 'agents', 'topics', 'sla-policies']) {
    const list = await ask1(`/${path}`)
    t.ok(list.status === 200 && list.body.items.length > 0, `${path} ${list.text}`)
    t.same((await ask1(`/${path}/${list.body.items[0]?.id}`)).body, list.body.items[0])
    t.equal((await ask1(`/${path}/999999`)).status, 404)
  }
  t.equal((await app.inject({ url: '/api/v1/tickets' })).statusCode, 401)
})
