import type { Priority } from '../tickets/ticket.entity.js'

/** What a recurring ticket is made of. Subject, text and tasks may name the day. */
export interface PlanTemplate {
  topicId: number
  requesterName: string
  requesterEmail: string
  /** Writes to the requester that the ticket was opened, as when he or she had asked. */
  tellsRequester: boolean
  subject: string
  text: string
  /** As typed, by the id of what the topic asks. */
  answers: Record<string, string | string[]>
  /** Null takes the topic's. */
  priority: Priority | null
  /** Null leaves it to rules and the topic's way. */
  agentId: number | null
  teamId: number | null
  tags: string[]
  tasks: string[]
}
