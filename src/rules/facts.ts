import type { AskedTicket } from '../tickets/intake.js'
import type { Facts } from './condition.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

/** So much of a header is looked at and kept. */
const longestHeader = 4000

/** What rules see of a request that is about to become a ticket, and of the company for which it is asked. */
export function factsOfAsked (asked: AskedTicket, isOpenNow: boolean, company: { id: number, name: string } | null = null): Facts {
  const { subject, text, source, topicId, departmentId, teamId, priority, requester, answers, fileNames, mail } = asked
  const values = new Map<FieldName, FactValue>([
    ['subject', subject], ['text', text], ['source', source],
    ['topic', idText(topicId)], ['department', idText(departmentId)], ['team', idText(teamId)], ['assignee', null], ['priority', String(priority)],
    ['state', 'new'], ['status', null], ['whose_move', 'us'], ['tags', []],
    ['requester_name', requester.name], ['requester_email', requester.email], ['requester_domain', domainOf(requester.email)],
    ['company', idText(company?.id ?? null)], ['company_name', company?.name ?? ''], ['author', 'requester'],
    ['recipients', mail?.recipients ?? []], ['reply_to_email', mail?.replyTo?.email ?? ''], ['reply_to_name', mail?.replyTo?.name ?? ''],
    ['file_names', fileNames], ['file_count', fileNames.length], ['reopened_count', 0], ['is_open_now', isOpenNow], ['is_automatic', mail?.isAutomatic ?? false]
  ])
  for (const [id, value] of answers) values.set(`question.${id}`, value)
  for (const [name, lines] of mail?.headers ?? []) values.set(`header.${name.toLowerCase()}`, lines.join('\n').slice(0, longestHeader))
  return { trigger: 'created', values, before: new Map() }
}

export const idText = (id: number | null): string | null => id === null ? null : String(id)

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()
