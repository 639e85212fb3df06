import { second } from '../platform/clock.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { recently } from '../platform/recently.js'
import { Topic } from './topic.entity.js'

export interface TopicLine {
  id: number
  name: string
  description: string
  icon: string
  departmentName: string
  teamName: string | null
  priority: 1 | 2 | 3 | 4
  isPublic: boolean
  isActive: boolean
  /** Questions that it asks now. */
  questions: number
}

/** Every topic in its order, those out of use last. */
export async function listTopics (reader: Reader): Promise<TopicLine[]> {
  const rows = await reader.query(
    `SELECT o.id, o.name, o.description, o.icon, d.name AS departmentName, t.name AS teamName, o.priority, o.is_public AS isPublic, o.is_active AS isActive,
       (SELECT COUNT(*) FROM questions q WHERE q.topic_id = o.id AND q.is_active = 1) AS questions
     FROM topics o JOIN departments d ON d.id = o.department_id LEFT JOIN teams t ON t.id = o.team_id ORDER BY o.is_active DESC, o.position, o.id`
  ) as Array<Omit<TopicLine, 'isPublic' | 'isActive'> & { isPublic: number, isActive: number }>
  return rows.map(row => ({ ...row, isPublic: Boolean(row.isPublic), isActive: Boolean(row.isActive), questions: Number(row.questions) }))
}

/** One topic, also one out of use. @throws NotFound */
export async function findTopic (reader: Reader, id: number): Promise<Topic> {
  const topic = await reader.findOneBy(Topic, { id })
  if (topic === null) throw new NotFound()
  return topic
}

/** The first topic in use; null when there is none. */
export async function findFirstTopic (reader: Reader): Promise<Topic | null> {
  return reader.findOne(Topic, { where: { isActive: true }, order: { position: 'ASC', id: 'ASC' } })
}

const firstTopic = recently(second, async reader => findFirstTopic(reader))

/** The same at most a second late: it may have gone out of use meanwhile. */
export const findRecentFirstTopic = async (reader: Reader): Promise<Topic | null> => firstTopic.find(reader, 'first')

/** Whether another topic in use has a name: two that read alike could not be told apart. */
export async function isTopicNameTaken (reader: Pick<Reader, 'query'>, name: string, ownId: number | null): Promise<boolean> {
  const rows = await reader.query('SELECT 1 FROM topics WHERE LOWER(name) = LOWER(?) AND id <> ? AND is_active = 1 LIMIT 1', [name, ownId ?? 0]) as unknown[]
  return rows.length > 0
}
