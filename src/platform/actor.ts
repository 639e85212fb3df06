/** Who may ask for a change. `system` is a timer or a rule, never a person. */
export type Party = 'requester' | 'agent' | 'system'

/** What an agent may do with the tickets of a department. Articles belong to none: whoever holds theirs in some department writes them. */
export const permissions = [
  'ticket.read', 'ticket.create', 'ticket.reply', 'ticket.note', 'ticket.assign', 'ticket.transfer',
  'ticket.edit', 'ticket.close', 'ticket.merge', 'ticket.trash', 'knowledge.manage'
] as const
export type Permission = typeof permissions[number]

/** Parts of the admin panel that an agent may be given. */
export const adminRights = ['people', 'departments', 'mail', 'appearance', 'system'] as const
export type AdminRight = typeof adminRights[number]

export interface AgentActor {
  party: 'agent'
  id: number
  name: string
  email: string
  locale: string
  timeZone: string | null
  /** Permissions by department id; a department that is missing is one the agent does not work in. */
  departments: ReadonlyMap<number, ReadonlySet<Permission>>
  teamIds: readonly number[]
  adminRights: ReadonlySet<AdminRight>
  /** Set for a program that is held to some departments: what is referred to the agent or to a team is not among them. */
  isNarrowed?: true
  /** Set while a program acts for the agent: what it writes says so. */
  isProgram?: true
  preferences: { then?: 'next' | 'list' | 'stay', theme?: 'light' | 'dark', keys?: boolean }
}

export interface RequesterActor {
  party: 'requester'
  id: number
  name: string
  email: string
  locale: string | null
  /** Set when the person came by a mailed link that opens this one ticket and nothing else. */
  onlyTicketId: number | null
  /** The company whose members let each other read their requests, when this person may. Never set together with `onlyTicketId`. */
  readsCompanyId?: number
}

export interface SystemActor {
  party: 'system'
  id: null
  name: string
  /** Set for a rule: no rule answers what a rule did. */
  isRule?: true
}

export type Actor = AgentActor | RequesterActor | SystemActor

export const system: SystemActor = { party: 'system', id: null, name: 'Ostiary' }

/** Whether the agent holds a permission in a department. */
export function holds (actor: Actor, permission: Permission, departmentId: number): boolean {
  switch (actor.party) {
    case 'system': return true
    case 'agent': return actor.departments.get(departmentId)?.has(permission) ?? false
    case 'requester': return false
  }
}

/** Whether the agent holds a permission in some department, for what belongs to none. */
export function holdsAnywhere (actor: Actor, permission: Permission): boolean {
  return actor.party === 'system' || (actor.party === 'agent' && departmentsWith(actor, permission).length > 0)
}

/** The departments in which an agent holds a permission. */
export function departmentsWith (actor: AgentActor, permission: Permission): number[] {
  return [...actor.departments].filter(([, held]) => held.has(permission)).map(([id]) => id)
}
