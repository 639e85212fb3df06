import { setTimeout as wait } from 'node:timers/promises'

const attempts = 6

/** 1205 lock wait, 1213 deadlock, 1020 changed since read, 1047/1180 cluster certification. */
const conflictNumbers = new Set([1205, 1213, 1020, 1047, 1180])
const busyCodes = new Set(['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED'])

/** Runs `work` again, after a growing pause with jitter, when it lost to another transaction. */
export async function retryConflicts<Result> (work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !isConflict(error)) throw error
      await wait(Math.random() * 10 * 2 ** attempt)
    }
  }
}

/** Whether it lost to another transaction, and is worth another try. */
export function isConflict (error: unknown): boolean {
  const { errno, code } = (error as { driverError?: { errno?: number, code?: string } } | null)?.driverError ?? error as { errno?: number, code?: string } | null ?? {}
  return conflictNumbers.has(Number(errno)) || busyCodes.has(String(code))
}

/** Whether an insert failed because a unique key is taken. */
export function isDuplicate (error: unknown): boolean {
  const { errno, code } = (error as { driverError?: { errno?: number, code?: string } }).driverError ?? {}
  return errno === 1062 || String(code).startsWith('SQLITE_CONSTRAINT_UNIQUE') || String(code).startsWith('SQLITE_CONSTRAINT_PRIMARYKEY')
}
