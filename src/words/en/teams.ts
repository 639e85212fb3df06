/** Teams in the admin panel. */
export const teamsEn = {
  'teams.in_use.topics': 'Topics still lead to this team: {topics}. Let them lead elsewhere first.',
  'teams.in_use.tickets': '{count, plural, one {# ticket of this team is still open. Close it or take it from the team first.} =1000 {1,000 or more tickets of this team are still open. Close them or take them from the team first.} other {# tickets of this team are still open. Close them or take them from the team first.}}'
} as const
