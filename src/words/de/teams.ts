import type { teamsEn } from '../en/teams.js'

export const teamsDe: Record<keyof typeof teamsEn, string> = {
  'teams.in_use.topics': 'Zu diesem Team führen noch Themen: {topics}. Lassen Sie sie zuerst woandershin führen.',
  'teams.in_use.tickets': '{count, plural, one {# Ticket dieses Teams ist noch offen. Schließen Sie es zuerst oder nehmen Sie es dem Team ab.} =1000 {Mindestens 1.000 Tickets dieses Teams sind noch offen. Schließen Sie sie zuerst oder nehmen Sie sie dem Team ab.} other {# Tickets dieses Teams sind noch offen. Schließen Sie sie zuerst oder nehmen Sie sie dem Team ab.}}'
}
