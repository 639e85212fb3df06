import type { EntityManager } from 'typeorm'

/**
 * Runs a part of a transaction that may fail by itself: what it wrote is taken back, and the transaction can
 * go on. The failure is the caller's to catch.
 */
export async function attempt<Result> (manager: EntityManager, work: () => Promise<Result>): Promise<Result> {
  await manager.query('SAVEPOINT attempt')
  try {
    const result = await work()
    await manager.query('RELEASE SAVEPOINT attempt')
    return result
  } catch (error) {
    // A deadlock has taken the savepoint with it: then the first failure is the one to tell.
    await manager.query('ROLLBACK TO SAVEPOINT attempt').catch(() => undefined)
    throw error
  }
}
