import { minute } from '../../platform/clock.js'
import { addWorkingMs, workingMs } from '../../schedules/working-time.js'
import type { ServiceLevel, Terms } from '../../sla/service-level.js'
import { appliesTo, onlyWarns, stepMs, type Step } from '../../sla/step.js'
import type { TargetKind } from '../../sla/target-kind.js'
import type { Target } from '../target.entity.js'
import { endOfTime } from './end-of-time.js'

/** A row of `targets` as it stands or shall stand; one that is not saved yet has no id. */
export type TargetState = Readonly<Omit<Target, 'id'> & { id?: number }>

/** One promise and the terms under which its time counts. What follows changes copies, never the row. */
export interface Clock { readonly target: TargetState, readonly terms: Terms }

export const isOpen = ({ target }: Clock): boolean => target.metAt === null && target.droppedAt === null
export const budgetMs = (target: Pick<TargetState, 'minutes'>): number => target.minutes * minute

/** A new clock with nothing used. It stands still until it is run. */
export function startClock (ticketId: number, kind: TargetKind, minutes: number, level: ServiceLevel, at: Date): Clock {
  const { policyId, scheduleId, hours, pausesOnHold, steps } = level
  return {
    terms: { hours, pausesOnHold, steps },
    target: {
      ticketId, kind, policyId, scheduleId, minutes, startedAt: at, runningSince: null, usedMs: 0,
      dueAt: null, nextStepAt: null, takenSteps: null, metAt: null, breachedAt: null, droppedAt: null
    }
  }
}

/** Lets the clock run from `at` on. One that runs already is left alone. */
export function runClock (clock: Clock, at: Date): Clock {
  return clock.target.runningSince === null ? timed(changed(clock, { runningSince: at })) : clock
}

/**
 * Stops the clock and keeps what it used. A promise whose due time is past counts as missed from now on,
 * because a clock that stands still has no due time by which it could be found later.
 */
export function pauseClock (clock: Clock, at: Date): Clock {
  const { dueAt, breachedAt } = clock.target
  const missed = dueAt !== null && at > dueAt
  return { ...clock, target: { ...bank(clock, at), breachedAt: breachedAt ?? (missed ? at : null) } }
}

/** The promise is kept, late or in time. */
export function meetClock (clock: Clock, at: Date): Clock {
  return changed(pauseClock(clock, at), { metAt: at })
}

/** The promise stops mattering without having been kept. */
export function dropClock (clock: Clock, at: Date): Clock {
  return changed(pauseClock(clock, at), { droppedAt: at })
}

/** A kept or dropped promise is open again, with what was used before. It stands still until it is run. */
export function reviveClock (clock: Clock): Clock {
  return changed(clock, { metAt: null, droppedAt: null })
}

/** As if the promise had never been kept: the time since then counts as well. */
export function unmeetClock (clock: Clock): Clock {
  return timed(changed(clock, { metAt: null, runningSince: clock.target.metAt }))
}

/**
 * Puts an open clock under another promise from `at` on. Time used until then was counted in the hours of
 * then and stays as it is.
 */
export function retimeClock (clock: Clock, level: ServiceLevel, at: Date): Clock {
  const { policyId, scheduleId, hours, pausesOnHold, steps } = level
  const { target } = scheduleId === clock.target.scheduleId ? clock : rebaseClock(clock, at)
  const minutes = level.minutes[target.kind] ?? target.minutes
  return timed({ terms: { hours, pausesOnHold, steps }, target: { ...target, policyId, scheduleId, minutes } })
}

/** Keeps what a running clock used until `at`, in its present hours or in those given, and lets it count from there. */
export function rebaseClock (clock: Clock, at: Date, hours = clock.terms.hours): Clock {
  const { runningSince } = clock.target
  if (runningSince === null || runningSince >= at) return clock
  return timed({ ...clock, target: { ...bank({ ...clock, terms: { ...clock.terms, hours } }, at), runningSince: at } })
}

/** Working time used until `at`, by a clock that may still run. */
export function usedMsAt ({ target, terms }: Clock, at: Date): number {
  const { runningSince, usedMs } = target
  return runningSince === null || at <= runningSince ? usedMs : usedMs + workingMs(terms.hours, runningSince, at)
}

const changed = (clock: Clock, change: Partial<TargetState>): Clock => ({ ...clock, target: { ...clock.target, ...change } })

function bank (clock: Clock, at: Date): TargetState {
  return { ...clock.target, usedMs: usedMsAt(clock, at), runningSince: null, dueAt: null, nextStepAt: null }
}

/** The clock with its due time and next step as its present terms ask. */
export function timed (clock: Clock): Clock {
  const { runningSince } = clock.target
  if (runningSince === null) return changed(clock, { dueAt: null, nextStepAt: null })
  return changed(clock, { dueAt: whenUsed(clock, runningSince, budgetMs(clock.target)), nextStepAt: nextStepAt(clock) })
}

function nextStepAt (clock: Clock): Date | null {
  const [step] = stepsAhead(clock)
  return step === undefined ? null : momentOfStep(clock, step)
}

/** When a step comes if the clock runs on; one that stands still never gets there. */
export function momentOfStep (clock: Clock, step: Step): Date {
  const { runningSince } = clock.target
  return runningSince === null ? endOfTime : whenUsed(clock, runningSince, stepMs(step, budgetMs(clock.target)))
}

/** The steps that a clock has not seen, in the order in which they come. One whose time is past comes at once. */
export function stepsAhead ({ target, terms }: Clock): Step[] {
  const budget = budgetMs(target)
  const taken = new Set((target.takenSteps ?? []).map(({ key }) => key))
  return terms.steps
    .filter(step => appliesTo(step, target.kind) && !taken.has(step.key) && !(target.breachedAt !== null && onlyWarns(step, budget)))
    .toSorted((one, other) => stepMs(one, budget) - stepMs(other, budget))
}

/** The clock after a step that was taken at `at`, which it never takes again. */
export function takeStep (clock: Clock, { key }: Pick<Step, 'key'>, at: Date): Clock {
  return timed(changed(clock, { takenSteps: [...clock.target.takenSteps ?? [], { key, at: at.getTime() }] }))
}

/** The clock of a promise that was found to be missed. It stays due, and runs on until somebody answers. */
export function missClock (clock: Clock, at: Date): Clock {
  return timed(changed(clock, { breachedAt: at }))
}

/**
 * When the time used reaches `ms` if the clock runs on from `since`; one that is beyond that is due at once.
 * Hours in which it never gets there make it due at the end of time: a schedule gone wrong must not keep a
 * ticket from being answered.
 */
export function whenUsed ({ target, terms }: Clock, since: Date, ms: number): Date {
  try {
    return addWorkingMs(terms.hours, since, Math.max(0, ms - target.usedMs))
  } catch (error) {
    if (error instanceof RangeError) return endOfTime
    throw error
  }
}
