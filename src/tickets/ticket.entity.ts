import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import type { Actor } from '../platform/actor.js'
import { Instant, Line, Reference, Whole } from '../platform/database/columns.js'
import type { WaitingOn } from '../platform/define-lifecycle.js'
import { IllegalMove } from './illegal-move.js'
import type { Source } from './source.js'
import { TicketEvent, type EventDetails } from './ticket-event.entity.js'
import { ticketLifecycle, type TicketState, type TicketTransition } from './ticket.lifecycle.js'

export type Priority = 1 | 2 | 3 | 4

/** One request for help and where it stands. */
@Entity('tickets')
@Index(['assigneeId', 'state', 'sortsAt', 'id', 'departmentId'])
@Index(['assigneeId', 'state', 'activeAt', 'id', 'departmentId'])
@Index(['teamId', 'state', 'sortsAt', 'id', 'departmentId'])
@Index(['teamId', 'state', 'activeAt', 'id', 'departmentId'])
@Index(['departmentId', 'state', 'sortsAt', 'id', 'priority'])
@Index(['departmentId', 'assigneeId', 'state', 'sortsAt'])
@Index(['departmentId', 'state', 'activeAt'])
@Index(['departmentId', 'activeAt', 'id', 'state'])
@Index(['requesterId', 'activeAt'])
@Index(['companyId', 'state', 'activeAt', 'id', 'departmentId'])
@Index(['holdUntil'])
@Index(['closesAt'])
@Index(['remindsAt'])
@Index(['followsUpAt'])
@Index(['returnsAt'])
export class Ticket {
  @PrimaryGeneratedColumn()
  id!: number

  /** What people call it: “26-004213”. */
  @Line(40, { unique: true })
  number!: string

  @Line(255)
  subject!: string

  @Reference()
  requesterId!: number

  /** The company for which it was asked: the requester's when it was opened. It stays when the requester leaves. */
  @Reference({ nullable: true })
  companyId!: number | null

  @Reference({ nullable: true })
  topicId!: number | null

  @Reference()
  departmentId!: number

  @Reference({ nullable: true })
  teamId!: number | null

  @Reference({ nullable: true })
  assigneeId!: number | null

  @Whole({ default: 2 })
  priority!: Priority

  @Line(10)
  source!: Source

  /** Changed by {@link apply} and nothing else. */
  @Line(12, { default: ticketLifecycle.initial })
  readonly state: TicketState = ticketLifecycle.initial

  /** An admin's name for the state; null shows the state's own. */
  @Reference({ nullable: true })
  statusId!: number | null

  /** Whose move it is; follows from the state. */
  @Line(12, { nullable: true })
  readonly waitingOn: WaitingOn = 'us'

  @Instant()
  waitingSince!: Date

  @Reference({ nullable: true })
  slaPolicyId!: number | null

  /** A policy that a rule named; as long as it is in force it goes before the list. */
  @Reference({ nullable: true })
  chosenPolicyId!: number | null

  /** The nearest target that is neither met nor paused, or the promised date if that is nearer. */
  @Instant({ nullable: true })
  nextDueAt!: Date | null

  /** What queues sort by: `nextDueAt`, or the end of time, so that no engine has to sort nulls. */
  @Instant()
  sortsAt!: Date

  /** A date that an agent promised by hand. */
  @Instant({ nullable: true })
  dueAt!: Date | null

  @Line(255, { nullable: true })
  holdReason!: string | null

  /** When a ticket on hold wakes by itself. */
  @Instant({ nullable: true })
  holdUntil!: Date | null

  @Instant({ nullable: true })
  resolvedAt!: Date | null

  @Instant({ nullable: true })
  closedAt!: Date | null

  /** When a solved ticket closes without an answer. */
  @Instant({ nullable: true })
  closesAt!: Date | null

  /** When the requester is reminded that it will. */
  @Instant({ nullable: true })
  remindsAt!: Date | null

  /** When we ask how it went; null when asked already, or never to be asked. */
  @Instant({ nullable: true })
  followsUpAt!: Date | null

  /** Since when its agent has it untouched, when it therefore goes back to the pool, and how often it did in a row. */
  @Instant({ nullable: true })
  untouchedSince!: Date | null

  @Instant({ nullable: true })
  returnsAt!: Date | null

  @Whole({ default: 0 })
  returnCount!: number

  @Whole({ default: 0 })
  reopenedCount!: number

  @Reference({ nullable: true })
  mergedIntoId!: number | null

  /** First line of the last thing said in public, for the queue's row. */
  @Line(160, { default: '' })
  lastLine!: string

  @Line(12, { default: 'requester' })
  lastParty!: 'requester' | 'agent'

  /** The last message, reply or note; what “newest first” means. */
  @Instant()
  activeAt!: Date

  @Instant()
  createdAt!: Date

  /** One form, one ticket: the key that the form carried. */
  @Line(64, { nullable: true, unique: true })
  formKey!: string | null

  @Whole({ default: 1 })
  version!: number

  /**
   * Moves the ticket and returns the line of history that records the move. Saves neither.
   *
   * @throws IllegalMove when the table has no such move from the present state for this party.
   */
  apply (name: TicketTransition, actor: Actor, at: Date, { to, details = {} }: { to?: TicketState, details?: EventDetails } = {}): TicketEvent {
    const { by } = ticketLifecycle.transitions[name]
    const targets = ticketLifecycle.targets(name)
    const target = to ?? targets[0]
    if (!ticketLifecycle.allows(name, this.state) || !by.includes(actor.party) || target === undefined || !targets.includes(target)) throw new IllegalMove(name, this.state)

    const event = TicketEvent.of(this, name, actor, at, { fromState: this.state, toState: target, details })
    const { waitingOn } = ticketLifecycle.states[target]
    const since = waitingOn === this.waitingOn ? this.waitingSince : at
    Object.assign(this, { state: target, waitingOn, waitingSince: since, statusId: null, ...milestones(this, target, at) })
    return event
  }

  /** Records something that happened without a move: an assignment, a transfer, a new priority. */
  record (name: string, actor: Actor, at: Date, details: EventDetails = {}): TicketEvent {
    return TicketEvent.of(this, name, actor, at, { fromState: this.state, toState: this.state, details })
  }
}

/** The dates that a state sets, keeps or clears. */
function milestones (ticket: Ticket, target: TicketState, at: Date): Partial<Ticket> {
  const onHold = target === 'on_hold'
  const solved = target === 'resolved' || target === 'closed'
  return {
    holdReason: onHold ? ticket.holdReason : null,
    holdUntil: onHold ? ticket.holdUntil : null,
    resolvedAt: solved ? ticket.resolvedAt ?? at : null,
    closedAt: target === 'closed' ? at : null,
    closesAt: null, remindsAt: null, followsUpAt: null
  }
}
