import type { Reader } from '../platform/database/database.js'
import { NotFound, type Message } from '../platform/errors.js'
import { Plan } from './plan.entity.js'
import type { PlanRun } from './plan-run.entity.js'

/** One plan. @throws NotFound */
export async function findPlan (reader: Reader, id: number): Promise<Plan> {
  const plan = await reader.findOneBy(Plan, { id })
  if (plan === null) throw new NotFound()
  return plan
}

/** All plans by name. */
export async function listPlans (reader: Reader): Promise<Plan[]> {
  return reader.find(Plan, { order: { name: 'ASC', id: 'ASC' } })
}

/** The plans whose time has come, the earliest first. */
export async function listDuePlanIds (reader: Reader, now: Date, most: number): Promise<number[]> {
  const rows = await reader.query(`SELECT id FROM plans WHERE next_at <= ? ORDER BY next_at, id LIMIT ${most}`, [now.getTime()]) as Array<{ id: number }>
  return rows.map(({ id }) => id)
}

/** One planned time and its ticket. Moments are epoch milliseconds. */
export interface PlanRunRow { id: number, outcome: PlanRun['outcome'], plannedAt: number, at: number, ticketId: number | null, ticketNumber: string | null, ticketDepartmentId: number | null, reason: Message | null }

/** What became of the last planned times, the newest first. */
export async function listPlanRuns (reader: Reader, planId: number, most: number): Promise<PlanRunRow[]> {
  const rows = await reader.query(`
    SELECT r.id, r.outcome, r.planned_at AS plannedAt, r.at, r.ticket_id AS ticketId, t.number AS ticketNumber, t.department_id AS ticketDepartmentId, r.reason
    FROM plan_runs r LEFT JOIN tickets t ON t.id = r.ticket_id WHERE r.plan_id = ? ORDER BY r.id DESC LIMIT ${most}`, [planId]) as Array<Omit<PlanRunRow, 'reason'> & { reason: string | null }>
  return rows.map(row => ({ ...row, plannedAt: Number(row.plannedAt), at: Number(row.at), reason: row.reason === null ? null : JSON.parse(row.reason) as Message | null }))
}
