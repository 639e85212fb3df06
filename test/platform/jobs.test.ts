import t, { type Test } from 'tap'
import { minute, second } from '../../src/platform/clock.js'
import type { Engine } from '../../src/platform/database/engine.js'
import { claimJobs, failJob, finishJob, releaseJob, type ClaimedJob } from '../../src/platform/jobs/claim.js'
import { enqueue, type JobName } from '../../src/platform/jobs/enqueue.js'
import { Job } from '../../src/platform/jobs/job.entity.js'
import { reviveJob } from '../../src/platform/jobs/job.queries.js'
import { fireDueTimers } from '../../src/platform/jobs/timers.js'
import { RetryAt, Worker, type JobHandlers } from '../../src/platform/jobs/worker.js'
import { engines } from '../support/engines.js'
import { openTestPlatform, type TestPlatform } from '../support/platform.js'

function onEach (name: string, test: (t: Test, platform: TestPlatform, engine: Engine) => Promise<void>): void {
  for (const engine of engines) {
    t.test(`${name} (${engine})`, async t => {
      const platform = await openTestPlatform(engine)
      t.teardown(async () => platform.close())
      await test(t, platform, engine)
    })
  }
}

const ring = async ({ db, clock }: TestPlatform, bells: number[], options: { uniqueKey?: string, runAt?: Date } = {}) =>
  db.transaction(async manager => { for (const bell of bells) await enqueue(manager, 'index-ticket', { ticketId: bell }, clock.now(), options) })

const jobsLeft = async ({ db }: TestPlatform): Promise<Job[]> => db.read.find(Job)

/** A worker that rings a bell for the one job that it knows. */
function ringer (platform: TestPlatform, handle: (bell: number, attempts: number) => Promise<unknown>, timers: Partial<Record<JobName, number>> = {}): Worker {
  const handlers = { 'index-ticket': async ({ ticketId }: { ticketId: number }, { attempts }: { attempts: number }) => handle(ticketId, attempts) }
  return new Worker(platform, { handlers: handlers as unknown as JobHandlers, timers, idleMs: 1 })
}

/** Something to wait for. */
function gate (): { opened: Promise<void>, open: () => void } {
  let open = (): void => {}
  const opened = new Promise<void>(resolve => { open = resolve })
  return { opened, open: () => { open() } }
}

const claimOne = async ({ db, clock }: TestPlatform): Promise<ClaimedJob | undefined> => (await claimJobs(db, clock.now(), { lane: 'desk', limit: 1, leaseMs: minute }))[0]

onEach('a job exists exactly when the change does', async (t, platform) => {
  await t.rejects(platform.db.transaction(async manager => {
    await enqueue(manager, 'index-ticket', { ticketId: 1 }, platform.clock.now())
    throw new Error('The change does not hold.')
  }))
  t.same(await jobsLeft(platform), [])

  await ring(platform, [2])
  t.match(await jobsLeft(platform), [{ name: 'index-ticket', payload: { ticketId: 2 }, attempts: 0, state: 'ready' }])
})

onEach('four workers run two hundred jobs once each', async (t, platform) => {
  const bells = Array.from({ length: 200 }, (_, bell) => bell)
  await ring(platform, bells)
  const rung: number[] = []
  const workers = Array.from({ length: 4 }, () => ringer(platform, async bell => rung.push(bell)))
  const ran = await Promise.all(workers.map(async worker => worker.runDue()))

  t.same(rung.toSorted((one, other) => one - other), bells)
  t.equal(ran.reduce((sum, each) => sum + each), 200)
  t.same(await jobsLeft(platform), [])
})

onEach('a job waits for its time', async (t, platform) => {
  await ring(platform, [1], { runAt: new Date(platform.clock.now().getTime() + minute) })
  t.equal(await claimOne(platform), undefined)
  platform.clock.advance(minute)
  t.match(await claimOne(platform), { payload: { ticketId: 1 }, attempts: 1 })
})

onEach('two jobs with one key are one job, until it has run', async (t, platform) => {
  await Promise.all([1, 2, 3].map(async bell => ring(platform, [bell], { uniqueKey: 'bell' })))
  t.equal((await jobsLeft(platform)).length, 1)
  await ringer(platform, async () => {}).runDue()
  await ring(platform, [4], { uniqueKey: 'bell' })
  t.match(await jobsLeft(platform), [{ payload: { ticketId: 4 } }])
})

onEach('a job is taken again when the worker that held it is dead', async (t, platform) => {
  await ring(platform, [1])
  const first = await claimOne(platform)
  platform.clock.advance(59 * second)
  t.equal(await claimOne(platform), undefined, 'its lease still runs')

  platform.clock.advance(second)
  const another = await claimOne(platform)
  t.match(another, { id: first?.id, attempts: 2 })
  t.not(another?.leaseToken, first?.leaseToken)
})

onEach('a worker that comes back late can neither finish nor fail nor release what another one holds', async (t, platform) => {
  await ring(platform, [1])
  const late = await claimOne(platform)
  platform.clock.advance(minute)
  const holder = await claimOne(platform)
  const now = platform.clock.now()

  await finishJob(platform.db, late!)
  await failJob(platform.db, late!, new Error('too late'), null)
  await releaseJob(platform.db, late!, now)
  t.match(await jobsLeft(platform), [{ state: 'ready', leaseToken: holder?.leaseToken, attempts: 2, lastError: null }])

  await finishJob(platform.db, holder!)
  t.same(await jobsLeft(platform), [])
})

onEach('a job that is given back runs at once and has lost no try', async (t, platform) => {
  await ring(platform, [1])
  await releaseJob(platform.db, (await claimOne(platform))!, platform.clock.now())
  t.match(await claimOne(platform), { attempts: 1 })
})

onEach('a failing job comes back ever later, and is set aside after its last try', async (t, platform) => {
  await ring(platform, [1])
  const worker = ringer(platform, async () => { throw new Error('The bell is cracked.') })
  const pauses: number[] = []
  for (let tries = 1; ; tries++) {
    t.equal(await worker.runDue(), 1)
    const [job] = await jobsLeft(platform)
    t.match(job, { attempts: tries, leaseToken: null, lastError: /The bell is cracked/ })
    if (job?.state === 'dead') break
    const pause = job!.runAt.getTime() - platform.clock.now().getTime()
    pauses.push(pause)
    platform.clock.advance(pause)
  }

  t.equal(pauses.length, 24, 'the twenty-fifth try is the last')
  for (const [place, pause] of pauses.entries()) {
    const longest = Math.min(10 * second * 2 ** place, 60 * minute)
    t.ok(pause > longest * 0.74 && pause <= longest, `pause ${place + 1} is ${pause} ms`)
  }
  platform.clock.advance(24 * 60 * minute)
  t.equal(await worker.runDue(), 0, 'a dead job rests')
})

onEach('a dead job runs again when an admin says so', async (t, platform) => {
  await ring(platform, [1])
  await ringer(platform, async () => { throw new RetryAt(null, 'The bell is gone.') }).runDue()
  const [dead] = await jobsLeft(platform)
  t.match(dead, { state: 'dead', attempts: 1 })

  await reviveJob(platform.db, dead!.id, platform.clock.now())
  const tries: number[] = []
  t.equal(await ringer(platform, async (_bell, attempts) => tries.push(attempts)).runDue(), 1)
  t.same(tries, [1])
  t.same(await jobsLeft(platform), [])
})

onEach('a handler may say when to try again', async (t, platform) => {
  await ring(platform, [1])
  const at = new Date(platform.clock.now().getTime() + 5 * minute)
  await ringer(platform, async () => { throw new RetryAt(at, 'The ringer is at lunch.') }).runDue()
  t.same((await jobsLeft(platform))[0]?.runAt, at)
})

onEach('a failing job holds up no other, nor does one that nobody knows', async (t, platform) => {
  await ring(platform, [1, 2, 3])
  await platform.db.transaction(async manager => manager.query("UPDATE jobs SET name = 'forgotten' WHERE id = (SELECT id FROM (SELECT MIN(id) AS id FROM jobs) x)"))
  const rung: number[] = []
  await ringer(platform, async bell => {
    if (bell === 2) throw new Error('The bell is cracked.')
    rung.push(bell)
  }).runDue()
  t.same(rung, [3])
  t.equal((await jobsLeft(platform)).length, 2)
})

onEach('a job that takes long keeps nothing but its own place', async (t, platform) => {
  const others = Array.from({ length: 20 }, (_, bell) => bell + 1)
  await ring(platform, [0, ...others])
  const rung: number[] = []
  const held = gate()
  const all = gate()
  const worker = ringer(platform, async bell => {
    if (bell === 0) return held.opened
    rung.push(bell)
    if (rung.length === others.length) all.open()
  })
  worker.start()
  await all.opened
  t.match(await jobsLeft(platform), [{ payload: { ticketId: 0 } }], 'the slow one is still at it')
  held.open()
  await worker.stop()
  t.same(await jobsLeft(platform), [], 'and ends before the worker does')
})

onEach('neither mail that cannot leave nor mail that is hard to read keeps the rest from its work', async (t, platform) => {
  await platform.db.transaction(async manager => {
    for (let id = 1; id <= 10; id += 1) {
      await enqueue(manager, 'send-mail', { mailId: id, until: 0 }, platform.clock.now())
      await enqueue(manager, 'process-message', { incomingId: id }, platform.clock.now())
    }
  })
  const [held, full, rung] = [gate(), gate(), gate()]
  const begun: string[] = []
  const hold = (name: string) => async () => {
    begun.push(name)
    if (begun.length === 4) full.open()
    return held.opened
  }
  const handlers = { 'send-mail': hold('send-mail'), 'process-message': hold('process-message'), 'index-ticket': async () => { rung.open() } }
  const worker = new Worker(platform, { handlers: handlers as unknown as JobHandlers, timers: {}, idleMs: 1, concurrency: 2 })
  worker.start()
  await full.opened
  await ring(platform, [1])
  await rung.opened
  t.same(begun.toSorted(), ['process-message', 'process-message', 'send-mail', 'send-mail'], 'as many as there is room for, of each')
  t.equal((await jobsLeft(platform)).filter(({ lane }) => lane !== 'desk').length, 20, 'they are still at it')
  held.open()
  await worker.stop()
})

onEach('a timer fires once however many workers look', async (t, platform) => {
  const timers = { 'index-ticket': 10 * minute }
  let rung = 0
  const workers = Array.from({ length: 4 }, () => ringer(platform, async () => { rung += 1 }, timers))
  const all = async () => Promise.all(workers.map(async worker => worker.runDue()))

  await all()
  t.equal(rung, 1)
  platform.clock.advance(10 * minute - 1)
  await all()
  t.equal(rung, 1, 'its time has not come')
  platform.clock.advance(1)
  await all()
  t.equal(rung, 2)
  platform.clock.advance(60 * minute)
  await all()
  t.equal(rung, 3, 'what was missed is not made up for')
})

onEach('a timer that fires while its last job still waits makes no second one', async (t, platform) => {
  const timers = { 'index-ticket': minute }
  for (let time = 0; time < 5; time++) {
    await fireDueTimers(platform, timers)
    platform.clock.advance(minute)
  }
  t.equal((await jobsLeft(platform)).length, 1)
})
