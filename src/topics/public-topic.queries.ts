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
