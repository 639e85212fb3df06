import type { Config } from './platform/config.js'
import { openArchive } from './platform/archive/read-archive.js'
import { restoreArchive } from './platform/archive/restore-archive.js'
import { writeArchive } from './platform/archive/write-archive.js'
import { openFileStore } from './platform/storage/file-store.js'
import { openDesk } from './open-desk.js'
import { openPlatform } from './open-platform.js'
import { schema } from './schema.js'
import { rebuildSearch } from './tickets/search/rebuild-search.js'

/** Keeps database and files in one archive, and says what is in it. @throws BadArchive, NoDesk */
export async function backUp (config: Config, target: string): Promise<string> {
  const platform = await openDesk(config)
  try {
    const { tables, files } = await writeArchive(platform, target)
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
    return `${target} holds ${count(rows, 'row')} of ${count(Object.keys(tables).length, 'table')} and ${count(files.count, 'file')} (${(files.bytes / 1e6).toFixed(1)} MB).\nThe key that signs links and opens passwords of mailboxes (SECRET_KEY) is not in it: keep it elsewhere.\n`
  } finally {
    await platform.close()
  }
}

/** Puts an archive into an empty database and an empty place for files, and says what came out of it. @throws BadArchive */
export async function restore (config: Config, from: string): Promise<string> {
  const archive = await openArchive(from)
  try {
    await restoreArchive(archive, { databaseUrl: config.databaseUrl, schema, files: openFileStore(config.storageUrl) })
  } finally {
    archive.close()
  }
  const platform = await openPlatform(config)
  try {
    const tickets = await rebuildSearch(platform)
    return `The archive of ${archive.manifest.madeAt} is restored: ${count(tickets, 'ticket')} and ${count(archive.files.length, 'file')}, each table and file as it was.\n`
  } finally {
    await platform.close()
  }
}

const count = (amount: number, noun: string): string => `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`
