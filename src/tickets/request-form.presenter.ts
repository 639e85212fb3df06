import type { AnswerValue } from '../forms/answer.entity.js'
import type { Question } from '../forms/question.entity.js'
import type { QuestionKind } from '../forms/question-kind.js'
import type { Message } from '../platform/errors.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Attachment } from './attachment.entity.js'
import type { RequestForm } from './request-form.entity.js'
import { answerText } from './answer.presenter.js'

/** A question as the shared field draws it. */
export interface FieldView {
  name: string, id: string, label: string, hint?: string, error?: string, optional: boolean, type: string, value?: string | string[], checked?: boolean
  options?: Array<{ value: string, label: string }>, rows?: number, autocomplete?: string, inputmode?: string, width?: 'short' | 'mid', maxlength?: number
}

type Wrong = ReadonlyMap<string, Message>

const looks: Record<Exclude<QuestionKind, 'file'>, Partial<FieldView> & { type: string }> = {
  short_text: { type: 'text', maxlength: 500 },
  long_text: { type: 'textarea', rows: 4 },
  choice: { type: 'radio' },
  choices: { type: 'checkboxes' },
  date: { type: 'date', width: 'mid' },
  number: { type: 'text', inputmode: 'decimal', width: 'short' },
  email: { type: 'email', autocomplete: 'off' },
  phone: { type: 'tel', autocomplete: 'off', width: 'mid' },
  checkbox: { type: 'checkbox' }
}

/** Subject, description and the topic's questions, with what was typed and what is wrong with it. */
export function presentDetails (form: RequestForm, questions: readonly Question[], problems: Wrong, t: Translate): FieldView[] {
  const own = [
    { name: 'subject', label: t('portal.details.subject'), hint: t('portal.details.subject_hint'), type: 'text', value: form.subject, maxlength: 200 },
    { name: 'text', label: t('portal.details.text'), hint: t('portal.details.text_hint'), type: 'textarea', rows: 6, value: form.text }
  ]
  return [...own.map(field => ({ ...field, id: field.name, optional: false, error: errorOf(field.name, problems, t) })), ...questions.flatMap(question => presentQuestion(question, form.answers[question.id], problems, t))]
}

/** A question as a field; files are asked for elsewhere. */
export function presentQuestion ({ id, label, hint, kind, options, isRequired }: Question, value: AnswerValue | undefined, problems: Wrong, t: Translate): FieldView[] {
  if (kind === 'file') return []
  const name = `q${id}`
  return [{
    name, id: name, label, hint: hint || undefined, optional: !isRequired, ...looks[kind],
    error: errorOf(name, problems, t),
    options: options.map(option => ({ value: option, label: option })),
    ...(kind === 'checkbox' ? { checked: value === true } : { value: typeof value === 'boolean' || value == null ? '' : value })
  }]
}

/** Who asks. */
export function presentYou (form: Pick<RequestForm, 'name' | 'email' | 'phone'>, problems: Wrong, t: Translate): FieldView[] {
  return [
    { name: 'name' as const, type: 'text', label: t('portal.you.name'), autocomplete: 'name', maxlength: 190 },
    { name: 'email' as const, type: 'email', label: t('portal.you.email'), hint: t('portal.you.email_hint'), autocomplete: 'email', maxlength: 190 },
    { name: 'phone' as const, type: 'tel', label: t('portal.you.phone'), autocomplete: 'tel', width: 'mid' as const, maxlength: 60 }
  ].map(field => ({ ...field, id: field.name, optional: field.name === 'phone', value: form[field.name], error: errorOf(field.name, problems, t) }))
}

function errorOf (name: string, problems: Wrong, t: Translate): string | undefined {
  const problem = problems.get(name)
  return problem && t(problem.key, problem.values)
}

/** A picker for files, with those that are kept already and what is wrong with those that are not. */
export interface FileFieldView { name: string, label: string, hint: string, files: Array<{ id: number, name: string, size: string }>, errors: string[], isLast: boolean }

/** A picker for each question that asks for a file, and one for whatever else helps. */
export function presentFileFields (questions: readonly Question[], files: readonly Attachment[], problems: ReadonlyArray<Message & { field: string }>, limits: { files: number, bytes: number }, t: Translate, format: Format): FileFieldView[] {
  const wanted = questions.filter(({ kind }) => kind === 'file')
  const limitsInWords = t('portal.files.hint', { files: limits.files, size: limits.bytes / 1_000_000 })
  const isOf = (questionId: number | null) => wanted.some(({ id }) => id === questionId)
  const kept = (fits: (file: Attachment) => boolean) => files.filter(fits).map(({ id, name, size }) => ({ id, name, size: t('portal.files.kept', { size: format.fileSize(size) }) }))
  const errors = (fits: (field: string) => boolean) => problems.filter(({ field }) => fits(field)).map(({ key, values }) => t(key, values))
  const names = new Set(wanted.map(({ id }) => `q${id}`))

  return [
    ...wanted.map(({ id, label, hint, isRequired }) => ({
      name: `q${id}`, label: isRequired ? label : `${label} ${t('common.optional')}`, hint, files: kept(({ questionId }) => questionId === id), errors: errors(field => field === `q${id}`), isLast: false
    })),
    { name: 'files', label: t(files.length > 0 ? 'portal.files.label_more' : 'portal.files.label'), hint: limitsInWords, files: kept(({ questionId }) => !isOf(questionId)), errors: errors(field => !names.has(field)), isLast: true }
  ]
}

export interface CheckLine { label: string, value: string, page: 'topic' | 'details' | 'files' | 'you' | null }

/** Everything that is about to be sent, line by line, with the page on which it can be changed. */
export function presentCheck (form: RequestForm, { topicName, continued }: { topicName: string, continued: string | null }, questions: readonly Question[], files: readonly Attachment[], t: Translate, format: Format): { request: CheckLine[], you: CheckLine[] } {
  const answers = questions.filter(({ kind }) => kind !== 'file').map(({ id, label }) => ({ label, value: answerText(form.answers[id], t), page: 'details' as const }))
  const names = files.map(({ name, size }) => `${name} (${format.fileSize(size)})`)
  return {
    request: [
      { label: t('portal.check.topic'), value: topicName, page: 'topic' },
      ...(continued === null ? [] : [{ label: t('portal.check.continues'), value: continued, page: null }]),
      { label: t('portal.details.subject'), value: form.subject, page: 'details' },
      { label: t('portal.details.text'), value: form.text, page: 'details' },
      ...answers.filter(({ value }) => value !== ''),
      { label: t('portal.check.files'), value: names.join('\n') || t('portal.check.no_files'), page: 'files' }
    ],
    you: [
      { label: t('portal.check.name'), value: form.name, page: 'you' },
      { label: t('portal.check.email'), value: form.email, page: 'you' },
      ...(form.phone === '' ? [] : [{ label: t('portal.check.phone'), value: form.phone, page: 'you' as const }])
    ]
  }
}
