/** Teams in the admin panel. */
export const teamsEn = {
  'teams.in_use.named': 'This team is still named by {names}: by rules, macros or a department’s way to an agent. Choose another there first.',
  'teams.in_use.topics': 'Topics still lead to this team: {topics}. Let them lead elsewhere first.',
  'teams.in_use.tickets': '{count, plural, one {# ticket of this team is still open. Close it or take it from the team first.} =1000 {1,000 or more tickets of this team are still open. Close them or take them from the team first.} other {# tickets of this team are still open. Close them or take them from the team first.}}',
  'teams.title': 'Teams',
  'teams.lead': 'People who share work',
  'teams.form_lead': 'A topic may lead to a team; its members take the tickets, by hand or in turn.',
  'teams.new': 'New team',
  'teams.none': 'There is no team yet.',
  'teams.saved': 'The team is saved.',
  'teams.save': 'Save the team',
  'teams.name': 'Name',
  'teams.members': 'Members',
  'teams.team_lead': 'Lead',
  'teams.strategy_manual': 'As the department says',
  'teams.effect': '{count, plural, =0 {No open ticket is with this team now.} one {# open ticket is with this team now.} other {{shown} open tickets are with this team now.}}'
} as const
