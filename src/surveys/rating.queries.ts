import type { Reader } from '../platform/database/database.js'
import { Rating } from './rating.entity.js'

/** How a requester says it went; null as long as nobody said. The caller checks that the actor may see the ticket. */
export async function findRating (reader: Pick<Reader, 'findOneBy'>, ticketId: number): Promise<Rating | null> {
  return reader.findOneBy(Rating, { ticketId })
}
