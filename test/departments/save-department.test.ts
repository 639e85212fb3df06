import { archiveDepartment, restoreDepartment } from '../../src/departments/commands/archive-department.js'
import { saveDepartment, type DepartmentForm } from '../../src/departments/commands/save-department.js'
import { findDepartment, listDepartmentMembers, listDepartments } from '../../src/departments/department.queries.js'
import { Absence } from '../../src/accounts/absence.entity.js'
import { after, day } from '../../src/platform/clock.js'
import { translator } from '../../src/platform/i18n/translate.js'
import { Refusal } from '../../src/platform/errors.js'
import { switchTopic } from '../../src/topics/commands/arrange-topics.js'
import { lastChange, payloadsOf } from '../support/history.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

const library: DepartmentForm = {
  name: 'Library', description: 'Loans and rooms', mailAddress: '', mailName: '', managerId: null, scheduleId: null, closurePolicy: 'agent_closes', graceDays: 5,
  reminderDays: 2, followsUp: true, followUpDays: 3, reopenDays: 30, strategy: 'manual', returnMinutes: 0, returnsByHand: true, showsPromise: true, takesCopies: false
}

const formOf = ({ departments: { it } }: World, more: Partial<DepartmentForm> = {}): DepartmentForm => ({ ...it, mailAddress: it.mailAddress ?? '', mailName: it.mailName ?? '', ...more })

inWorld('a department is added and changed, and the history says what changed by name', async (t, world) => {
  const ctx = world.as(world.ana)
  const added = await saveDepartment(ctx, null, { ...library, name: '  Library\n', mailAddress: 'Books@Riverside.Example', managerId: world.ben.id }, 0)
  t.match(await findDepartment(world.platform.db.read, added.id), { name: 'Library', mailAddress: 'books@riverside.example', mailName: null, managerId: world.ben.id, isActive: true, version: 1 })
  t.match(await lastChange(world, 'department'), { action: 'department.created', agentId: world.ana.id, subjectId: added.id, subjectName: 'Library', difference: { name: { before: null, after: 'Library' }, manager: { before: null, after: 'Ben Ortiz' } } })

  await saveDepartment(ctx, added.id, { ...library, managerId: world.nadia.id, graceDays: 7 }, 1)
  t.same((await lastChange(world, 'department'))?.difference, {
    mailAddress: { before: 'books@riverside.example', after: null }, graceDays: { before: 5, after: 7 }, manager: { before: 'Ben Ortiz', after: 'Nadia Farouk' }
  })
  t.same(await payloadsOf(world, 'recompute-clocks'), [], 'its hours are as they were')

  await saveDepartment(ctx, added.id, { ...library, managerId: world.nadia.id, graceDays: 7 }, 2)
  t.match((await lastChange(world, 'department'))?.difference, { graceDays: { after: 7 } }, 'saving without a change leaves no line')
})

inWorld('what does not hold is told field by field', async (t, world) => {
  const ctx = world.as(world.ana)
  const wrong = {
    ...library, name: ' ', description: 'x'.repeat(256), mailAddress: 'books', managerId: 99, scheduleId: 99, closurePolicy: 'nobody' as 'agent_closes', graceDays: 0, followUpDays: 91,
    reopenDays: -1, strategy: 'dice' as 'manual'
  }
  t.same((await refused(async () => saveDepartment(ctx, null, wrong, 0))).toSorted(), [
    'closurePolicy refusal.not_a_choice', 'description refusal.too_long', 'followUpDays refusal.not_between', 'graceDays refusal.not_between', 'mailAddress departments.bad.mail_address',
    'managerId refusal.not_a_choice', 'name refusal.name_missing', 'reminderDays departments.bad.reminder_days', 'reopenDays refusal.not_between', 'scheduleId refusal.not_a_choice', 'strategy refusal.not_a_choice'
  ])
  t.same(await refused(async () => saveDepartment(ctx, null, { ...library, name: 'Facilities' }, 0)), ['name refusal.name_taken'])
  t.same(await refused(async () => saveDepartment(ctx, null, { ...library, reminderDays: 5 }, 0)), ['reminderDays departments.bad.reminder_days'])
  t.same(await refused(async () => saveDepartment(ctx, null, { ...library, graceDays: 1, reminderDays: 0 }, 0)), [])
})

inWorld('of two admins who save at once, the second is told', async (t, world) => {
  const save = async (name: string) => refused(async () => saveDepartment(world.as(world.ana), world.departments.it.id, formOf(world, { name }), 1))
  t.same((await Promise.all([save('IT one'), save('IT two')])).map(([key]) => key).toSorted(), ['refusal.stale', undefined])

  const add = async () => refused(async () => saveDepartment(world.as(world.ana), null, library, 0))
  t.same((await Promise.all([add(), add()])).map(([key]) => key).toSorted(), ['name refusal.name_taken', undefined])
  t.same(await refused(async () => saveDepartment(world.as(world.ana), 999, library, 0)), ['refusal.not_found'])
})

inWorld('other hours let the clocks of a department be reckoned anew', async (t, world) => {
  await saveDepartment(world.as(world.ana), world.departments.it.id, formOf(world, { scheduleId: null }), 1)
  t.same(await payloadsOf(world, 'recompute-clocks'), [{ departmentId: world.departments.it.id, changedAt: world.platform.clock.now().getTime() }])
  t.match(await lastChange(world, 'department'), { difference: { schedule: { before: 'Office hours', after: null } } })
})

inWorld('a department in use is not taken out of use, and says by what', async (t, world) => {
  const ctx = world.as(world.ana)
  const { facilities } = world.departments
  const archive = async (version = 1) => archiveDepartment(ctx, { id: facilities.id, version })
  const words = async () => archive().then(() => '', (error: unknown) => error instanceof Refusal ? translator('en')(error.key, error.values) : String(error))

  await world.ask({ topicId: world.topics.heating.id })
  t.equal(await words(), 'Topics still lead here: Rooms and heating. Let them lead to another department first.')
  await switchTopic(ctx, { id: world.topics.heating.id, version: 1, isActive: false })
  t.equal(await words(), '1 ticket is still open here. Close or transfer it first.')

  await world.platform.db.transaction(async manager => manager.query("UPDATE tickets SET state = 'closed'"))
  t.same(await refused(async () => archive(7)), ['refusal.stale'])
  await archive()
  t.match(await findDepartment(world.platform.db.read, facilities.id), { isActive: false, version: 2 })
  t.match(await lastChange(world, 'department'), { action: 'department.archived', subjectName: 'Facilities', difference: { isActive: { before: true, after: false } } })
  t.same(await refused(async () => switchTopic(ctx, { id: world.topics.heating.id, version: 2, isActive: true })), ['topics.department_archived'])

  await restoreDepartment(ctx, { id: facilities.id, version: 2 })
  t.match(await findDepartment(world.platform.db.read, facilities.id), { isActive: true })
})

inWorld('the list says who works where and how much is open', async (t, world) => {
  await world.ask()
  t.match(await listDepartments(world.platform.db.read), [
    { name: 'Facilities', isActive: true, agents: 2, topics: 1, openTickets: 0, closurePolicy: 'agent_closes' },
    { name: 'IT Service Desk', isActive: true, agents: 2, topics: 3, openTickets: 1, strategy: 'round_robin' }
  ])

  const now = world.platform.clock.now()
  await world.platform.db.transaction(async manager => manager.insert(Absence, { agentId: world.ben.id, startsAt: now, endsAt: after(now, day), reason: '' }))
  t.match(await listDepartmentMembers(world.platform.db.read, world.departments.it.id, now), [
    { name: 'Ana Ribeiro', role: 'Lead', isActive: true, absentUntil: null }, { name: 'Ben Ortiz', role: 'Agent', capacity: 15, absentUntil: after(now, day) }
  ])
})
