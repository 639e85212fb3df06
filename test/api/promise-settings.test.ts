import { Target } from '../../src/tickets/target.entity.js'
import { lastChange } from '../support/history.js'
import { onApi, type Answer, type ApiWorld, type Json } from './support.js'

const kind = (name: string) => ({ type: `urn:ostiary:problem:${name}` })
const minutes = { first_response: 60, next_response: null, resolution: 480 }
const targets = { low: minutes, normal: minutes, high: minutes, urgent: minutes }
const office = [{ from: '09:00', to: '12:00' }, { from: '13:00', to: '17:00' }]
const week = { mon: office, tue: office, wed: office, thu: office, fri: office, sat: [], sun: [] }

const programOf = ({ ask1 }: ApiWorld) => ({
  post: async (path: string, body: unknown, headers = {}): Promise<Answer> => ask1(path, { method: 'POST', body, headers }),
  patch: async (path: string, body: unknown, match = '*'): Promise<Answer> => ask1(path, { method: 'PATCH', body, headers: { 'if-match': match } })
})
const pointersOf = ({ body }: Answer): string[] => body.errors.map(({ pointer }) => pointer)

onApi('the steps of a service level are read and written, and each stays the one that it was', async (t, world) => {
  const { ask1, ana, departments: { facilities } } = world
  const { post, patch } = programOf(world)
  const steps = [
    { key: 'warn', target: 'any', when: { from: 'share', percent: 75 }, act: { kind: 'notify', whom: 'holder' } },
    { target: 'resolution', when: { from: 'before_due', minutes: 60 }, act: { kind: 'notify', whom: ana.id } },
    { target: 'first_response', when: { from: 'after_due', minutes: 30 }, act: { kind: 'priority', to: 'urgent' } },
    { target: 'any', when: { from: 'after_due', minutes: 60 }, act: { kind: 'give', to: 'routing' } },
    { target: 'any', when: { from: 'share', percent: 200 }, act: { kind: 'move', departmentId: facilities.id } },
    { target: 'any', when: { from: 'share', percent: 90 }, act: { kind: 'tag', tag: 'Very Late!' } },
    { target: 'any', when: { from: 'share', percent: 95 }, act: { kind: 'note', text: 'Look at this.' } }
  ]
  const made = await post('/sla-policies', { name: 'Books', targets, priorities: ['urgent', 'high'], companyIds: [], steps })
  t.equal(made.status, 201, made.text)
  const kept = made.body.steps as Array<{ key: string, act: Json }>
  t.equal(kept[0]?.key, 'warn')
  t.equal(new Set(kept.map(({ key }) => key)).size, steps.length)
  t.same(kept.map(({ key: _key, ...step }) => step), steps.map(({ key: _key, ...step }) => step.act.kind === 'tag' ? { ...step, act: { kind: 'tag', tag: 'very-late' } } : step))
  t.same(made.body.priorities, ['high', 'urgent'])
  t.match(await lastChange(world, 'sla_policy'), { action: 'sla_policy.created', subjectName: 'Books' })

  const path = `/sla-policies/${made.body.id}/settings`
  const changed = await patch(path, { steps: [kept[3], { ...kept[1], when: { from: 'before_due', minutes: 90 } }] }, made.headers.etag)
  t.match(changed, { status: 200, body: { steps: [{ key: kept[3]?.key }, { key: kept[1]?.key, when: { minutes: 90 } }] } })
  t.same((await patch(path, { name: 'All books' })).body.steps, changed.body.steps, 'what is not named stays')
  t.same((await patch(path, { steps: [] })).body.steps, [])
  t.match((await ask1('/sla-policies')).body.items.find(({ id }) => id === made.body.id), { priorities: ['high', 'urgent'], aroundTheClock: false, scheduleId: null, steps: [] })
  t.match((await post('/sla-policies', { name: 'All others', targets })).body.steps, [{ key: 'warn', when: { percent: 75 } }], 'without a word it begins as in the panel')

  for (const [step, pointer] of [
    [{ ...steps[1], act: { kind: 'notify', whom: 4711 } }, '/steps/0/act'], [{ ...steps[1], act: { kind: 'move', departmentId: 4711 } }, '/steps/0/act'], [{ ...steps[1], when: { from: 'before_due', minutes: 4000 } }, '/steps/0/when'],
    [{ ...steps[1], target: 'next_response' }, '/steps/0/target'], [{ ...steps[1], act: { kind: 'tag', tag: '!!' } }, '/steps/0/act']
  ] as const) t.same(pointersOf(await patch(path, { steps: [step] })), [pointer], JSON.stringify(step))
  for (const step of [{ ...steps[0], when: { from: 'share', percent: 0 } }, { ...steps[0], act: { kind: 'dance' } }, { ...steps[0], when: { from: 'share', minutes: 5 } }, { ...steps[0], unknown: 1 }, 'warn', null]) t.match(await patch(path, { steps: [step] }), { status: 422, body: kind('invalid-fields') }, JSON.stringify(step))
  t.same(pointersOf(await patch(path, { targets: { ...targets, urgent: { ...minutes, first_response: 500 } } })), ['/targets/urgent/resolution'])
})

onApi('opening hours are written with their holidays, change when tickets are due, and go only when nothing counts in them', async (t, world) => {
  const { ask, ask1, departments: { it }, platform } = world
  const { post, patch } = programOf(world)
  const openingHours = { timeZone: 'Europe/Berlin', hours: week, holidays: [{ day: '2026-12-25', name: 'Christmas' }, { day: '2026-12-24', hours: [{ from: '09:00', to: '12:00' }] }] }
  const made = await post('/schedules', { name: 'Reading room', openingHours })
  t.match(made, { status: 201, body: { isDefault: false, openingHours: { ...openingHours, holidays: openingHours.holidays.toReversed() }, version: 1 }, headers: { etag: /^"1-/ } }, 'holidays in their order')
  const path = `/schedules/${made.body.id}/settings`

  t.equal((await patch(`/departments/${it.id}/settings`, { scheduleId: made.body.id })).status, 200)
  const { id } = await ask()
  t.equal(await platform.db.read.countBy(Target, { ticketId: id, scheduleId: made.body.id }) > 0, true)
  const changed = await patch(path, { openingHours: { ...openingHours, holidays: [] } }, made.headers.etag)
  t.match(changed, { status: 200, body: { name: 'Reading room', openingHours: { holidays: [] }, version: 2 } })
  t.equal((await platform.db.read.query("SELECT COUNT(*) AS n FROM jobs WHERE name = 'recompute-clocks'") as Array<{ n: number }>)[0]?.n.toString() === '0', false, 'clocks are reckoned anew')

  const remove = async (match?: string): Promise<Answer> => ask1(path, { method: 'DELETE', ...(match !== undefined && { headers: { 'if-match': match } }) })
  t.match(await remove(), { status: 428 })
  t.match(await remove('"1"'), { status: 412 })
  t.match(await remove('*'), { status: 409, body: { detail: /IT Service Desk/ } })
  await patch(`/departments/${it.id}/settings`, { scheduleId: null })
  t.match(await remove('*'), { status: 409, body: kind('conflict') }, 'the time of a ticket was counted in it')
  const spare = await post('/schedules', { name: 'Spare', openingHours })
  t.match(await ask1(`/schedules/${spare.body.id}/settings`, { method: 'DELETE', headers: { 'if-match': spare.headers.etag! } }), { status: 200, body: { id: spare.body.id } })
  t.equal((await ask1(`/schedules/${spare.body.id}/settings`)).status, 404)

  for (const [hours, pointer] of [
    [{ timeZone: 'Mars/Olympus' }, '/openingHours/timeZone'], [{ hours: { ...week, mon: [{ from: '17:00', to: '09:00' }] } }, '/openingHours/hours/mon'], [{ hours: { ...week, mon: [{ from: '9', to: '17:00' }] } }, '/openingHours/hours/mon'],
    [{ holidays: [{ day: '2026-02-30' }] }, '/openingHours/holidays/0'], [{ holidays: [{ day: '2026-12-25' }, { day: '2026-12-25' }] }, '/openingHours/holidays/1'], [{ hours: { ...week, mon: [], tue: [], wed: [], thu: [], fri: [] }, holidays: [] }, '/openingHours/hours']
  ] as const) t.same(pointersOf(await post('/schedules', { name: 'X', openingHours: { ...openingHours, ...hours } })), [pointer], pointer)
  t.match(await patch(path, { isDefault: true }), { body: { isDefault: true } })
  t.same((await ask1('/schedules')).body.items.filter(({ isDefault }) => isDefault).map(({ id }) => id), [made.body.id], 'it takes that from the one before')
  t.same(pointersOf(await patch(path, { isDefault: false })), ['/isDefault'])
})

onApi('what a topic asks is written question by question, ordered, asked no more and again', async (t, world) => {
  const { ask, ask1, topics: { accounts, heating } } = world
  const { post, patch } = programOf(world)
  const first = await post('/questions', { topicId: accounts.id, label: 'Which shelf?', kind: 'choice', options: ['A', 'B'], isRequired: true, hint: 'Look at the sign' })
  const second = await post('/questions', { topicId: accounts.id, label: 'Since when?', kind: 'date', isPublic: false, neededToClose: true })
  t.match([first, second], [{ status: 201, body: { options: ['A', 'B'], isActive: true } }, { status: 201, body: { isPublic: false, neededToClose: true } }])
  const asked = async (): Promise<unknown[]> => ((await ask1(`/topics/${accounts.id}`)).body.questions as Json[]).map(({ label }) => label).slice(-2)
  t.same(await asked(), ['Which shelf?', 'Since when?'])

  t.equal((await post(`/questions/${second.body.id}/shifts`, { to: 'up' })).status, 200)
  t.same(await asked(), ['Since when?', 'Which shelf?'])
  t.match(await patch(`/questions/${first.body.id}/settings`, { isActive: false }, first.headers.etag), { status: 200, body: { isActive: false, version: 2 } })
  t.equal((await asked()).at(-1), 'Since when?')
  t.match(await patch(`/questions/${first.body.id}/settings`, { isActive: true, label: 'Which shelf is it?' }), { status: 200, body: { isActive: true, label: 'Which shelf is it?', version: 4 } }, 'both in one')
  t.same(pointersOf(await patch(`/questions/${first.body.id}/settings`, { topicId: heating.id })), ['/topicId'])
  t.same(pointersOf(await post('/questions', { topicId: accounts.id, label: 'X', kind: 'choice', options: ['A'] })), ['/options'])
  t.equal((await post('/questions', { topicId: 4711, label: 'X' })).status, 404)

  const { id } = await ask()
  await ask1(`/tickets/${id}`, { method: 'PATCH', body: { answers: { [String(first.body.id)]: 'B' } } })
  t.same(pointersOf(await patch(`/questions/${first.body.id}/settings`, { kind: 'number' })), ['/kind'], 'what was answered stays of its kind')
})

onApi('departments, teams, topics and service levels go out of use and come back, by the rules of the panel', async (t, world) => {
  const { ask1, departments: { it, facilities }, topics: { heating, accounts } } = world
  const { post, patch } = programOf(world)
  const path = `/departments/${facilities.id}/settings`
  t.match(await patch(path, { isActive: false }), { status: 409, body: { detail: /Heating/i } }, 'a topic leads to it')
  const other = (await ask1(`/topics/${heating.id}/settings`)).body
  t.equal(other.isActive, true)
  for (const topic of (await ask1('/topics/settings')).body.items.filter(({ departmentId }) => departmentId === facilities.id)) t.match(await patch(`/topics/${topic.id}/settings`, { isActive: false }), { status: 200, body: { isActive: false } })
  t.notOk((await ask1('/topics')).body.items.some(({ id }) => id === heating.id))
  const off = await patch(path, { isActive: false, description: 'Moved' })
  t.match(off, { status: 200, body: { isActive: false, description: 'Moved' } })
  t.match(await lastChange(world, 'department'), { action: 'department.archived', subjectId: facilities.id })
  t.notOk((await ask1('/departments')).body.items.some(({ id }) => id === facilities.id))
  t.match((await ask1('/departments/settings')).body.items.find(({ id }) => id === facilities.id), { isActive: false }, 'and is found among all')

  t.match(await patch(`/topics/${heating.id}/settings`, { isActive: true, description: 'Not saved' }), { status: 409 }, 'its department is out of use')
  t.not((await ask1(`/topics/${heating.id}/settings`)).body.description, 'Not saved', 'both or neither')
  t.match(await patch(path, { isActive: true }, off.headers.etag), { status: 200, body: { isActive: true } })
  t.match(await patch(`/topics/${heating.id}/settings`, { isActive: true }), { status: 200, body: { isActive: true } })

  const team = await post('/teams', { name: 'Night shift', isActive: false })
  t.match(team, { status: 201, body: { isActive: false, version: 2 } }, 'made out of use')
  t.match(await patch(`/teams/${team.body.id}/settings`, { isActive: true }), { body: { isActive: true } })
  const policy = await post('/sla-policies', { name: 'Books', targets, departmentIds: [it.id] })
  t.match(await patch(`/sla-policies/${policy.body.id}/settings`, { isActive: false }), { body: { isActive: false } })
  t.notOk((await ask1('/sla-policies')).body.items.some(({ id }) => id === policy.body.id))

  const places = async (): Promise<number[]> => (await ask1('/topics')).body.items.map(({ id }) => id)
  const before = await places()
  t.match(await post(`/topics/${before.at(-1)}/shifts`, { to: 'up' }, { 'idempotency-key': 'up' }), { status: 200 })
  await post(`/topics/${before.at(-1)}/shifts`, { to: 'up' }, { 'idempotency-key': 'up' })
  t.same(await places(), [...before.slice(0, -2), before.at(-1), before.at(-2)], 'sent again it moves once')
  t.equal((await post(`/topics/${accounts.id}/shifts`, { to: 'left' })).status, 422)
})

onApi('everything that is set up is listed page by page', async (t, world) => {
  const { ask1, keyFor, ben } = world
  const { post } = programOf(world)
  for (let place = 0; place < 5; place += 1) await post('/teams', { name: `Team ${place}` })
  const walked: number[] = []
  for (let next: string | null = '/teams/settings?limit=2'; next !== null;) {
    const page: Answer = await ask1(next)
    walked.push(...page.body.items.map(({ id }) => id))
    next = page.body.next
  }
  t.same(walked, [...walked].sort((one, other) => one - other))
  t.ok(walked.length >= 5)
  for (const path of ['departments', 'teams', 'agents', 'topics', 'questions', 'sla-policies', 'schedules']) {
    t.ok((await ask1(`/${path}/settings`)).body.items.length > 0, path)
    t.match(await ask1(`/${path}/settings`, { key: await keyFor({ agentId: ben.id }) }), { status: 403, body: kind('forbidden') })
  }
})
