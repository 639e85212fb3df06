import { listAuditAuthors, listAuditEntries, type AuditCursor } from '../../src/audit/audit.queries.js'
import { recordChange, type Change } from '../../src/audit/commands/record-change.js'
import { system, type AgentActor } from '../../src/platform/actor.js'
import { minute } from '../../src/platform/clock.js'
import { withActor } from '../../src/platform/context.js'
import { inWorld, type World } from '../support/world.js'

const record = async ({ platform }: World, actor: AgentActor | typeof system, change: Partial<Change> = {}) => platform.db.transaction(async manager => recordChange(manager, withActor(platform, actor), {
  action: 'department.updated', subjectType: 'department', subjectId: 1, subjectName: 'IT', before: { days: 5 }, after: { days: 7 }, ...change
}))

inWorld('a change is kept with who made it, when, and what differs', async (t, world) => {
  await record(world, world.ana)
  await record(world, system, { subjectName: 'x'.repeat(300) })
  await record(world, world.ana, { after: { days: 5 } })

  const { entries, next } = await listAuditEntries(world.platform.db.read, {})
  t.match(entries, [
    { agentId: null, agentName: 'Ostiary', subjectName: 'x'.repeat(255) },
    { agentId: world.ana.id, agentName: 'Ana Ribeiro', action: 'department.updated', subjectType: 'department', subjectId: 1, subjectName: 'IT', at: world.platform.clock.now(), difference: { days: { before: 5, after: 7 } } }
  ])
  t.equal(entries.length, 2, 'no line where nothing changed')
  t.equal(next, null)
  t.same(await listAuditAuthors(world.platform.db.read), [{ id: world.ana.id, name: 'Ana Ribeiro' }])
})

inWorld('the history of changes is read a page at a time, and by who, what and when', async (t, world) => {
  const { clock, db } = world.platform
  const start = clock.now()
  for (let count = 0; count < 12; count += 1) {
    await record(world, count % 3 === 0 ? world.ana : world.ben, { subjectId: count, subjectType: count % 2 === 0 ? 'team' : 'topic' })
    if (count % 4 === 3) clock.advance(minute)
  }
  const subjects = async (filter: Parameters<typeof listAuditEntries>[1]) => (await listAuditEntries(db.read, filter)).entries.map(({ subjectId }) => subjectId)

  const walked: Array<number | null> = []
  let after: AuditCursor | null = null
  do {
    const page = await listAuditEntries(db.read, {}, { after, limit: 5 })
    walked.push(...page.entries.map(({ subjectId }) => subjectId))
    after = page.next
  } while (after !== null)
  t.same(walked, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0], 'newest first, each once, though several happened at one moment')

  t.same(await subjects({ agentId: world.ana.id }), [9, 6, 3, 0])
  t.same(await subjects({ subjectType: 'topic', agentId: world.ana.id }), [9, 3])
  t.same(await subjects({ subjectType: 'team', subjectId: 4 }), [4])
  t.same(await subjects({ from: new Date(start.getTime() + minute), to: new Date(start.getTime() + 2 * minute) }), [7, 6, 5, 4])
})
