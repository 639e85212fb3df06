import { Answer } from '../../src/forms/answer.entity.js'
import { moveQuestion, switchQuestion } from '../../src/forms/commands/arrange-questions.js'
import { saveQuestion, type QuestionForm } from '../../src/forms/commands/save-question.js'
import { findQuestion, listAllQuestions, listQuestions } from '../../src/forms/question.queries.js'
import { lastChange } from '../support/history.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

const colour = ({ topics }: World): QuestionForm => ({ topicId: topics.printing.id, label: 'In colour?', hint: '', kind: 'choice', options: ['Yes', '', ' No '], isRequired: true, isPublic: true, neededToClose: false })
const labels = async ({ platform, topics }: World) => (await listQuestions(platform.db.read, topics.printing.id, { publicOnly: true })).map(({ label }) => label)

inWorld('a question is added at the end and changed', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id } = await saveQuestion(ctx, null, colour(world), 0)
  t.match(await findQuestion(world.platform.db.read, id), { options: ['Yes', 'No'], position: 3, isActive: true, version: 1 })
  t.match(await lastChange(world, 'question'), { action: 'question.created', subjectName: 'In colour?', difference: { options: { after: ['Yes', 'No'] } } })

  await saveQuestion(ctx, id, { ...colour(world), topicId: world.topics.heating.id, label: 'Colour', kind: 'short_text', isPublic: false }, 1)
  t.match(await findQuestion(world.platform.db.read, id), { topicId: world.topics.printing.id, label: 'Colour', options: [], version: 2 }, 'it stays with its topic')
  t.same(await labels(world), ['Which printer?', 'Where does it stand?'], 'agents see it, the public does not')
  t.same(await refused(async () => saveQuestion(ctx, id, colour(world), 1)), ['refusal.stale'])
})

inWorld('questions are asked in the order in which they were put, and no more when they are retired', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id } = await saveQuestion(ctx, null, colour(world), 0)
  await moveQuestion(ctx, { id, direction: 'up' })
  t.same(await labels(world), ['Which printer?', 'In colour?', 'Where does it stand?'])

  const [first] = await listQuestions(world.platform.db.read, world.topics.printing.id, { publicOnly: true })
  const firstId = first?.id ?? 0
  await switchQuestion(ctx, { id: firstId, version: 1, isActive: false })
  t.same(await labels(world), ['In colour?', 'Where does it stand?'])
  t.same((await listAllQuestions(world.platform.db.read, world.topics.printing.id)).map(({ label }) => label), ['In colour?', 'Where does it stand?', 'Which printer?'])
  t.same(await refused(async () => moveQuestion(ctx, { id: firstId, direction: 'up' })), ['refusal.not_found'])
  await moveQuestion(ctx, { id, direction: 'up' })
  t.same(await labels(world), ['In colour?', 'Where does it stand?'], 'the first stays the first')

  await switchQuestion(ctx, { id: firstId, version: 2, isActive: true })
  t.match(await lastChange(world, 'question'), { action: 'question.restored', subjectName: 'Which printer?' })
})

inWorld('a question that was answered stays of its kind', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id } = await saveQuestion(ctx, null, colour(world), 0)
  const ticket = await world.ask({ topicId: world.topics.printing.id, answers: new Map([[id, 'Yes']]) })
  t.same(await refused(async () => saveQuestion(ctx, id, { ...colour(world), kind: 'checkbox' }, 1)), ['kind forms.question.answered'])
  t.same(await refused(async () => saveQuestion(ctx, id, { ...colour(world), options: ['Black', 'Blue'] }, 1)), [])
  t.match(await world.platform.db.read.findOneBy(Answer, { ticketId: ticket.id, questionId: id }), { value: 'Yes' }, 'what was answered stays')
})

inWorld('what does not hold is told field by field', async (t, world) => {
  const save = async (form: Partial<QuestionForm>) => refused(async () => saveQuestion(world.as(world.ana), null, { ...colour(world), ...form }, 0))
  t.same(await save({ label: ' ', hint: 'x'.repeat(256), kind: 'poem' as 'date', options: [] }), ['label forms.question.no_label', 'kind refusal.not_a_choice', 'hint refusal.too_long'])
  t.same(await save({ options: ['Only'] }), ['options forms.question.too_few_options'])
  t.same(await save({ options: ['One', 'Two', ' One'] }), ['options forms.question.option_twice'])
  t.same(await save({ options: Array.from({ length: 101 }, (_, place) => `${place}`) }), ['options forms.question.too_many_options'])
  t.same(await save({ kind: 'file', neededToClose: true }), ['neededToClose forms.question.file_to_close'])
  t.same(await save({ topicId: 99 }), ['refusal.not_found'])

  for (let count = 2; count < 50; count += 1) t.same(await save({ kind: 'date', label: `Question ${count}` }), [])
  t.same(await save({ kind: 'date' }), ['label forms.question.too_many'])
})
