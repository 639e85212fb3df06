import type { AnswerValue } from '../forms/answer.entity.js'
import type { Question, QuestionKind } from '../forms/question.entity.js'
import type { Message } from '../platform/errors.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Attachment } from './attachment.entity.js'
import type { RequestForm } from './request-form.entity.js'
import { answerText } from './ticket.presenter.js'

/** A question as the shared field draws it. */
export interface FieldView {
  name: string, id: string, label: string, hint?: string, error?: string, optional: boolean, type: string, value?: string | string[], checked?: boolean
  options?: Array<{ value: string, label: string }>, rows?: number, autocomplete?: string, inputmode?: string, width?: 'short' | 'mid', maxlength?: number
}

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

/** A topic's questions with what was typed and what is wrong with it. */
export function presentQuestions (questions: readonly Question[], answers: Readonly<Record<number, AnswerValue>>, problems: ReadonlyMap<number, Message>, t: Translate): FieldView[] {
  return questions.flatMap(({ id, label, hint, kind, options, isRequired }) => {
    if (kind === 'file') return []
    const value = answers[id]
    const problem = problems.get(id)
    return [{
      name: `q${id}`, id: `q${id}`, label, hint: hint || undefined, optional: !isRequired, ...looks[kind],
      error: problem && t(problem.key, problem.values),
      options: options.map(option => ({ value: option, label: option })),
      ...(kind === 'checkbox' ? { checked: value === true } : { value: typeof value === 'boolean' || value == null ? '' : value })
    }]
  })
}

export interface CheckLine { label: string, value: string, page: 'details' | 'files' | 'you' | '' }

/** Everything that is about to be sent, line by line, with the page on which it can be changed. */
export function presentCheck (form: RequestForm, topicName: string, questions: readonly Question[], files: readonly Attachment[], t: Translate, format: Format): { request: CheckLine[], you: CheckLine[] } {
  const answers = questions.filter(({ kind }) => kind !== 'file').map(({ id, label }) => ({ label, value: answerText(form.answers[id], t), page: 'details' as const }))
  const names = files.map(({ name, size }) => `${name} (${format.fileSize(size)})`)
  return {
    request: [
      { label: t('portal.check.topic'), value: topicName, page: '' },
      { label: t('portal.details.subject'), value: form.subject, page: 'details' },
      { label: t('portal.details.text'), value: form.text, page: 'details' },
      ...answers.filter(({ value }) => value !== ''),
      { label: t('portal.check.files'), value: names.join(', ') || t('portal.check.no_files'), page: 'files' }
    ],
    you: [
      { label: t('portal.check.name'), value: form.name, page: 'you' },
      { label: t('portal.check.email'), value: form.email, page: 'you' },
      ...(form.phone === '' ? [] : [{ label: t('portal.check.phone'), value: form.phone, page: 'you' as const }])
    ]
  }
}
