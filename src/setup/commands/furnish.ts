import type { EntityManager } from 'typeorm'
import { Role } from '../../accounts/role.entity.js'
import { Department } from '../../departments/department.entity.js'
import { permissions, type Permission } from '../../platform/actor.js'
import { translator } from '../../platform/i18n/translate.js'
import { Schedule } from '../../schedules/schedule.entity.js'
import type { OpeningHours } from '../../schedules/opening-hours.js'
import { SlaPolicy } from '../../sla/sla-policy.entity.js'
import { standardStep } from '../../sla/step.js'
import type { TargetMinutes } from '../../sla/target-kind.js'
import { Topic } from '../../topics/topic.entity.js'
import type { Locale } from '../../words/catalogue.js'

const day = 8 * 60

/** First answer, next answer and solution in minutes of working time, from low to urgent. */
const standardTargets: TargetMinutes = {
  1: { first_response: 480, next_response: 480, resolution: 5 * day },
  2: { first_response: 240, next_response: 240, resolution: 3 * day },
  3: { first_response: 120, next_response: 120, resolution: 2 * day },
  4: { first_response: 60, next_response: 60, resolution: day }
}

const ofAgents: Permission[] = ['ticket.read', 'ticket.create', 'ticket.reply', 'ticket.note', 'ticket.assign', 'ticket.transfer', 'ticket.edit', 'ticket.close']

/**
 * Puts one of everything that a first ticket needs into an empty house, named in its language: roles,
 * hours, a promise, a department and a topic. Returns where the first agent works, and as what.
 */
export async function furnish (manager: EntityManager, { timeZone, locale }: { timeZone: string, locale: Locale }, now: Date): Promise<{ departmentId: number, roleId: number }> {
  const t = translator(locale)
  const dated = { createdAt: now, version: 1 }

  const lead = Object.assign(new Role(), { name: t('setup.role.lead'), description: t('setup.role.lead.description'), permissions: [...permissions], ...dated })
  await manager.insert(Role, lead)
  await manager.insert(Role, { name: t('setup.role.agent'), description: t('setup.role.agent.description'), permissions: ofAgents, ...dated })
  await manager.insert(Role, { name: t('setup.role.read_only'), description: t('setup.role.read_only.description'), permissions: ['ticket.read'], ...dated })

  await manager.insert(Schedule, { name: t('setup.schedule'), openingHours: officeHours(timeZone), isDefault: true, ...dated })
  await manager.insert(SlaPolicy, { name: t('setup.sla'), position: 1, departmentIds: [], topicIds: [], scheduleId: null, targets: standardTargets, steps: [standardStep], ...dated })

  const department = Object.assign(new Department(), { name: t('setup.department'), mailAddress: null, mailName: null, managerId: null, scheduleId: null, ...dated })
  await manager.insert(Department, department)
  await manager.insert(Topic, { name: t('setup.topic'), description: t('setup.topic.description'), departmentId: department.id, teamId: null, priority: 2, closurePolicy: null, position: 1, ...dated })
  return { departmentId: department.id, roleId: lead.id }
}

/** Monday to Friday, nine to five. */
function officeHours (timeZone: string): OpeningHours {
  const office = [{ from: '09:00', to: '17:00' }]
  return { timeZone, hours: { mon: office, tue: office, wed: office, thu: office, fri: office, sat: [], sun: [] }, holidays: [] }
}
