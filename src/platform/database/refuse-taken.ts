import { InvalidFields } from '../errors.js'
import { isDuplicate } from './retry.js'

/**
 * Runs `work` and says in words when the name that it wrote is taken. The unique key decides, so that of two
 * people who choose a name at once one is told.
 *
 * @throws InvalidFields for the field `name`.
 */
export async function refuseTaken<Result> (work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw isDuplicate(error) ? new InvalidFields({ name: { key: 'refusal.name_taken' } }) : error
  }
}
