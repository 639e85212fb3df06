import { createWriteStream } from 'node:fs'
import { access, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { EntityManager } from 'typeorm'
import { ZipFile } from 'yazl'
import type { Platform } from '../context.js'
import type { Database } from '../database/database.js'
import { BadArchive, filePath, manifestName, tablePath, type Manifest } from './manifest.js'
import { RowSum } from './row-sum.js'
import { linesOf, tablesOf, type ArchivedTable } from './table-rows.js'

/**
 * Writes database and files into one ZIP, as they were at one moment, while others go on working. It gets its
 * name only when it is whole.
 *
 * Files are kept before the rows that name them and never changed, so those that are there now are all that
 * the rows of that moment can name.
 *
 * @throws BadArchive when there is such a file already, or it cannot be written.
 */
export async function writeArchive ({ db, files, clock }: Pick<Platform, 'files' | 'clock'> & { db: Pick<Database, 'snapshot'> }, target: string): Promise<Manifest> {
  if (await access(target).then(() => true, () => false)) throw new BadArchive(`${target} is there already. Choose another name.`)
  const part = `${target}.${process.pid}.part`
  try {
    const manifest = await db.snapshot(async manager => {
      const manifest: Manifest = { format: 1, madeAt: clock.now().toISOString(), schema: await appliedMigrations(manager), tables: {}, files: { count: 0, bytes: 0 } }
      const zip = new ZipFile()
      const written = pipeline(zip.outputStream, createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }))
      const failed = new Promise<never>((_resolve, reject) => { zip.on('error', reject) })
      for (const table of tablesOf(manager)) {
        zip.addReadStreamLazy(tablePath(table.name), { mode: 0o100600 }, give => { give(null, Readable.from(summed(manager, table, manifest))) })
      }
      for await (const { sha256, size } of files.list()) {
        manifest.files.count += 1
        manifest.files.bytes += size
        zip.addReadStreamLazy(filePath(sha256), { size, compress: false, mode: 0o100600 }, give => { files.read(sha256).then(content => { give(null, content) }, (error: Error) => { give(error, undefined as never) }) })
      }
      zip.addReadStreamLazy(manifestName, { mode: 0o100600 }, give => { give(null, Readable.from([JSON.stringify(manifest, null, 2)])) })
      zip.end()
      await Promise.race([written, failed])
      return manifest
    })
    await rename(part, target)
    return manifest
  } catch (error) {
    await rm(part, { force: true })
    throw cannotBeWritten(error, part) ? new BadArchive(`${target} cannot be written: ${(error as Error).message}. Name a folder that is there and has room, where this user may write.`) : error
  }
}

const cannotBeWritten = (error: unknown, part: string): boolean => (error as NodeJS.ErrnoException).path === part || (error as NodeJS.ErrnoException).code === 'ENOSPC'

async function * summed (manager: EntityManager, table: ArchivedTable, manifest: Manifest): AsyncGenerator<string> {
  const sum = new RowSum()
  for await (const line of linesOf(manager, table)) {
    sum.add(line)
    yield `${line}\n`
  }
  manifest.tables[table.name] = { ...sum.total, columns: table.columns, key: table.key }
}

async function appliedMigrations (manager: EntityManager): Promise<string[]> {
  return (await manager.query('SELECT name FROM migrations ORDER BY timestamp, id') as Array<{ name: string }>).map(({ name }) => name)
}
