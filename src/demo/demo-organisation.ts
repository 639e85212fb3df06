import type { EntityManager } from 'typeorm'
import { Agent } from '../accounts/agent.entity.js'
import { Membership } from '../accounts/membership.entity.js'
import { Role } from '../accounts/role.entity.js'
import { Department } from '../departments/department.entity.js'
import { Question } from '../forms/question.entity.js'
import { adminRights, permissions } from '../platform/actor.js'
import { Schedule } from '../schedules/schedule.entity.js'
import { Setting } from '../settings/setting.entity.js'
import { standardOrganisation } from '../settings/organisation.js'
import { SlaPolicy } from '../sla/sla-policy.entity.js'
import { TeamMember } from '../teams/team-member.entity.js'
import { standardStep } from '../sla/step.js'
import { Team } from '../teams/team.entity.js'
import { Status } from '../tickets/status.entity.js'
import { Topic } from '../topics/topic.entity.js'

export const demoPassword = 'brass key by the door'
export const demoZone = 'Europe/Berlin'

export interface DemoOrganisation {
  agents: Record<'ana' | 'ben' | 'nadia', Agent>
  departments: Record<'it' | 'facilities', Department>
  topics: Record<'printing' | 'accounts' | 'teaching' | 'heating', Topic>
}

const office = [{ from: '09:00', to: '12:30' }, { from: '13:00', to: '17:00' }]
const everyPriority = (first: number, next: number, resolution: number) => ({ first_response: first, next_response: next, resolution })

/** A university's desk: two departments, three agents, one team, four topics. */
export async function createDemoOrganisation (manager: EntityManager, passwordHash: string, now: Date): Promise<DemoOrganisation> {
  const dated = { createdAt: now, version: 1 }
  const add = async <Row extends object>(row: Row, values: Partial<Row>): Promise<Row> => manager.save(Object.assign(row, dated, values))

  await manager.insert(Setting, {
    name: 'organisation',
    value: { ...standardOrganisation, name: 'Riverside University Help', mailAddress: 'help@riverside.example', mailName: 'Riverside University Help', timeZone: demoZone, openingText: 'Help with computers, printers, accounts and rooms, for students and staff.' },
    version: 1,
    updatedAt: now
  })

  const schedule = await add(new Schedule(), {
    name: 'Office hours',
    isDefault: true,
    openingHours: {
      timeZone: demoZone,
      hours: { mon: office, tue: office, wed: office, thu: office, fri: [{ from: '09:00', to: '15:00' }], sat: [], sun: [] },
      holidays: [{ day: `${now.getUTCFullYear()}-12-25`, name: 'Christmas Day' }, { day: `${now.getUTCFullYear()}-12-24`, name: 'Christmas Eve', hours: [{ from: '09:00', to: '12:00' }] }]
    }
  })
  const lead = await add(new Role(), { name: 'Lead', description: 'Everything in the department', permissions: [...permissions] })
  const agent = await add(new Role(), { name: 'Agent', description: 'Answers, assigns and closes', permissions: permissions.filter(name => name !== 'ticket.trash' && name !== 'knowledge.manage') })

  const person = (name: string, email: string, values: Partial<Agent> = {}) => add(new Agent(), {
    name, email, passwordHash, locale: 'en', timeZone: null, signature: null, scheduleId: null, capacity: 15, takesTickets: true, isActive: true, lastSeenAt: null, ...values
  })
  const ana = await person('Ana Ribeiro', 'ana@riverside.example', { adminRights: [...adminRights] })
  const ben = await person('Ben Ortiz', 'ben@riverside.example')
  const nadia = await person('Nadia Farouk', 'nadia@riverside.example')

  const department = (name: string, values: Partial<Department>) => add(new Department(), {
    name, mailAddress: null, mailName: null, managerId: ana.id, scheduleId: schedule.id, closurePolicy: 'requester_confirms', graceDays: 5, reminderDays: 2, followsUp: true,
    followUpDays: 3, reopenDays: 30, strategy: 'manual', showsPromise: true, isActive: true, ...values
  })
  const it = await department('IT Service Desk', { description: 'Computers, accounts, printing', strategy: 'round_robin', mailAddress: 'it@riverside.example', mailName: 'Riverside IT' })
  const facilities = await department('Facilities', { description: 'Rooms, heating, furniture', closurePolicy: 'agent_closes' })
  await manager.insert(Membership, [
    { agentId: ana.id, departmentId: it.id, roleId: lead.id }, { agentId: ana.id, departmentId: facilities.id, roleId: lead.id },
    { agentId: ben.id, departmentId: it.id, roleId: agent.id }, { agentId: nadia.id, departmentId: facilities.id, roleId: agent.id }
  ])
  const printers = await add(new Team(), { name: 'Printing', description: 'Printers, copiers, scanners', leadId: ana.id, strategy: 'manual', isActive: true })
  await manager.insert(TeamMember, [{ teamId: printers.id, agentId: ana.id }, { teamId: printers.id, agentId: ben.id }])

  await add(new SlaPolicy(), {
    name: 'Standard', position: 1, scheduleId: null, aroundTheClock: false, pausesOnHold: true, steps: [standardStep], isActive: true,
    targets: { 1: everyPriority(480, 480, 2400), 2: everyPriority(240, 240, 1440), 3: everyPriority(120, 120, 960), 4: everyPriority(60, 60, 480) }
  })
  await add(new Status(), { state: 'on_hold', label: 'Waiting for supplier', publicLabel: '', position: 1, isActive: true })

  const topic = (name: string, description: string, icon: string, departmentId: number, position: number, values: Partial<Topic> = {}) => add(new Topic(), {
    name, description, icon, departmentId, position, teamId: null, priority: 2, closurePolicy: null, isPublic: true, isActive: true, ...values
  })
  const topics = {
    printing: await topic('Printing and scanning', 'Printers, copiers, print credit', 'printer', it.id, 1, { teamId: printers.id }),
    accounts: await topic('Accounts and passwords', 'Signing in, e-mail, access to systems', 'key', it.id, 2),
    teaching: await topic('Lecture halls', 'Beamers, microphones, recordings', 'laptop', it.id, 3, { priority: 3 }),
    heating: await topic('Rooms and heating', 'Too cold, too warm, broken furniture', 'building', facilities.id, 4)
  }
  await manager.insert(Question, [
    { topicId: topics.printing.id, label: 'Which printer?', hint: 'The number on its label, such as PR-0317', kind: 'short_text', options: [], isRequired: false, isPublic: true, neededToClose: false, position: 1, isActive: true },
    { topicId: topics.printing.id, label: 'Where does it stand?', hint: 'Building and room', kind: 'short_text', options: [], isRequired: true, isPublic: true, neededToClose: false, position: 2, isActive: true },
    { topicId: topics.heating.id, label: 'Room', hint: 'Such as C 2.08', kind: 'short_text', options: [], isRequired: true, isPublic: true, neededToClose: false, position: 1, isActive: true },
    { topicId: topics.heating.id, label: 'What is wrong?', hint: '', kind: 'choice', options: ['Too cold', 'Too warm', 'Something is broken'], isRequired: true, isPublic: true, neededToClose: false, position: 2, isActive: true }
  ])
  return { agents: { ana, ben, nadia }, departments: { it, facilities }, topics }
}
