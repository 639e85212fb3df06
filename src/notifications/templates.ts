import { day, hour, minute } from '../platform/clock.js'

/** The words between braces that a wording may use. Each is looked up in this list and nowhere else. */
export const placeholderNames = [
  'greeting', 'name', 'number', 'subject', 'text', 'signature', 'actor', 'requester', 'team', 'department', 'organisation',
  'reason', 'priority', 'due', 'target', 'score', 'closes_on', 'closed_on', 'reopen_until', 'other_number', 'address', 'count', 'code', 'valid_for', 'link'
] as const
export type PlaceholderName = typeof placeholderNames[number]
export type Values = Partial<Record<PlaceholderName, string>>

export interface MailTemplateKind {
  /** `public` for requesters and participants, `desk` for agents, `access` for whoever wants to come in. */
  to: 'public' | 'desk' | 'access'
  /** An agent wrote it and a person may well answer; the others are marked as automatic. */
  byAgent?: boolean
  /** An agent who wants a digest is told of it there, and not by a mail of its own. */
  mayWait?: boolean
  /** For how long sending is tried before the mail counts as failed. */
  triesFor: number
  placeholders: readonly PlaceholderName[]
}

const always = ['greeting', 'name', 'organisation', 'link'] as const
const ticket = [...always, 'number', 'subject', 'requester', 'department'] as const
const desk = [...ticket, 'team', 'priority', 'due', 'text'] as const
const days = 5 * day

/** Every mail that leaves the house. */
export const mailTemplates = {
  request_received: { to: 'public', triesFor: days, placeholders: ticket },
  new_reply: { to: 'public', byAgent: true, triesFor: days, placeholders: [...ticket, 'text', 'signature', 'actor'] },
  solution: { to: 'public', byAgent: true, triesFor: days, placeholders: [...ticket, 'text', 'signature', 'actor'] },
  close_reminder: { to: 'public', triesFor: days, placeholders: [...ticket, 'closes_on'] },
  closed: { to: 'public', triesFor: days, placeholders: [...ticket, 'text', 'actor', 'reopen_until'] },
  follow_up: { to: 'public', triesFor: days, placeholders: [...ticket, 'closed_on'] },
  reopened: { to: 'public', triesFor: days, placeholders: [...ticket, 'text', 'actor', 'reason'] },
  participant_added: { to: 'public', triesFor: days, placeholders: [...ticket, 'actor'] },
  merged: { to: 'public', triesFor: days, placeholders: [...ticket, 'actor', 'other_number'] },
  rule_mail: { to: 'public', triesFor: days, placeholders: ['organisation', 'number', 'subject', 'department', 'text'] },
  assigned_to_you: { to: 'desk', triesFor: days, placeholders: [...desk, 'actor', 'reason'] },
  assigned_to_team: { to: 'desk', mayWait: true, triesFor: days, placeholders: [...desk, 'actor'] },
  new_in_department: { to: 'desk', mayWait: true, triesFor: days, placeholders: [...desk, 'actor', 'reason'] },
  requester_answered: { to: 'desk', mayWait: true, triesFor: days, placeholders: [...desk, 'actor'] },
  ticket_returned: { to: 'desk', mayWait: true, triesFor: days, placeholders: [...desk, 'reason'] },
  ticket_referred: { to: 'desk', mayWait: true, triesFor: days, placeholders: [...desk, 'actor', 'reason'] },
  task_given: { to: 'desk', mayWait: true, triesFor: days, placeholders: [...desk, 'actor'] },
  ticket_woke: { to: 'desk', mayWait: true, triesFor: days, placeholders: desk },
  undeliverable: { to: 'desk', triesFor: days, placeholders: [...desk, 'address'] },
  target_near: { to: 'desk', triesFor: days, placeholders: [...desk, 'target'] },
  target_missed: { to: 'desk', triesFor: days, placeholders: [...desk, 'target'] },
  low_rating: { to: 'desk', mayWait: true, triesFor: days, placeholders: [...desk, 'score'] },
  digest: { to: 'desk', triesFor: days, placeholders: [...always, 'count'] },
  admin_notice: { to: 'desk', triesFor: days, placeholders: [...always, 'text'] },
  sign_in_link: { to: 'access', triesFor: hour, placeholders: [...always, 'valid_for'] },
  code: { to: 'access', triesFor: 15 * minute, placeholders: [...always, 'number', 'code', 'valid_for'] },
  reset_password: { to: 'access', triesFor: hour, placeholders: [...always, 'valid_for'] },
  invite_agent: { to: 'access', triesFor: days, placeholders: [...always, 'valid_for'] }
} as const satisfies Record<string, MailTemplateKind>

export type TemplateName = keyof typeof mailTemplates
export const templateNames = Object.keys(mailTemplates) as TemplateName[]

/** As the table says, in its widest type. */
export const templateKind = (name: TemplateName): MailTemplateKind => mailTemplates[name]

export const isTemplateName = (text: string): text is TemplateName => Object.hasOwn(mailTemplates, text)
