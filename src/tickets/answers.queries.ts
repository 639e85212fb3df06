import { Answer, type AnswerValue } from '../forms/answer.entity.js'
import type { Reader } from '../platform/database/database.js'

/** What was answered on a ticket, by question. */
export async function listAnswers (reader: Reader, ticketId: number): Promise<Map<number, AnswerValue>> {
  return new Map((await reader.findBy(Answer, { ticketId })).map(({ questionId, value }) => [questionId, value]))
}
