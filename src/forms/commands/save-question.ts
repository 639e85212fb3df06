import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { NotFound } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { Answer } from '../answer.entity.js'
import { Question } from '../question.entity.js'
import { questionKinds, type QuestionKind } from '../question-kind.js'

export interface QuestionForm {
  topicId: number
  label: string
  hint: string
  kind: QuestionKind
  /** For choice and choices; left aside otherwise. */
  options: string[]
  isRequired: boolean
  isPublic: boolean
  neededToClose: boolean
}

type QuestionValues = Omit<QuestionForm, 'topicId'>

const mostQuestions = 50
const mostOptions = 100
const withOptions: readonly QuestionKind[] = ['choice', 'choices']

/**
 * Adds a question at the end of a topic's, or changes one. It stays with its topic, and once somebody has
 * answered it, it stays of its kind: an answer has to mean what it meant.
 *
 * @throws InvalidFields, Stale
 * @throws NotFound when the question or the topic is not there.
 */
export async function saveQuestion (ctx: Context, id: number | null, form: QuestionForm, version: number): Promise<Question> {
  return ctx.db.transaction(async manager => {
    const question = id === null ? await newQuestion(manager, form.topicId) : await lockVersion(manager, Question, id, version)
    const values = await checkQuestion(manager, form, question)
    const before = id === null ? {} : auditedOf(question)

    await manager.save(Object.assign(question, values, { version: question.version + 1 }))
    await recordChange(manager, ctx, { action: id === null ? 'question.created' : 'question.updated', subjectType: 'question', subjectId: question.id, subjectName: question.label, before, after: auditedOf(values) })
    return question
  })
}

async function newQuestion (manager: EntityManager, topicId: number): Promise<Question> {
  const [topic] = await manager.query('SELECT (SELECT COALESCE(MAX(q.position), 0) + 1 FROM questions q WHERE q.topic_id = o.id) AS position FROM topics o WHERE o.id = ?', [topicId]) as Array<{ position: number }>
  if (topic === undefined) throw new NotFound()
  return Object.assign(new Question(), { topicId, position: Number(topic.position), isActive: true, version: 0 })
}

async function checkQuestion (manager: EntityManager, form: QuestionForm, question: Question): Promise<QuestionValues> {
  const checks = new FieldChecks()
  const label = checks.line('label', form.label, 190)
  if (label === '') checks.note('label', 'forms.question.no_label')

  const isNew = question.version === 0
  if (isNew && await manager.countBy(Question, { topicId: question.topicId, isActive: true }) >= mostQuestions) checks.note('label', 'forms.question.too_many', { most: mostQuestions })
  const kind = checks.choice('kind', form.kind, questionKinds)
  if (!isNew && kind !== question.kind && await manager.existsBy(Answer, { questionId: question.id })) checks.note('kind', 'forms.question.answered')
  if (kind === 'file' && form.neededToClose) checks.note('neededToClose', 'forms.question.file_to_close')

  const values = {
    label, kind, hint: checks.line('hint', form.hint), options: withOptions.includes(kind) ? checkOptions(checks, form.options) : [],
    isRequired: form.isRequired, isPublic: form.isPublic, neededToClose: form.neededToClose
  }
  checks.refuse()
  return values
}

/** Empty lines of the list are left out. */
function checkOptions (checks: FieldChecks, typed: readonly string[]): string[] {
  const options = typed.map(option => checks.line('options', option, 120)).filter(option => option !== '')
  const twice = options.find((option, place) => options.indexOf(option) < place)
  if (options.length < 2) checks.note('options', 'forms.question.too_few_options')
  if (options.length > mostOptions) checks.note('options', 'forms.question.too_many_options', { most: mostOptions })
  if (twice !== undefined) checks.note('options', 'forms.question.option_twice', { option: twice })
  return options
}

const auditedOf = ({ label, hint, kind, options, isRequired, isPublic, neededToClose }: QuestionValues) => ({ label, hint, kind, options, isRequired, isPublic, neededToClose })
