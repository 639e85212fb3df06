import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Test } from 'tap'
import { apiFieldsEn } from '../../src/words/en/api-fields.js'
import { resourceOf, type Document, type Operation, type Schema } from '../../src/api/openapi.presenter.js'
import { referTicket } from '../../src/tickets/commands/refer-ticket.js'
import { makeSetUp, nobodyThere, setUpBodies } from './samples.js'
import { onApi, type Answer, type Ask, type ApiWorld } from './support.js'
import { listReferrals } from '../../src/tickets/referral.queries.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { runHandOver } from '../../src/tickets/hand-overs/commands/run-hand-over.js'
import { startHandOver } from '../../src/tickets/hand-overs/commands/start-hand-over.js'
import { listHandOvers } from '../../src/tickets/hand-overs/hand-over.queries.js'
import { addMacro } from '../../src/rules/commands/save-macro.js'

interface Described { method: string, path: string, operation: Operation }

const inAHurry = { API_REQUESTS_A_MINUTE: '1000000', WEBHOOK_ALLOW: '127.0.0.1' }

/** What no program should send, as a field and as a parameter. */
const hostile: unknown[] = [null, true, 0, -1, 1.5, 2 ** 40, '', ' ', 'x'.repeat(300), '\u0000', '💡', '<b>x</b>', '; DROP TABLE tickets', '../../etc/passwd', '%00', '__proto__', [], [[]], {}, { a: { b: 1 } }, '9999-99-99T99:99:99Z', '1e999']

/** Reads the document as any program would, and checks answers by it. */
class Reader {
  readonly operations: Described[]
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false })
  readonly #validators = new Map<string, ValidateFunction>()

  constructor (readonly document: Document) {
    this.#ajv.addSchema({ $id: 'document', ...document })
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })))
  }

  /** Fails when the answer is a fault, or not what the document says of its status. */
  check (t: Test, { operation, method, path }: Described, answer: Answer, what: string): void {
    t.ok(answer.status < 500, `${method} ${path} ${what} answered ${answer.status} ${answer.text.slice(0, 200)}`)
    const described = operation.responses[String(answer.status)] ?? operation.responses.default
    const type = String(answer.headers['content-type'] ?? '').split(';')[0] ?? ''
    const schema = described?.content?.[type]?.schema
    if (answer.status === 304) t.equal(answer.text, '', `${path} ${what} has no body`)
    else if (schema === undefined) t.fail(`${method} ${path} ${what} answered ${answer.status} with ${type}, which the document does not know`)
    else if (type.endsWith('json')) t.ok(this.#fits(schema, answer.body), `${method} ${path} ${what}: ${JSON.stringify(this.#validators.get(JSON.stringify(schema))?.errors)} in ${answer.text.slice(0, 300)}`)
  }

  /** A body that the document allows, with all its fields. */
  sample (schema: Schema, known: Record<string, unknown>, name = ''): unknown {
    const { type, properties = {}, enum: choices, examples, items, anyOf, minimum, $ref } = schema
    if ($ref !== undefined) return this.sample(this.document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}, known, name)
    if (name in known) return known[name]
    if (examples?.[0] !== undefined) return examples[0]
    if (choices !== undefined) return choices[0]
    if (anyOf?.[0] !== undefined) return this.sample(anyOf[0], known, name)
    if (type === 'null') return null
    if (type === 'object') return Object.fromEntries(Object.entries(properties).map(([field, property]) => [field, this.sample(property, known, field)]))
    if (type === 'array') return items === undefined ? [] : [this.sample(items, known, name)]
    return type === 'integer' ? minimum ?? 1 : type === 'boolean' ? true : 'words'
  }

  bodyOf ({ operation }: Described): Schema | null { return operation.requestBody?.content?.['application/json']?.schema ?? null }

  #fits (schema: Schema, body: unknown): boolean {
    const key = JSON.stringify(schema)
    const validator = this.#validators.get(key) ?? this.#ajv.compile(JSON.parse(key.replaceAll('"#/', '"document#/')) as object)
    this.#validators.set(key, validator)
    return validator(body)
  }
}

async function read ({ app }: ApiWorld): Promise<Reader> {
  return new Reader((await app.inject({ url: '/api/v1/openapi.json' })).json<Document>())
}

/** Values that exist, and what is sent where it matters. */
async function prepare (world: ApiWorld, resource: string | null = null) {
  const { ask1, ask, as, ana, ben, topics, departments, person } = world
  const [ticket, other] = [await ask(), await ask()]
  await person('Tobias')
  const file = (await ask1('/files?name=a.txt', { method: 'POST', body: 'a file', headers: { 'content-type': 'text/plain' } })).body.id
  const onTicket = (await ask1('/files?name=b.txt', { method: 'POST', body: 'another', headers: { 'content-type': 'text/plain' } })).body.id
  await ask1(`/tickets/${ticket.id}/entries`, { method: 'POST', body: { kind: 'note', text: 'A file.', fileIds: [onTicket] } })
  const reply = (await ask1(`/tickets/${ticket.id}/entries`, { method: 'POST', body: { kind: 'reply', text: 'A moment.', outcome: 'open' } })).body.id
  const macro = await addMacro(as(ana), { name: `Macro ${ticket.id}`, departmentId: null, actions: [{ kind: 'set_priority', priority: 4 }], isActive: true })
  const [task] = (await ask1(`/tickets/${ticket.id}/tasks`, { method: 'POST', body: { text: 'Change the lamp' } })).body.tasks as Array<{ id: number }>
  const [company = (await ask1('/companies', { method: 'POST', body: { name: 'Riverside' } })).body] = (await ask1('/companies')).body.items
  const made = await makeSetUp(world, resource)
  const ids: Record<string, number> = { ...made, macros: made.macros ?? macro.id, tickets: ticket.id, people: ticket.requesterId, companies: company.id, departments: departments.it.id, teams: 1, agents: ben.id, topics: topics.accounts.id, 'sla-policies': 1, roles: made.roles ?? 1, schedules: made.schedules ?? 1 }
  const known = {
    topicId: topics.accounts.id, departmentId: departments.facilities.id, agentId: ana.id, teamId: null, statusId: null, fileIds: [file], tags: ['lamp'], answers: {}, silentTo: ['agents'],
    number: other.number, intoNumber: other.number, until: '2026-12-01T08:00:00Z', dueAt: '2026-12-01T08:00:00Z', startsAt: '2027-01-04T08:00:00Z', endsAt: '2027-01-05T08:00:00Z', state: 'open', companyId: company.id, move: 'hold',
    managerId: ana.id, scheduleId: null, leadId: null, memberIds: [ana.id], teamIds: [], departmentIds: [], topicIds: [], companyIds: [], skillIds: [], priorities: [], isRequired: false, neededToClose: false, ids: [made.rules], ruleId: made.rules, roleId: 1, adminRights: ['people', 'departments'], isActive: true, url: nobodyThere, categoryId: made['article-categories']
  }
  return { ids, known, other, onTicket, taskId: task!.id, macroId: macro.id, absenceId: made.absences, messageId: made.messages, reply }
}

type Prepared = Awaited<ReturnType<typeof prepare>>

const filled = (path: string, { ids, other, onTicket, taskId, macroId, absenceId, messageId, reply }: Prepared): string => path
  .replace('{id}', String(ids[resourceOf(path)])).replace('{fileId}', String(path.startsWith('/articles/') ? ids['article-files'] : onTicket)).replace('{taskId}', String(taskId)).replace('{macroId}', String(macroId)).replace('{absenceId}', String(absenceId)).replace('{messageId}', String(messageId)).replace('{entryId}', String(reply)).replace('{personId}', String(ids.people)).replace('{otherId}', String(other.id)).replace('{name}', 'open')

async function refer ({ as, ana, platform: { db } }: ApiWorld, { ids, known }: Prepared): Promise<number> {
  await referTicket(as(ana), { ticketId: ids.tickets!, departmentId: known.departmentId, reason: 'Please look' })
  return (await listReferrals(db.read, ids.tickets!))[0]!.id
}

/** Ben has a ticket; `isDone` when it was passed on. */
async function handOver ({ as, ana, ben, platform }: ApiWorld, { ids }: Prepared, isDone: boolean): Promise<number> {
  for (const { id } of await listHandOvers(platform.db.read, ben.id)) await runHandOver(platform, id)
  await assignTicket(as(ana), { ticketId: ids.tickets!, agentId: ben.id })
  if (!isDone) return 0
  const { id } = await startHandOver(as(ana), { agentId: ben.id, way: 'route', toAgentId: null })
  await runHandOver(platform, id)
  return id
}

async function send (ask: Ask, { method, operation }: Described, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const takesFile = operation.requestBody?.content?.['application/octet-stream'] !== undefined
  // What is set up is changed only by who has seen it.
  const seen: Record<string, string> = /\/(?:settings|routing)$|^\/organisation$|^\/(?:people|webhooks|articles|article-categories)\//.test(path) ? { 'if-match': '*' } : {}
  if (takesFile) return ask(path, { method, body: 'a file', headers: { 'content-type': 'application/octet-stream', ...seen, ...headers } })
  return ask(path, { method, headers: { ...seen, ...headers }, ...(body !== undefined && { body }) })
}

onApi('the document holds before a judge from outside, and names every address', async (t, world) => {
  const { document, operations } = await read(world)
  const verdict = await new Validator().validate(structuredClone(document) as unknown as Parameters<Validator['validate']>[0])
  t.same(verdict.errors ?? [], [])
  t.ok(verdict.valid)
  t.ok(operations.length >= 34, `${operations.length} operations`)
  t.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, operations.length)
  t.notMatch(JSON.stringify(document), /api\.(?:operation|resource)\./, 'each has its words')
})

/** Values that another operation has taken by then. */
const others: Record<string, object> = {
  referrals_add: { agentId: null }, // one of the three
  hand_overs_start: { toAgentId: null },
  ...setUpBodies
}

onApi('every operation does what the document says, with all its fields', async (t, world) => {
  const reader = await read(world)
  // What only reads leaves all as it is, and comes first: what is read of one resource can be the same.
  const isRead = ({ method }: Described): boolean => method === 'GET'
  const toRead = new Map<string, Prepared>()
  for (const described of [...reader.operations.filter(isRead), ...reader.operations.filter(each => !isRead(each))]) {
    const resource = resourceOf(described.path)
    const prepared = (isRead(described) && toRead.get(resource)) || await prepare(world, resource)
    if (isRead(described)) toRead.set(resource, prepared)
    if (described.operation.operationId === 'agents_invite') prepared.ids.agents = (await world.ask1('/agents', { method: 'POST', body: { name: 'Cleo', email: 'cleo.invited@example.org' } })).body.id
    const body = reader.bodyOf(described)
    const asked = described.operation.parameters.filter(({ in: place, required }) => place === 'query' && required).map(({ name, schema }) => `${name}=${encodeURIComponent(String(schema.examples?.[0]))}`)
    const referralId = described.operation.operationId === 'referrals_end' ? await refer(world, prepared) : 0
    const handOverId = described.operation.operationId.startsWith('hand_overs_') ? await handOver(world, prepared, described.operation.operationId === 'hand_overs_return') : 0
    const path = `${filled(described.path, prepared).replace('{referralId}', String(referralId)).replace('{handOverId}', String(handOverId))}${asked.length > 0 ? `?${asked.join('&')}` : ''}`
    if (described.operation.operationId === 'tickets_unmerge') await world.ask1(path.replace('unmerges', 'merges'), { method: 'POST', body: { intoNumber: prepared.other.number } })
    const answer = await send(world.ask1, described, path, body === null ? undefined : { ...reader.sample(body, prepared.known) as object, ...others[described.operation.operationId] })
    t.ok(answer.status < 300, `${described.method} ${path} answered ${answer.status} ${answer.text.slice(0, 300)}`)
    reader.check(t, described, answer, 'as the document says')
  }
}, inAHurry)

onApi('nothing that is sent instead breaks an operation', async (t, world) => {
  const reader = await read(world)
  const prepared = await prepare(world)
  for (const described of reader.operations) {
    const path = filled(described.path, prepared)
    const schema = reader.bodyOf(described)
    const whole = schema === null ? undefined : reader.sample(schema, prepared.known) as Record<string, unknown>

    // What is set up comes by one way for all kinds: each place gets every third of them, another third each, so that all are sent.
    const isSetUp = /^(?:organisation|webhooks|knowledge)\./.test(described.operation['x-scope'] ?? '')
    const isSent = (place: number, value: unknown): boolean => !isSetUp || (place + hostile.indexOf(value) + described.operation.operationId.length) % 3 === 0

    for (const value of hostile) {
      for (const [at, { name, in: place }] of described.operation.parameters.entries()) {
        if (!isSent(at, value) || name === 'If-None-Match') continue // known.test.ts sends those
        const text = encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))
        const address = place === 'path' ? filled(described.path.replace(`{${name}}`, text || '-'), prepared) : place === 'query' ? `${path}?${name}=${text}` : path
        const headers = place === 'header' && /^[\x20-\x7e]*$/.test(String(value)) ? { [name]: String(value) } : undefined
        const isBin = place === 'path' && described.method === 'DELETE'
        if (!isBin) reader.check(t, described, await send(world.ask1, described, address, whole === undefined ? undefined : {}, headers), `with ${name} ${text.slice(0, 30)}`)
      }
      if (whole === undefined) continue
      if (isSent(0, value)) reader.check(t, described, await send(world.ask1, described, path, JSON.stringify(value)), `with the body ${JSON.stringify(value).slice(0, 30)}`)
      const [field] = Object.keys(whole)
      for (const [place, name] of [...Object.keys(whole), 'unknown'].entries()) {
        if (!isSent(place, value) || (name !== field && typeof value === 'string' && value.length > 100)) continue
        const body = { ...whole, [name]: value }
        reader.check(t, described, await send(world.ask1, described, path, body), `with ${name} ${JSON.stringify(value).slice(0, 30)}`)
      }
    }
    for (const name of Object.keys(whole ?? {})) reader.check(t, described, await send(world.ask1, described, path, { ...whole, [name]: undefined }), `without ${name}`)
  }
}, inAHurry)

onApi('every operation refuses who may not ask, by the reason', async (t, world) => {
  const reader = await read(world)
  const prepared = await prepare(world)
  const { keyFor, platform } = world
  const keys: Array<[what: string, key: string, status: number]> = [
    ['no key', '', 401], ['a wrong key', 'B'.repeat(32), 401], ['a key from elsewhere', await keyFor({ network: '192.0.2.1' }), 403],
    ['a key without the scope', await keyFor({ scopes: ['cron'] }), 403], ['a key that may only read', await keyFor({ scopes: ['tickets.read', 'people.read', 'organisation.read', 'audit.read'] }), 403], ['an expired key', await keyFor({ expiresAt: platform.clock.now() }), 401]
  ]
  for (const described of reader.operations) {
    for (const [what, key, status] of keys) {
      if (what === 'a key without the scope' && described.operation['x-scope'] === undefined) continue
      if (what === 'a key that may only read' && described.method === 'GET') continue
      const answer = await send(async (path, sent) => world.ask1(path, { ...sent, key }), described, filled(described.path, prepared), {})
      t.ok(answer.status === status || answer.status === 429, `${described.path} with ${what} answered ${answer.status}`)
      reader.check(t, described, answer, `with ${what}`)
    }
  }
}, inAHurry)

onApi('people read the same as a page of ours, without a script', async (t, world) => {
  const { operations } = await read(world)
  for (const [language, word] of [['en', 'Open a ticket'], ['de', 'Ein Ticket eröffnen']] as const) {
    const { body, statusCode } = await world.app.inject({ url: `/api/v1/docs?lang=${language}` })
    t.equal(statusCode, 200)
    t.match(body, word)
    for (const { operation } of operations) t.match(body, `id="${operation.operationId}"`)
    t.notMatch(body, /<script|(?:src|href|action)="https?:\/\/(?!localhost)/, 'nothing comes from elsewhere')
  }
})

onApi('what no name can say is said of the field, for machines and on the page; and nothing is explained that is not there', async (t, world) => {
  const { document, operations } = await read(world)
  const of = (wanted: string) => operations.find(({ operation }) => operation.operationId === wanted)?.operation
  const bodyOf = (wanted: string) => of(wanted)?.requestBody?.content?.['application/json']?.schema.properties ?? {}
  t.match(bodyOf('tickets_create').silentTo, { description: 'Who gets no mail of the new ticket', type: 'array' })
  t.match(bodyOf('entries_create').outcome?.description, /“resolved” solves it/)
  t.match(of('tickets_list')?.parameters.find(({ name }) => name === 'updatedSince')?.description, /in the order in which it last did/)
  t.match(of('tickets_change')?.parameters.find(({ name }) => name === 'If-Match')?.description, /^The ETag/)
  t.match(document.components.schemas.Ticket?.properties?.waitingOn?.description, /^Whose move it is/)
  t.match(document.components.schemas.TicketWithAll?.properties?.waitingOn?.description, /^Whose move it is/)

  const text = JSON.stringify(document)
  for (const [key, words] of Object.entries(apiFieldsEn)) t.ok(text.includes(JSON.stringify(words)), key)
  const page = (await world.app.inject({ url: '/api/v1/docs?lang=de' })).body
  t.match(page, 'Wer keine Mail über das neue Ticket bekommt')
  for (const url of ['/api/v1', '/api/v1/']) t.equal((await world.app.inject({ url })).headers.location, '/api/v1/docs', url)
})
