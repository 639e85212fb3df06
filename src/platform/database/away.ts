import { isConflict } from './retry.js'

/** 1053 the server stops, 1317 and 1927 it ended what we asked, 1040 and 1203 it has no connection left. */
const awayNumbers = new Set([1040, 1053, 1203, 1317, 1927])

/**
 * Whether the database was not there, went away in the middle, or was too busy for all our tries: nothing is wrong with
 * what was asked, and later it will do. MySQL's driver marks what ended a connection as fatal.
 */
export function isAway (error: unknown): boolean {
  const { fatal, errno } = (error as { driverError?: Fault } | null)?.driverError ?? error as Fault | null ?? {}
  return fatal === true || awayNumbers.has(Number(errno)) || isConflict(error)
}

interface Fault { fatal?: boolean, errno?: number }
