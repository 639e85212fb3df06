import type { EntityManager } from 'typeorm'
import type { Logger } from 'pino'
import type { Actor } from './actor.js'
import type { Clock } from './clock.js'
import type { Config } from './config.js'
import type { Transactor } from './database/database.js'
import type { Signer } from './security/signer.js'
import type { FileStore } from './storage/file-store.js'

/** What the process is made of. Built once at start. */
export interface Platform {
  config: Config
  db: Transactor
  clock: Clock
  files: FileStore
  signer: Signer
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** Everything a command may reach: the platform, and the person or timer on whose behalf it runs. */
export interface Context extends Platform { actor: Actor }

export const withActor = (platform: Platform, actor: Actor): Context => ({ ...platform, actor })

/** A context whose transactions join one that is already open, for a command that calls another. */
export function joinTransaction (ctx: Context, manager: EntityManager): Context {
  return { ...ctx, db: { engine: ctx.db.engine, read: manager, transaction: async work => work(manager) } }
}
