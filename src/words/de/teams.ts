import type { teamsEn } from '../en/teams.js'

export const teamsDe: Record<keyof typeof teamsEn, string> = {
  'teams.in_use.named': 'Dieses Team wird noch genannt von {names}: von Regeln, Makros oder dem Weg einer Abteilung. Wählen Sie dort zuerst ein anderes.',
  'teams.in_use.topics': 'Zu diesem Team führen noch Themen: {topics}. Lassen Sie sie zuerst woandershin führen.',
  'teams.in_use.tickets': '{count, plural, one {# Ticket dieses Teams ist noch offen. Schließen Sie es zuerst oder nehmen Sie es dem Team ab.} =1000 {Mindestens 1.000 Tickets dieses Teams sind noch offen. Schließen Sie sie zuerst oder nehmen Sie sie dem Team ab.} other {# Tickets dieses Teams sind noch offen. Schließen Sie sie zuerst oder nehmen Sie sie dem Team ab.}}',
  'teams.title': 'Teams',
  'teams.lead': 'Personen, die sich Arbeit teilen',
  'teams.form_lead': 'Ein Thema kann zu einem Team führen; seine Mitglieder nehmen die Tickets, von Hand oder reihum.',
  'teams.new': 'Neues Team',
  'teams.none': 'Es gibt noch kein Team.',
  'teams.saved': 'Das Team ist gespeichert.',
  'teams.save': 'Team speichern',
  'teams.name': 'Name',
  'teams.members': 'Mitglieder',
  'teams.team_lead': 'Leitung',
  'teams.strategy_manual': 'Wie die Abteilung es sagt',
  'teams.effect': '{count, plural, =0 {Bei diesem Team ist gerade kein Ticket offen.} one {Bei diesem Team ist # Ticket offen.} other {Bei diesem Team sind {shown} Tickets offen.}}'
}
