import type { Reader } from '../platform/database/database.js'
import type { Asking } from './asking.js'
import { asksAny } from './asking.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

interface Row { phone: string | null, locale: string | null, openTickets: number }

/**
 * What is known of a requester beside name and address, when rules ask about it: also how many tickets of his
 * or hers were not solved at a moment, without one of them. Somebody who never asked before is not known.
 */
export async function findRequesterFacts (reader: Reader, asking: Asking, email: string, at: Date, withoutTicketId = 0): Promise<Array<[FieldName, FactValue]>> {
  if (!asksAny(asking, 'requester_phone', 'requester_locale', 'open_tickets')) return []
  const counted = asking.fields.has('open_tickets')
    ? "(SELECT COUNT(*) FROM tickets t WHERE t.requester_id = p.id AND t.id <> ? AND t.created_at <= ? AND t.state NOT IN ('merged', 'trashed') AND (t.resolved_at IS NULL OR t.resolved_at > ?))"
    : '0'
  const [row] = await reader.query(`SELECT p.phone, p.locale, ${counted} AS openTickets FROM people p WHERE p.email = ?`, [...counted === '0' ? [] : [withoutTicketId, at.getTime(), at.getTime()], email.toLowerCase()]) as Row[]
  if (row === undefined) return [['open_tickets', 0]]
  return [['open_tickets', Number(row.openTickets)], ...row.phone === null ? [] : [['requester_phone', row.phone] as [FieldName, FactValue]], ...row.locale === null ? [] : [['requester_locale', row.locale] as [FieldName, FactValue]]]
}
