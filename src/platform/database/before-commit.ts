import type { EntityManager } from 'typeorm'

/** Writes everything of a kind that a transaction has gathered; at least one thing. */
export type WriteAll<Thing> = (manager: EntityManager, things: Thing[]) => Promise<void>

const gathered = new WeakMap<object, Map<WriteAll<never>, unknown[]>>()

/**
 * Keeps a thing until the end of the caller's transaction, where all that `write` has to write is written at once,
 * still within it: what fails there takes the whole of it back.
 */
export function writeBeforeCommit<Thing> (manager: EntityManager, write: WriteAll<Thing>, thing: Thing): void {
  const { queryRunner } = manager
  if (queryRunner === undefined) throw new Error('This belongs into a transaction.')
  const kinds = gathered.get(queryRunner) ?? new Map<WriteAll<never>, unknown[]>()
  gathered.set(queryRunner, kinds)
  kinds.set(write, [...kinds.get(write) ?? [], thing])
}

/** Writes what a transaction has gathered. */
export async function writeGathered (manager: EntityManager): Promise<void> {
  const kinds = gathered.get(manager.queryRunner ?? manager)
  for (const [write, things] of kinds ?? []) await write(manager, things as never[])
}

/** Forgets it when the transaction has ended, well or not: the next one on the same connection gathers its own. */
export function forgetGathered ({ queryRunner }: EntityManager): void {
  if (queryRunner !== undefined) gathered.delete(queryRunner)
}
