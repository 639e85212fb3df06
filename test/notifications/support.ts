import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm'
import { Agent } from '../../src/accounts/agent.entity.js'
import { Membership } from '../../src/accounts/membership.entity.js'
import { Person } from '../../src/accounts/person.entity.js'
import { Role } from '../../src/accounts/role.entity.js'
import { Department } from '../../src/departments/department.entity.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import type { Engine } from '../../src/platform/database/engine.js'
import { Job } from '../../src/platform/jobs/job.entity.js'
import { Setting } from '../../src/settings/setting.entity.js'
import { endOfTime } from '../../src/tickets/clocks/end-of-time.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { Topic } from '../../src/topics/topic.entity.js'
import { openTestPlatform, type TestPlatform } from '../support/platform.js'

export const noon = new Date('2026-11-24T12:00:00Z')

export interface House extends TestPlatform {
  add: <Row extends ObjectLiteral>(entity: EntityTarget<Row>, row: Partial<Row>) => Promise<Row>
  mails: () => Promise<Mail[]>
  jobs: (name: string) => Promise<Job[]>
}

/** The same small house on each engine: a department, its agents, two people outside. */
export async function openHouse (engine: Engine, env: Record<string, string> = {}): Promise<House> {
  const platform = await openTestPlatform(engine, { BASE_URL: 'https://help.riverside.example', ...env })
  platform.clock.set(noon)
  const { db } = platform
  return Object.assign(platform, {
    add: async (entity, row) => db.transaction(async manager => {
      const made = manager.create(entity, row as never)
      await manager.insert(entity, made as never)
      return made
    }),
    mails: async () => db.read.find(Mail, { order: { id: 'ASC' } }),
    jobs: async job => db.read.find(Job, { where: { name: job }, order: { id: 'ASC' } })
  } satisfies Pick<House, 'add' | 'mails' | 'jobs'>)
}

export const organisation = { name: 'Riverside University Help', mailAddress: 'help@riverside.example', mailName: 'Riverside University Help', timeZone: 'Europe/Berlin' }

export interface World { department: Department, ana: Agent, ben: Agent, cleo: Agent, maria: Person, jonas: Person, ticket: Ticket }

const agent = (name: string, more: Partial<Agent> = {}): Partial<Agent> => ({
  name, email: `${name.split(' ')[0]!.toLowerCase()}@riverside.example`, passwordHash: null, adminRights: [], locale: 'en', timeZone: null, signature: null, scheduleId: null,
  capacity: null, takesTickets: true, notifications: {}, preferences: {}, isActive: true, lastSeenAt: null, createdAt: noon, version: 1, ...more
})

export const person = (name: string, email: string, more: Partial<Person> = {}): Partial<Person> => ({
  name, email, phone: null, locale: null, passwordHash: null, verifiedAt: noon, linkEpoch: 1, createdAt: noon, version: 1, ...more
})

/** Ana has the ticket that Maria opened; Ben works beside her; Cleo leads the department. */
export async function furnish (house: House): Promise<World> {
  await house.add(Setting, { name: 'organisation', value: organisation, version: 1, updatedAt: noon })
  const role = await house.add(Role, { name: 'Agent', description: '', permissions: ['ticket.read', 'ticket.reply'], createdAt: noon, version: 1 })
  const ana = await house.add(Agent, agent('Ana Ribeiro'))
  const ben = await house.add(Agent, agent('Ben Okafor'))
  const cleo = await house.add(Agent, agent('Cleo Lindqvist', { locale: 'de' }))
  const department = await house.add(Department, {
    name: 'Printing', description: '', mailAddress: null, mailName: null, managerId: cleo.id, scheduleId: null, closurePolicy: 'requester_confirms', graceDays: 5, reminderDays: 2,
    followsUp: true, followUpDays: 3, reopenDays: 30, strategy: 'manual', showsPromise: true, isActive: true, createdAt: noon, version: 1
  })
  for (const each of [ana, ben, cleo]) await house.add(Membership, { agentId: each.id, departmentId: department.id, roleId: role.id })
  const topic = await house.add(Topic, { name: 'Printers', description: '', icon: 'printer', departmentId: department.id, teamId: null, priority: 2, closurePolicy: null, position: 1, isPublic: true, isActive: true, createdAt: noon, version: 1 })
  const maria = await house.add(Person, person('Maria Keller', 'maria.keller@post.example'))
  const jonas = await house.add(Person, person('Jonas Weber', 'jonas.weber@post.example'))
  const ticket = await addTicket(house, { departmentId: department.id, requesterId: maria.id, assigneeId: ana.id, topicId: topic.id })
  return { department, ana, ben, cleo, maria, jonas, ticket }
}

let counted = 0
export async function addTicket (house: House, more: Partial<Ticket>): Promise<Ticket> {
  return house.add(Ticket, {
    number: `26-00${4200 + ++counted}`, subject: 'Printer on floor 3 prints blank pages', topicId: null, teamId: null, assigneeId: null, priority: 3, source: 'web', state: 'open', statusId: null, waitingOn: 'us',
    waitingSince: noon, slaPolicyId: null, nextDueAt: null, sortsAt: endOfTime, dueAt: null, holdReason: null, holdUntil: null, resolvedAt: null, closedAt: null, closesAt: null,
    remindsAt: null, followsUpAt: null, reopenedCount: 0, mergedIntoId: null, lastLine: '', lastParty: 'requester', activeAt: noon, createdAt: noon, formKey: null, version: 1, ...more
  } as Partial<Ticket>)
}

export async function addEntry (house: House, ticket: Ticket, more: Partial<ThreadEntry>): Promise<ThreadEntry> {
  return house.add(ThreadEntry, {
    ticketId: ticket.id, kind: 'reply', agentId: null, personId: null, authorName: '', text: 'A new drum is on its way.', source: 'desk', isSolution: false, leavesAt: null, withdrawnAt: null, createdAt: noon, ...more
  })
}

type By = { agent: Agent } | { person: Person } | 'system'

export async function addEvent (house: House, ticket: Ticket, name: string, by: By, details: Record<string, unknown> = {}, at = noon): Promise<TicketEvent> {
  const actor = by === 'system' ? { actorParty: 'system' as const, actorId: null, actorName: 'Ostiary' }
    : 'agent' in by ? { actorParty: 'agent' as const, actorId: by.agent.id, actorName: by.agent.name } : { actorParty: 'requester' as const, actorId: by.person.id, actorName: by.person.name }
  return house.add(TicketEvent, { ticketId: ticket.id, name, fromState: ticket.state, toState: ticket.state, details, at, ...actor })
}

export const change = async (house: House, work: (manager: EntityManager) => Promise<unknown>): Promise<void> => { await house.db.transaction(work) }
