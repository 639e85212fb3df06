import { existsSync } from 'node:fs'
import path from 'node:path'
import { openPlatform, type OpenPlatform } from './open-platform.js'
import type { Config } from './platform/config.js'
import { isSetUp } from './setup/setup-token.js'

/** There is no desk where the settings say; the message says what helps. */
export class NoDesk extends Error {}

const cure = 'A command needs the settings of the desk: DATABASE_URL in the environment or in .env of the folder from which it runs, or node --env-file=FILE before it.'

/**
 * Opens the desk that the settings name, and never makes one: who forgets the settings would work on an empty database,
 * keep a backup of nothing and a key that opens nothing.
 *
 * @throws NoDesk
 */
export async function openDesk (config: Config): Promise<OpenPlatform> {
  const file = config.databaseUrl.startsWith('sqlite:') ? path.resolve(config.databaseUrl.slice('sqlite:'.length)) : null
  if (file !== null && !existsSync(file)) throw new NoDesk(`There is no desk at ${file}. ${cure}`)
  const platform = await openPlatform(config)
  if (await isSetUp(platform.db.read)) return platform
  await platform.close()
  throw new NoDesk(`Nobody has set up the desk in this database yet. ${cure}`)
}
