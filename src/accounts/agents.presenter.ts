import { adminRights, type AdminRight, type AgentActor } from '../platform/actor.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { initials } from '../platform/initials.js'
import type { AgentLine } from './agent.queries.js'
import type { AgentEdit } from './commands/save-agent.js'
import { languageOptions, type Option } from './me.presenter.js'
import type { WorkPlaces } from './work-places.queries.js'

export interface AgentRow { path: string, name: string, initials: string, email: string, marks: string[], departments: string, openTickets: string, lastSeen: string, isActive: boolean }

/** The lines of the page of agents. */
export function presentAgents (agents: AgentLine[], t: Translate, format: Format): AgentRow[] {
  return agents.map(agent => ({
    path: `/admin/agents/${agent.id}`,
    name: agent.name,
    initials: initials(agent.name),
    email: agent.email,
    isActive: agent.isActive,
    marks: [
      ...agent.isActive ? [] : [t('accounts.agents.off')],
      ...agent.isInvited && agent.isActive ? [t('accounts.agents.invited')] : [],
      ...agent.isAway ? [t('accounts.agents.away')] : [],
      ...agent.adminRights.length > 0 ? [t('accounts.agents.admin')] : []
    ],
    departments: agent.departments.join(', ') || t('accounts.agents.nowhere'),
    openTickets: format.number(agent.openTickets),
    lastSeen: agent.lastSeenAt === null ? t('accounts.agents.never') : format.dateTime(agent.lastSeenAt)
  }))
}

export interface AgentForm {
  id: number | null
  version: number
  title: string
  action: string
  name: string
  email: string
  capacity: string
  isActive: boolean
  isInvited: boolean
  invitation: string
  languages: Option[]
  departments: Array<{ id: number, name: string, roles: Option[] }>
  teams: Option[]
  skills: Option[]
  schedules: Option[]
  rights: Array<Option & { fixed: boolean }>
  /** What becomes of the tickets that the agent leaves behind; asked when there are some. */
  leaving: { value: string, options: Array<{ value: string, label: string }> }
}

interface FormInput { id: number | null, version: number, isActive: boolean, isInvited: boolean, edit: AgentEdit, capacity: string | undefined, heldRights: readonly AdminRight[], leaving?: string | undefined }

/** The form in which an agent is added or changed. Rights that the reader does not hold are shown and fixed. */
export function presentAgentForm ({ id, version, isActive, isInvited, edit, capacity, heldRights, leaving = '' }: FormInput, places: WorkPlaces, reader: AgentActor, t: Translate): AgentForm {
  return {
    id,
    version,
    isActive,
    isInvited,
    title: id === null ? t('accounts.agent.new') : edit.name,
    action: id === null ? '/admin/agents' : `/admin/agents/${id}`,
    name: edit.name,
    email: edit.email,
    capacity: capacity ?? (edit.capacity === null ? '' : String(edit.capacity)),
    invitation: t('accounts.agent.invitation.open', { name: edit.name }),
    languages: languageOptions(edit.locale),
    departments: places.departments.map(({ id: departmentId, name }) => {
      const held = edit.memberships.find(each => each.departmentId === departmentId)?.roleId
      return {
        id: departmentId,
        name,
        roles: [{ value: '', label: t('accounts.agent.not_here'), chosen: held === undefined }, ...places.roles.map(role => ({ value: `${departmentId}:${role.id}`, label: role.name, chosen: role.id === held }))]
      }
    }),
    teams: places.teams.map(team => ({ value: String(team.id), label: team.name, chosen: edit.teamIds.includes(team.id) })),
    skills: places.skills.map(skill => ({ value: String(skill.id), label: skill.name, chosen: edit.skillIds?.includes(skill.id) === true })),
    schedules: [{ value: '', label: t('accounts.agent.hours.none'), chosen: edit.scheduleId === null }, ...places.schedules.map(schedule => ({ value: String(schedule.id), label: schedule.name, chosen: schedule.id === edit.scheduleId }))],
    leaving: { value: leaving, options: (['route', 'keep'] as const).map(value => ({ value, label: t(`accounts.agent.leaving.${value}`, { name: edit.name }) })) },
    rights: adminRights.map(right => {
      const fixed = !reader.adminRights.has(right)
      return { value: right, label: t(`accounts.right.${right}`), chosen: fixed ? heldRights.includes(right) : edit.adminRights.includes(right), fixed }
    })
  }
}
