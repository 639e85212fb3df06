import { Type, type Static, type TObject, type TProperties } from '@fastify/type-provider-typebox'
import { sources } from '../tickets/source.js'
import { ticketLifecycle } from '../tickets/ticket.lifecycle.js'

const mostId = 2 ** 31 - 1
const moment = { format: 'date-time', examples: ['2026-11-23T08:00:00.000Z'] }

/** An object that takes no field but these. */
export const Fields = <Properties extends TProperties>(properties: Properties, more: object = {}): TObject<Properties> => Type.Object(properties, { additionalProperties: false, ...more })

export const Id = Type.Integer({ minimum: 1, maximum: mostId })
export const Moment = Type.String(moment)
export const MomentOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'], ...moment })
export const TextOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'] })
export const IdOrNull = Type.Unsafe<number | null>({ type: ['integer', 'null'] })

const named = { id: Id, name: Type.String() }
export const Named = Type.Object(named)
export const NamedOrNull = Type.Unsafe<Static<typeof Named> | null>({ type: ['object', 'null'], properties: named, required: ['id', 'name'] })

export const priorities = ['low', 'normal', 'high', 'urgent'] as const
export const PriorityName = Type.Enum([...priorities])
export const StateName = Type.Enum([...ticketLifecycle.stateNames])
const anyState = `(${ticketLifecycle.stateNames.join('|')})`
/** States with commas between them. */
export const StateList = Type.String({ pattern: `^${anyState}(,${anyState})*$`, examples: ['new,open'] })

export const SourceName = Type.Enum([...sources], { examples: ['api'] })

export const idParams = Fields({ id: Id })

/** One page of a list, and where the next begins. */
export const pageOf = <Item extends TObject>(item: Item) => Type.Object({ items: Type.Array(item), next: TextOrNull })

/** How a page is asked for. */
export const paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 100 }))
}

export const Person = Type.Object({ id: Id, name: Type.String(), email: Type.String(), phone: TextOrNull, locale: TextOrNull, companyId: IdOrNull, createdAt: Moment, version: Type.Integer() })

const ticket = {
  id: Id,
  number: Type.String({ examples: ['26-004213'] }),
  subject: Type.String(),
  state: StateName,
  status: TextOrNull,
  waitingOn: TextOrNull,
  priority: PriorityName,
  source: SourceName,
  requester: Type.Object({ id: Id, name: Type.String(), email: Type.String() }),
  company: NamedOrNull,
  department: Named,
  team: NamedOrNull,
  assignee: NamedOrNull,
  topic: NamedOrNull,
  slaPolicy: NamedOrNull,
  tags: Type.Array(Type.String()),
  nextDueAt: MomentOrNull,
  dueAt: MomentOrNull,
  holdReason: TextOrNull,
  holdUntil: MomentOrNull,
  resolvedAt: MomentOrNull,
  closedAt: MomentOrNull,
  mergedIntoId: IdOrNull,
  createdAt: Moment,
  activeAt: Moment,
  version: Type.Integer()
}

export const Ticket = Type.Object(ticket, { title: 'Ticket' })

export const File = Type.Object({ id: Id, entryId: IdOrNull, name: Type.String(), size: Type.Integer(), sha256: Type.String() }, { title: 'File' })

export const Task = Type.Object({
  id: Id, text: Type.String(), assignee: NamedOrNull, dueOn: TextOrNull, doneAt: MomentOrNull, doneBy: TextOrNull, version: Type.Integer()
}, { title: 'Task' })

export const FullTicket = Type.Object({
  ...ticket,
  participants: Type.Array(Type.Object({ id: Id, name: Type.String(), email: Type.String() })),
  links: Type.Array(Type.Object({ id: Id, number: Type.String(), subject: Type.String(), state: StateName, kind: Type.String({ examples: ['blocks'] }), as: Type.String({ examples: ['waits_for'] }) })),
  tasks: Type.Array(Task),
  answers: Type.Array(Type.Object({ questionId: Id, label: Type.String(), value: Type.Unknown() })),
  files: Type.Array(File),
  moves: Type.Array(Type.String({ examples: ['close'] }))
}, { title: 'TicketWithAll' })

export const Entry = Type.Object({
  id: Id,
  kind: Type.Enum(['message', 'reply', 'note']),
  author: Type.String(),
  agentId: IdOrNull,
  personId: IdOrNull,
  text: Type.String(),
  source: SourceName,
  isSolution: Type.Boolean(),
  leavesAt: MomentOrNull,
  withdrawnAt: MomentOrNull,
  createdAt: Moment,
  fileIds: Type.Array(Id)
}, { title: 'Entry' })

export const Event = Type.Object({ id: Id, name: Type.String({ examples: ['assigned'] }), actor: Type.String(), fromState: StateName, toState: StateName, details: Type.Unknown(), at: Moment }, { title: 'Event' })

/** Headers of a request that makes something: it can be sent again under the same name. */
export const repeatable = Type.Object({ 'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 255 })) })
/** Headers of a change to a ticket: it holds only for the version that was seen. */
export const conditional = Type.Object({ ...repeatable.properties, 'if-match': Type.Optional(Type.String({ maxLength: 200, examples: ['"7"'] })) })
export const conditionalChange = Type.Object({ 'if-match': conditional.properties['if-match'] })
