import { after, minute, second } from '../clock.js'
import type { Platform } from '../context.js'
import { claimJobs, extendLease, failJob, finishJob, releaseJob, type ClaimedJob } from './claim.js'
import type { JobName, Jobs } from './enqueue.js'
import { lanes, type Lane } from './lanes.js'
import { rest } from './rest.js'
import { fireDueTimers, type TimerList } from './timers.js'

export type JobHandlers = { [Name in JobName]: (payload: Jobs[Name], attempt: { attempts: number }) => Promise<unknown> }

interface WorkerOptions { handlers: JobHandlers, timers: TimerList, concurrency?: number, idleMs?: number }

const lease = minute
const maxAttempts = 25

/** Thrown by a handler that knows when a next try makes sense, or that none does. */
export class RetryAt extends Error {
  constructor (readonly at: Date | null, cause: unknown) { super(cause instanceof Error ? cause.message : String(cause), { cause }) }
}

/**
 * Claims due jobs and runs them, a few of each lane at a time, until it is stopped. One that takes long keeps nothing but
 * its own place. A failed job comes back after a growing pause with jitter and is set aside as dead after its last try;
 * the others go on meanwhile.
 */
export class Worker {
  readonly #options: Required<WorkerOptions>
  #stopping = new AbortController()
  #loops: Promise<void>[] = []

  constructor (private readonly platform: Platform, options: WorkerOptions) {
    this.#options = { concurrency: 4, idleMs: 500, ...options }
  }

  start (): void {
    this.#loops = lanes.map(async lane => this.#run(lane))
  }

  /** Takes no new job, waits for those in hand and gives back the rest. */
  async stop (): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#loops)
  }

  /** Runs everything that is due now, and what that causes, and returns how many jobs ran. For tests and the command line. */
  async runDue (): Promise<number> {
    await fireDueTimers(this.platform, this.#options.timers)
    for (let ran = 0; ;) {
      const jobs: ClaimedJob[] = []
      for (const lane of lanes) jobs.push(...await this.#claim(lane, this.#options.concurrency))
      if (jobs.length === 0) return ran
      ran += jobs.length
      await Promise.all(jobs.map(async job => this.#perform(job)))
    }
  }

  async #run (lane: Lane): Promise<void> {
    const { concurrency, idleMs } = this.#options
    const { signal } = this.#stopping
    const busy = new Set<Promise<void>>()
    while (!signal.aborted) {
      const begun = await this.#begin(lane, busy).catch((error: unknown) => { this.platform.log.error({ err: error }, 'the worker could not reach its jobs'); return [] })
      if (begun.length > 0) await rest(idleMs, signal, [Promise.all(begun)])
      else await rest(idleMs, signal, busy.size < concurrency ? [] : busy)
    }
    await Promise.all(busy)
  }

  /** Begins as many jobs as there is room for. */
  async #begin (lane: Lane, busy: Set<Promise<void>>): Promise<Array<Promise<void>>> {
    const room = this.#options.concurrency - busy.size
    if (room === 0) return []
    if (lane === 'desk') await fireDueTimers(this.platform, this.#options.timers)
    const jobs = await this.#claim(lane, room)
    return jobs.map(job => {
      const done = this.#take(job).finally(() => { busy.delete(done) })
      busy.add(done)
      return done
    })
  }

  async #claim (lane: Lane, limit: number): Promise<ClaimedJob[]> {
    return claimJobs(this.platform.db, this.platform.clock.now(), { lane, limit, leaseMs: lease })
  }

  async #take (job: ClaimedJob): Promise<void> {
    try {
      if (this.#stopping.signal.aborted) await releaseJob(this.platform.db, job, this.platform.clock.now())
      else await this.#perform(job)
    } catch (error) {
      this.platform.log.error({ err: error, job: job.name, id: job.id }, 'what became of a job could not be written down')
    }
  }

  async #perform (job: ClaimedJob): Promise<void> {
    const { db, clock, log } = this.platform
    const heartbeat = setInterval(() => { extendLease(db, job, after(clock.now(), lease)).catch(error => log.warn({ err: error }, 'a lease could not be extended')) }, lease / 3)
    try {
      await this.#handlerOf(job)
      await finishJob(db, job)
    } catch (error) {
      log.warn({ err: error, job: job.name, id: job.id, attempts: job.attempts }, 'a job failed')
      await failJob(db, job, error, retryTime(error, job.attempts, clock.now()))
    } finally {
      clearInterval(heartbeat)
    }
  }

  async #handlerOf (job: ClaimedJob): Promise<unknown> {
    const handlers = this.#options.handlers as Record<string, (payload: unknown, attempt: { attempts: number }) => Promise<unknown>>
    const handler = Object.hasOwn(handlers, job.name) ? handlers[job.name] : undefined
    if (handler === undefined) throw new Error(`No room knows a job called “${job.name}”.`)
    return handler(job.payload, { attempts: job.attempts })
  }
}

/** 10 s, 20 s, 40 s … up to an hour, each shortened by up to a quarter at random; null after the last try. */
function retryTime (error: unknown, attempts: number, now: Date): Date | null {
  if (error instanceof RetryAt) return error.at
  if (attempts >= maxAttempts) return null
  return after(now, Math.min(10 * second * 2 ** (attempts - 1), 60 * minute) * (1 - Math.random() / 4))
}
