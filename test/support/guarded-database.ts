import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '../../src/platform/database/database.js'

const inside = new AsyncLocalStorage<true>()

/**
 * A database that refuses what would wait for ever on a busy desk: to ask for a second connection from inside
 * a transaction, which holds one. When every connection is held by a transaction that does so, none goes on.
 */
export function guardedDatabase (database: Database): Database {
  return new Proxy(database, {
    get (target, name) {
      if (name === 'read') {
        refuseInside('read from the pool')
        return target.read
      }
      if (name === 'transaction') {
        return async <Result>(work: (manager: Parameters<Parameters<Database['transaction']>[0]>[0]) => Promise<Result>) => {
          refuseInside('began another transaction')
          return target.transaction(async manager => inside.run(true, async () => work(manager)))
        }
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) as unknown : value
    }
  })
}

function refuseInside (what: string): void {
  if (inside.getStore() === true) throw new Error(`A transaction ${what}: it must use its own manager.`)
}
