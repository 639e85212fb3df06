import type { Reader } from '../platform/database/database.js'
import { aroundTheClock, type OpeningHours } from '../schedules/opening-hours.js'
import { findHours } from '../schedules/schedule.queries.js'
import { Topic } from '../topics/topic.entity.js'

/** When the department works that a topic leads to; around the clock when the topic is gone. */
export async function findHoursOfTopic (reader: Reader, topicId: number): Promise<OpeningHours> {
  const topic = await reader.findOneBy(Topic, { id: topicId })
  return topic === null ? aroundTheClock : (await findHours(reader, topic.departmentId)).hours
}
