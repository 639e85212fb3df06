import type { AskedTicket } from '../tickets/intake.js'
import { clockFacts } from './clock-facts.js'
import type { Facts } from './condition.js'
import type { Moment } from './moment.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

/** So much of a header is looked at and kept. */
const longestHeader = 4000

const noFields: ReadonlySet<string> = new Set()

/** What rules see of a request that is about to become a ticket. @param known what is known of the requester beside @param fields those that rules ask about */
export function factsOfAsked (asked: AskedTicket, moment: Moment, fields: ReadonlySet<string> = noFields, known: ReadonlyArray<[FieldName, FactValue]> = []): Facts {
  const { subject, text, source, topicId, departmentId, teamId, priority, requester, answers, fileNames, fileBytes = 0, continuesTicketId = null, mail } = asked
  const values = new Map<FieldName, FactValue>([
    ['subject', subject], ['text', text], ['source', source],
    ['topic', idText(topicId)], ['department', idText(departmentId)], ['team', idText(teamId)], ['assignee', null], ['priority', String(priority)],
    ['state', 'new'], ['status', null], ['whose_move', 'us'], ['tags', []], ['participants', []], ['is_linked', continuesTicketId !== null],
    ['requester_name', requester.name], ['requester_email', requester.email], ['requester_domain', domainOf(requester.email)], ['requester_phone', requester.phone ?? null], ['requester_locale', requester.locale ?? null], ['company', null], ['company_name', ''], ['author', 'requester'],
    ['file_names', fileNames], ['file_count', fileNames.length], ['file_megabytes', megabytes(fileBytes)], ['reopened_count', 0], ['created_at', moment.at.getTime()],
    ...mailFacts(mail), ...known, ...clockFacts(moment, fields)
  ])
  for (const [id, value] of answers) values.set(`question.${id}`, value)
  return { trigger: 'created', values, before: new Map(), moment }
}

/** What a mail says of itself; nothing when it was none. */
export function mailFacts (mail: AskedTicket['mail']): Array<[FieldName, FactValue]> {
  return [
    ['recipients', mail?.recipients ?? []], ['reply_to_email', mail?.replyTo?.email ?? ''], ['reply_to_name', mail?.replyTo?.name ?? ''], ['is_automatic', mail?.isAutomatic ?? false],
    ...[...mail?.headers ?? []].map(([name, lines]): [FieldName, FactValue] => [`header.${name.toLowerCase()}`, lines.join('\n').slice(0, longestHeader)])
  ]
}

export const idText = (id: number | null): string | null => id === null ? null : String(id)

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

/** With one digit behind the point. */
export const megabytes = (bytes: number): number => Math.round(bytes / 100_000) / 10
