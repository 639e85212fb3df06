/** What kind of thing a field holds decides what can be asked of it. */
export type FieldKind = 'text' | 'choice' | 'number' | 'flag' | 'list'

/** What a rule waits for. */
export const triggers = ['created', 'message', 'updated', 'time'] as const
export type Trigger = typeof triggers[number]

/** Everything of a ticket, its people and its latest message that a rule can ask about. */
export const ruleFields = {
  subject: 'text',
  text: 'text',
  source: 'choice',
  topic: 'choice',
  department: 'choice',
  team: 'choice',
  assignee: 'choice',
  priority: 'choice',
  state: 'choice',
  status: 'choice',
  whose_move: 'choice',
  tags: 'list',
  requester_name: 'text',
  requester_email: 'text',
  requester_domain: 'text',
  company: 'choice',
  company_name: 'text',
  author: 'choice',
  recipients: 'list',
  reply_to_email: 'text',
  reply_to_name: 'text',
  file_names: 'list',
  file_count: 'number',
  reopened_count: 'number',
  is_open_now: 'flag',
  is_automatic: 'flag'
} as const satisfies Record<string, FieldKind>

export type NamedField = keyof typeof ruleFields

/** A named field, a question by its id, or a header of the mail by its name. */
export type FieldName = NamedField | `question.${number}` | `header.${string}`

/** The kind of a field; null when there is none of that name. A question's kind is its own. */
export function kindOf (field: string, questionKinds: ReadonlyMap<number, FieldKind> = new Map()): FieldKind | null {
  if (Object.hasOwn(ruleFields, field)) return ruleFields[field as NamedField]
  if (/^header\.[!-9;-~]{1,80}$/.test(field)) return 'text'
  const question = /^question\.(\d{1,9})$/.exec(field)?.[1]
  return question === undefined ? null : questionKinds.get(Number(question)) ?? null
}
