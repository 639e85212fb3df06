/** What kind of thing a field holds decides what can be asked of it. `clock` is the time itself. */
export type FieldKind = 'text' | 'choice' | 'number' | 'flag' | 'list' | 'date' | 'clock'

/** What a rule waits for. */
export const triggers = ['created', 'message', 'updated', 'time'] as const
export type Trigger = typeof triggers[number]

/** Everything of a ticket, its people and its latest message that a rule can ask about, by what it is about. */
export const fieldGroups = {
  request: {
    subject: 'text', topic: 'choice', source: 'choice', priority: 'choice', tags: 'list', state: 'choice', status: 'choice',
    entry_count: 'number', reopened_count: 'number', is_linked: 'flag'
  },
  place: { department: 'choice', team: 'choice', assignee: 'choice', whose_move: 'choice' },
  requester: {
    requester_name: 'text', requester_email: 'text', requester_domain: 'text', requester_phone: 'text', requester_locale: 'choice', open_tickets: 'number', participants: 'list',
    company: 'choice', company_name: 'text'
  },
  message: {
    text: 'text', author: 'choice', file_names: 'list', file_count: 'number', file_megabytes: 'number', is_automatic: 'flag',
    recipients: 'list', reply_to_email: 'text', reply_to_name: 'text'
  },
  time: {
    now: 'clock', weekday: 'choice', is_open_now: 'flag', created_at: 'date', active_at: 'date', last_message_at: 'date', first_reply_at: 'date', last_reply_at: 'date',
    hold_until: 'date', resolved_at: 'date', closed_at: 'date', hours_open: 'number'
  },
  promise: { sla_policy: 'choice', next_due_at: 'date', due_at: 'date', minutes_to_due: 'number', is_overdue: 'flag', is_warned: 'flag' }
} as const satisfies Record<string, Record<string, FieldKind>>

export type FieldGroup = keyof typeof fieldGroups

export const ruleFields = { ...fieldGroups.request, ...fieldGroups.place, ...fieldGroups.requester, ...fieldGroups.message, ...fieldGroups.time, ...fieldGroups.promise } as const

export type NamedField = keyof typeof ruleFields

/** A named field, a question by its id, or a header of the mail by its name. */
export type FieldName = NamedField | `question.${number}` | `header.${string}`

/** What nothing can be said of before a ticket is opened. */
export const laterFields: ReadonlySet<string> = new Set<NamedField>([
  'entry_count', 'active_at', 'last_message_at', 'first_reply_at', 'last_reply_at', 'hold_until', 'resolved_at', 'closed_at', 'hours_open', 'sla_policy', 'next_due_at', 'due_at', 'minutes_to_due', 'is_overdue', 'is_warned'
])

/** What older rules ask, and newer ones ask in better words: `now` in working time. */
const formerFields: ReadonlySet<string> = new Set<NamedField>(['is_open_now'])

/** The fields that a new condition of a rule can be about, by what they are about. */
export function offeredFields (trigger: Trigger): Array<[FieldGroup, NamedField[]]> {
  return (Object.keys(fieldGroups) as FieldGroup[]).map(group => [
    group, (Object.keys(fieldGroups[group]) as NamedField[]).filter(field => !formerFields.has(field) && (trigger !== 'created' || !laterFields.has(field)))
  ])
}

/** The kind of a field; null when there is none of that name. A question's kind is its own. */
export function kindOf (field: string, questionKinds: ReadonlyMap<number, FieldKind> = new Map()): FieldKind | null {
  if (Object.hasOwn(ruleFields, field)) return ruleFields[field as NamedField]
  if (/^header\.[!-9;-~]{1,80}$/.test(field)) return 'text'
  const question = questionIn(field)
  return question === null ? null : questionKinds.get(question) ?? null
}

/** The id of the question that a field is the answer to; null for any other field. */
export function questionIn (field: string): number | null {
  const id = /^question\.(\d{1,9})$/.exec(field)?.[1]
  return id === undefined ? null : Number(id)
}
