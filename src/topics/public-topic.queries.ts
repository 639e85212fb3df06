import type { Reader } from '../platform/database/database.js'
import { Topic } from './topic.entity.js'

/** What the public can ask about, in the admins' order. */
export async function listPublicTopics (reader: Reader): Promise<Topic[]> {
  return reader.find(Topic, { where: { isActive: true, isPublic: true }, order: { position: 'ASC', id: 'ASC' } })
}

/** A topic that the public may ask about; null when it is gone or for agents alone. */
export async function findPublicTopic (reader: Reader, id: number): Promise<Topic | null> {
  return reader.findOneBy(Topic, { id, isActive: true, isPublic: true })
}

/** The topic of a form that is being filled in, also when it is no longer offered: what was typed for it is still there. */
export async function findTopicOfForm (reader: Reader, id: number | null): Promise<Topic | null> {
  return id === null ? null : reader.findOneBy(Topic, { id })
}
