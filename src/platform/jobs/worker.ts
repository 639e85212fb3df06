import { setTimeout as wait } from 'node:timers/promises'
import { after, minute, second } from '../clock.js'
import type { Platform } from '../context.js'
import { claimJobs, extendLease, failJob, finishJob, releaseJob, type ClaimedJob } from './claim.js'
import type { JobName, Jobs } from './enqueue.js'
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
 * Claims due jobs and runs them, a few at a time, until it is stopped. A failed job comes back after a
 * growing pause with jitter and is set aside as dead after its last try; the others go on meanwhile.
 */
export class Worker {
  readonly #options: Required<WorkerOptions>
  #stopping = new AbortController()
  #loop: Promise<void> | null = null

  constructor (private readonly platform: Platform, options: WorkerOptions) {
    this.#options = { concurrency: 4, idleMs: 500, ...options }
  }

  start (): void {
    this.#loop = this.#run()
  }

  /** Takes no new job, waits for those in hand and gives back the rest. */
  async stop (): Promise<void> {
    this.#stopping.abort()
    await this.#loop
  }

  /** Runs everything that is due now, and what that causes, and returns how many jobs ran. For tests and the command line. */
  async runDue (): Promise<number> {
    await fireDueTimers(this.platform, this.#options.timers)
    for (let ran = 0; ;) {
      const jobs = await this.#claim()
      if (jobs.length === 0) return ran
      ran += jobs.length
      await Promise.all(jobs.map(async job => this.#perform(job)))
    }
  }

  async #run (): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await fireDueTimers(this.platform, this.#options.timers)
        const jobs = await this.#claim()
        if (jobs.length === 0) await this.#idle()
        await Promise.all(jobs.map(async job => this.#stopping.signal.aborted ? releaseJob(this.platform.db, job, this.platform.clock.now()) : this.#perform(job)))
      } catch (error) {
        this.platform.log.error({ err: error }, 'the worker could not reach its jobs')
        await this.#idle()
      }
    }
  }

  async #claim (): Promise<ClaimedJob[]> {
    return claimJobs(this.platform.db, this.platform.clock.now(), this.#options.concurrency, lease)
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

  async #idle (): Promise<void> {
    await wait(this.#options.idleMs, null, { signal: this.#stopping.signal }).catch(() => {})
  }
}

/** 10 s, 20 s, 40 s … up to an hour, each shortened by up to a quarter at random; null after the last try. */
function retryTime (error: unknown, attempts: number, now: Date): Date | null {
  if (error instanceof RetryAt) return error.at
  if (attempts >= maxAttempts) return null
  return after(now, Math.min(10 * second * 2 ** (attempts - 1), 60 * minute) * (1 - Math.random() / 4))
}
