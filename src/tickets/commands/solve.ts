import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { Refusal } from '../../platform/errors.js'
import { Question } from '../../forms/question.entity.js'
import { Answer } from '../../forms/answer.entity.js'
import { findHours } from '../../schedules/schedule.queries.js'
import { addWorkingDays } from '../../schedules/working-days.js'
import type { Ticket } from '../ticket.entity.js'
import { countOpenTasks } from '../tasks/task.queries.js'
import { findClosurePolicy, findDepartmentOf, listBlocking } from '../ticket.queries.js'

/**
 * A ticket is solved only when every field that its topic needs for that is filled, its tasks are done and no
 * ticket that it has to wait for is still being worked on.
 *
 * @throws Refusal that names the empty fields, counts the open tasks, or names what it waits for.
 */
export async function checkReadyToSolve (manager: EntityManager, ticket: Ticket): Promise<void> {
  await checkFields(manager, ticket)
  const openTasks = await countOpenTasks(manager, ticket.id)
  if (openTasks > 0) throw new Refusal('tasks.still_open', { values: { count: openTasks } })
  const blocking = await listBlocking(manager, ticket.id)
  if (blocking.length > 0) throw new Refusal('tickets.solve.blocked', { values: { numbers: blocking.join(', ') } })
}

async function checkFields (manager: EntityManager, ticket: Ticket): Promise<void> {
  if (ticket.topicId === null) return
  const needed = await manager.findBy(Question, { topicId: ticket.topicId, neededToClose: true, isActive: true })
  if (needed.length === 0) return

  const answers = new Map((await manager.findBy(Answer, { ticketId: ticket.id })).map(({ questionId, value }) => [questionId, value]))
  const empty = needed.filter(({ id }) => isEmpty(answers.get(id)))
  if (empty.length > 0) throw new Refusal('tickets.solve.fields_missing', { values: { fields: empty.map(({ label }) => label).join(', ') } })
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0)

/** When a solved ticket reminds its requester and closes by itself, where the requester has the last word. */
export async function setClosingDates ({ clock }: Context, manager: EntityManager, ticket: Ticket): Promise<void> {
  if (await findClosurePolicy(manager, ticket) !== 'requester_confirms') return
  const { graceDays, reminderDays } = await findDepartmentOf(manager, ticket)
  const { hours } = await findHours(manager, ticket.departmentId)
  ticket.closesAt = addWorkingDays(hours, clock.now(), graceDays)
  ticket.remindsAt = reminderDays > 0 && reminderDays < graceDays ? addWorkingDays(hours, clock.now(), graceDays - reminderDays) : null
}

/** When we ask how it went, where the department wants to know and nobody was asked yet. */
export async function setFollowUpDate ({ clock }: Context, manager: EntityManager, ticket: Ticket): Promise<void> {
  const { followsUp, followUpDays } = await findDepartmentOf(manager, ticket)
  if (!followsUp || await wasAsked(manager, ticket)) return
  const { hours } = await findHours(manager, ticket.departmentId)
  ticket.followsUpAt = addWorkingDays(hours, clock.now(), followUpDays)
}

async function wasAsked (manager: EntityManager, ticket: Ticket): Promise<boolean> {
  const rows = await manager.query("SELECT 1 FROM ticket_events WHERE ticket_id = ? AND name IN ('followed_up', 'rated') LIMIT 1", [ticket.id]) as unknown[]
  return rows.length > 0
}
