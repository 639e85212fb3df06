import type { EntityManager } from 'typeorm'
import { DateTime } from 'luxon'
import { Agent } from '../../accounts/agent.entity.js'
import { Membership } from '../../accounts/membership.entity.js'
import { InvalidFields } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import type { Task } from './task.entity.js'

/** Most tasks that can be put on one ticket. */
export const mostTasks = 100
export const longestTask = 200

/** What people say of a task. Whatever is left out is nobody and no day. */
export interface TaskValues { text: string, assigneeId?: number | null, dueOn?: string | null }

/** A task's text, assignee and day, clean. @throws InvalidFields */
export async function checkTask (manager: EntityManager, departmentId: number, { text, assigneeId = null, dueOn = null }: TaskValues): Promise<Pick<Task, 'text' | 'assigneeId' | 'dueOn'>> {
  const checks = new FieldChecks()
  const clean = checks.line('text', text, longestTask)
  if (clean === '') checks.note('text', 'tasks.text_missing')
  if (dueOn !== null && !isDay(dueOn)) checks.note('dueOn', 'tasks.bad_day')
  if (assigneeId !== null && !await worksIn(manager, departmentId, assigneeId)) checks.note('assigneeId', 'tickets.assign.not_here')
  checks.refuse()
  return { text: clean, assigneeId, dueOn }
}

/** @throws InvalidFields when a ticket would have more tasks than anybody ticks off. */
export function checkNumber (tasks: number): void {
  if (tasks > mostTasks) throw new InvalidFields({ text: { key: 'tasks.too_many', values: { limit: mostTasks } } })
}

/** `2026-12-24`, in the years that people plan for. */
export function isDay (text: string): boolean {
  return /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid
}

async function worksIn (manager: EntityManager, departmentId: number, agentId: number): Promise<boolean> {
  return await manager.existsBy(Agent, { id: agentId, isActive: true }) && await manager.existsBy(Membership, { agentId, departmentId })
}
