import type { EntityManager } from 'typeorm'
import type { Asker } from '../accounts/belonging.queries.js'
import type { Strategy } from '../departments/choices.js'
import type { AnswerValue } from '../forms/answer.entity.js'
import type { Context } from '../platform/context.js'
import type { Source } from './source.js'
import type { Priority, Ticket } from './ticket.entity.js'

declare module '../platform/context.js' {
  interface Platform {
    /** Has a say on every new ticket before it is opened. Set where the rooms are put together. */
    intake?: Intake
  }
}

/** What a mail says of a request beside its text. */
export interface MailFacts {
  mailboxId: number | null
  recipients: string[]
  replyTo: { name: string, email: string } | null
  /** Lower-case names, decoded values. */
  headers: ReadonlyMap<string, readonly string[]>
  isAutomatic: boolean
}

/** A request as it came, before anything was decided. */
export interface AskedTicket {
  subject: string
  text: string
  source: Source
  topicId: number
  departmentId: number
  teamId: number | null
  priority: Priority
  requester: { name: string, email: string, phone?: string, locale?: string | null }
  /** For whom the requester asks; looked up when it is not given. */
  company?: Asker['company']
  answers: ReadonlyMap<number, AnswerValue>
  fileNames: string[]
  fileBytes?: number
  continuesTicketId?: number | null
  mail: MailFacts | null
}

/** What is to be different about a new ticket. What is left out stays as the topic says. */
export interface IntakeOrders {
  topicId?: number
  departmentId?: number
  teamId?: number | null
  priority?: Priority
  policyId?: number
  agentId?: number | null
  /** How an agent is chosen, in place of what the topic, team or department says. */
  way?: Strategy
  requester?: { name: string, email: string }
  silentTo: Array<'agents' | 'requester'>
  /** Refuses the request, with a reason in words of an admin. */
  reject: string | null
  /** Who wanted it, for the history. */
  by: string[]
  /** Keeps what was asked and said with the ticket, before anybody gets it. */
  keep: (manager: EntityManager, ticketId: number) => Promise<void>
  /** Does the rest once the ticket stands, in the same transaction. */
  finish: (ctx: Context, manager: EntityManager, ticket: Ticket) => Promise<void>
}

/** Decides on a new ticket; null when there is nothing to say. */
export type Intake = (manager: EntityManager, asked: AskedTicket, now: Date) => Promise<IntakeOrders | null>
