import type { Reader } from '../platform/database/database.js'
import { Question } from './question.entity.js'

/** What a topic asks, in order. The public never sees questions that are for agents. */
export async function listQuestions (reader: Reader, topicId: number, { publicOnly }: { publicOnly: boolean }): Promise<Question[]> {
  return reader.find(Question, { where: { topicId, isActive: true, ...(publicOnly && { isPublic: true }) }, order: { position: 'ASC', id: 'ASC' } })
}
