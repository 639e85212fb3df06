import { recentTickets } from '../../dist/tickets/search/index-ticket.js'
import { openBulk } from './bulk.mjs'
import { commonWord, createDice, rareWord, sentence } from './words.mjs'

const hour = 3_600_000
const day = 24 * hour
const endOfTime = Date.parse('9999-12-31T00:00:00Z')
const entriesOfLong = 200
const longEvery = 2000
const rareTickets = 8
const waitsOn = { new: 'us', open: 'us', waiting: 'requester', on_hold: 'third_party', resolved: 'requester' }

/**
 * Fills the house with `count` tickets over three years: four entries each on average and now and then two
 * hundred, with events, segments, targets and search words. One tenth is active. The same `count` gives the
 * same tickets at each run, but for their dates, which end now.
 *
 * @returns the id of an ordinary open ticket that the agent who looks may see, and of one with a long thread
 */
export async function seedTickets (url, house, count) {
  const db = await openBulk(url)
  const dice = createDice(count)
  const now = Date.now()
  const step = 3 * 365 * day / count
  const people = Math.max(50, Math.floor(count / 4))
  const rare = new Set(Array.from({ length: rareTickets }, (_each, place) => Math.max(1, Math.floor(count * (place + 1) / rareTickets))))

  for (let id = 1; id <= people; id += 1) await db.add('people', { id, name: `Person ${sentence(dice, 1)} ${id}`, email: `person${id}@riverside.example`, created_at: now - 3 * 365 * day })
  await db.flush()
  if (db.engine === 'mysql') for (const table of ['ticket_search', 'ticket_search_recent']) await db.run(`ALTER TABLE ${table} DROP INDEX ix_${table}_words`)

  const shown = { ticketId: 0, longTicketId: 0 }
  for (let id = 1; id <= count; id += 1) {
    const createdAt = Math.floor(now - (count - id + 1) * step)
    const ticket = ticketOf({ id, createdAt, now, house, dice, people })
    await db.add('tickets', ticket)
    const texts = await addThread(db, dice, ticket, { isLong: id % longEvery === longEvery / 2, hasRare: rare.has(id), agentName: `Agent Number${ticket.assignee_id ?? 4}` })
    await addHistory(db, ticket, house)
    await addWords(db, ticket, texts, id > count - recentTickets)
    if (dice.chance(0.3)) await db.add('ticket_tags', { ticket_id: id, tag: sentence(dice, 1) })
    if (ticket.department_id === 6 && ticket.state === 'open') shown.ticketId = id
    if (ticket.department_id === 6 && id % longEvery === longEvery / 2) shown.longTicketId = id
    if (id % 50_000 === 0) {
      await db.flush()
      await db.commit()
    }
  }
  await db.flush()
  await db.commit()
  if (db.engine === 'mysql') {
    for (const table of ['ticket_search', 'ticket_search_recent']) await db.run(`ALTER TABLE ${table} ADD FULLTEXT INDEX ix_${table}_words (words)`)
    await db.run('ANALYZE TABLE tickets, thread_entries, ticket_events, ticket_segments, targets, people, ticket_tags')
  }
  await db.close()
  return shown
}

function ticketOf ({ id, createdAt, now, house, dice, people }) {
  const state = stateOf(dice)
  const topic = dice.among(house.topics)
  const isActive = state !== 'closed'
  const hasClock = state === 'new' || state === 'open'
  const dueAt = hasClock ? now - 2 * day + dice.below(12 * 24) * hour : null
  const touchedAt = Math.min(now, createdAt + dice.below(10 * 24) * hour)
  return {
    id,
    number: `26-${String(id).padStart(6, '0')}`,
    subject: sentence(dice, 5),
    requester_id: 1 + dice.below(people),
    topic_id: topic.id,
    department_id: topic.departmentId,
    team_id: dice.chance(0.5) ? 1 + dice.below(4) : null,
    assignee_id: state === 'new' ? null : 1 + dice.below(house.agents),
    priority: dice.chance(0.1) ? 3 : dice.chance(0.02) ? 4 : 2,
    source: 'web',
    state,
    status_id: state === 'on_hold' ? house.statusId : null,
    waiting_on: waitsOn[state] ?? null,
    waiting_since: touchedAt,
    sla_policy_id: house.policyId,
    next_due_at: dueAt,
    sorts_at: dueAt ?? endOfTime,
    resolved_at: state === 'resolved' || state === 'closed' ? touchedAt : null,
    closed_at: state === 'closed' ? touchedAt : null,
    closes_at: state === 'resolved' ? now + 5 * day : null,
    last_line: sentence(dice, 12),
    last_party: dice.chance(0.5) ? 'requester' : 'agent',
    active_at: touchedAt,
    created_at: createdAt,
    version: isActive ? 4 : 6
  }
}

/** Out of a hundred tickets ten are active: two new, four in work, three waiting or held, one solved. */
function stateOf (dice) {
  if (!dice.chance(0.1)) return 'closed'
  return dice.among(['new', 'new', 'open', 'open', 'open', 'open', 'waiting', 'waiting', 'on_hold', 'resolved'])
}

async function addThread (db, dice, ticket, { isLong, hasRare, agentName }) {
  const length = isLong ? entriesOfLong : 1 + dice.below(6) + dice.below(2)
  const texts = []
  for (let place = 0; place < length; place += 1) {
    const isAgents = place % 2 === 1
    const text = [sentence(dice, 14), ...(place === 0 ? [commonWord] : []), ...(place === 0 && hasRare ? [rareWord] : [])].join(' ')
    texts.push(text)
    await db.add('thread_entries', {
      ticket_id: ticket.id, kind: !isAgents ? 'message' : dice.chance(0.2) ? 'note' : 'reply', agent_id: isAgents ? ticket.assignee_id : null,
      person_id: isAgents ? null : ticket.requester_id, author_name: isAgents ? agentName : `Person ${ticket.requester_id}`, text, source: 'web', created_at: ticket.created_at + place * hour / 2
    })
  }
  return texts
}

async function addHistory (db, ticket, house) {
  const { id, created_at: at, state, department_id: departmentId } = ticket
  const event = async (name, from, to, more = {}) => db.add('ticket_events', { ticket_id: id, name, from_state: from, to_state: to, actor_party: 'agent', actor_id: 4, actor_name: 'Agent Number4', details: JSON.stringify(more), at: at + hour })
  await event('created', 'new', 'new', { source: 'web' })
  if (ticket.assignee_id !== null) await event('assigned', 'new', 'new', { agentId: ticket.assignee_id, agentName: `Agent Number${ticket.assignee_id}`, departmentId, automatic: true, strategy: 'round_robin' })
  if (state !== 'new') await event('take_up', 'new', 'open')
  if (state === 'closed') await event('close', 'resolved', 'closed', { automatic: true })

  const segment = async (of, from, until) => db.add('ticket_segments', { ticket_id: id, state: of, waiting_on: waitsOn[of] ?? null, started_at: from, ended_at: until })
  await segment('new', at, state === 'new' ? null : at + hour)
  if (state !== 'new') await segment(state, at + hour, null)

  const runs = ticket.next_due_at !== null
  for (const [kind, minutes] of [['first_response', 240], ['resolution', 1440]]) {
    await db.add('targets', {
      ticket_id: id, kind, policy_id: house.policyId, minutes, started_at: at, running_since: runs ? at : null, used_ms: runs ? 0 : 2 * hour,
      due_at: runs ? ticket.next_due_at : null, next_step_at: runs ? ticket.next_due_at - hour : null, met_at: state === 'closed' ? at + 3 * hour : null
    })
  }
}

async function addWords (db, ticket, texts, isRecent) {
  const words = [ticket.number, ticket.subject, `person${ticket.requester_id}@riverside.example`, ...texts.slice(0, 10)].join(' ')
  if (db.engine === 'sqlite') return db.add('ticket_search', { rowid: ticket.id, words })
  await db.add('ticket_search', { ticket_id: ticket.id, words })
  if (isRecent) await db.add('ticket_search_recent', { ticket_id: ticket.id, words })
}
