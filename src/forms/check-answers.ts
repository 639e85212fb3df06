import { isEmailAddress } from '../platform/email-address.js'
import type { Message } from '../platform/errors.js'
import type { AnswerValue } from './answer.entity.js'
import type { Question } from './question.entity.js'

const longestLine = 500
const longestText = 20_000

export interface CheckedAnswers {
  answers: Map<number, AnswerValue>
  /** What is wrong, by question id. */
  problems: Map<number, Message>
}

type Asked = Pick<Question, 'id' | 'label' | 'kind' | 'options' | 'isRequired'>

/**
 * Reads what was typed into a topic's questions. Whatever does not fit is kept as typed and told in words,
 * with an example; files are attachments and are not looked at here.
 */
export function checkAnswers (questions: readonly Asked[], typed: ReadonlyMap<number, string | string[]>): CheckedAnswers {
  const answers = new Map<number, AnswerValue>()
  const problems = new Map<number, Message>()

  for (const question of questions) {
    if (question.kind === 'file') continue
    const { value, problem } = read(question, typed.get(question.id))
    answers.set(question.id, value)
    if (problem !== null) problems.set(question.id, problem)
    else if (question.isRequired && isEmpty(value)) problems.set(question.id, { key: missingKey(question), values: { label: question.label } })
  }
  return { answers, problems }
}

const isEmpty = (value: AnswerValue): boolean => value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0)

function missingKey ({ kind }: Asked): Message['key'] {
  if (kind === 'choice' || kind === 'choices') return 'forms.missing.choice'
  return kind === 'checkbox' ? 'forms.missing.checkbox' : 'forms.missing.text'
}

interface Read { value: AnswerValue, problem: Message | null }

const fine = (value: AnswerValue): Read => ({ value, problem: null })
const bad = (value: AnswerValue, key: Message['key'], values?: Message['values']): Read => ({ value, problem: { key, values } })

function read ({ kind, options }: Asked, typed: string | string[] = ''): Read {
  const chosen = [typed].flat().map(cleaned).filter(text => text !== '')
  const text = (chosen[0] ?? '').trim()

  switch (kind) {
    case 'choices': return chosen.every(option => options.includes(option)) ? fine([...new Set(chosen)]) : bad(chosen, 'refusal.not_a_choice')
    case 'choice': return text === '' || options.includes(text) ? fine(text) : bad(text, 'refusal.not_a_choice')
    case 'checkbox': return fine(text !== '')
    case 'long_text': return limited(text, longestText)
    default: break
  }
  if (text === '') return fine('')
  if (text.length > longestLine) return limited(text, longestLine)

  switch (kind) {
    case 'date': return isDay(text) ? fine(text) : bad(text, 'forms.bad.date')
    case 'number': return /^-?\d{1,15}([.,]\d{1,6})?$/.test(text) ? fine(text.replace(',', '.')) : bad(text, 'forms.bad.number')
    case 'email': return isEmailAddress(text) ? fine(text) : bad(text, 'forms.bad.email')
    case 'phone': return isPhone(text) ? fine(text) : bad(text, 'forms.bad.phone')
    default: return fine(text.replace(/\s+/g, ' '))
  }
}

/** Without characters that nobody types and that no page could show. */
const cleaned = (text: string): string => text.toWellFormed().replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '')

/** Digits, and whatever people put between them. */
const isPhone = (text: string): boolean => /^\+?[\d\s()/.-]{4,40}$/.test(text) && text.replace(/\D/g, '').length >= 4

const limited = (text: string, limit: number): Read => text.length > limit ? bad(text, 'refusal.too_long', { limit, length: text.length }) : fine(text)

/** A day that exists in the calendar: the 30th of February does not. */
function isDay (text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
}
