import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { BadArchive, checkManifest, filePath, manifestName, tablePath, type Manifest } from './manifest.js'

/** An archive that is open for reading. */
export interface Archive {
  manifest: Manifest
  /** The rows of a table, a line of JSON each. */
  lines: (table: string) => AsyncGenerator<string>
  /** The digests of the files in it. */
  files: string[]
  file: (sha256: string) => Promise<Readable>
  close: () => void
}

/** @throws BadArchive when it is none, is cut off, or lacks something that its manifest names. */
export async function openArchive (file: string): Promise<Archive> {
  const zip = await open(file)
  try {
    const entries = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
    const stream = async (name: string): Promise<Readable> => zip.openReadStreamPromise(entryOf(entries, name))

    const manifest = checkManifest(JSON.parse(await text(await stream(manifestName))))
    for (const table of Object.keys(manifest.tables)) entryOf(entries, tablePath(table))
    const files = [...entries.keys()].filter(name => /^files\/[0-9a-f]{64}$/.test(name)).map(name => name.slice('files/'.length))
    if (files.length !== manifest.files.count) throw new BadArchive(`The archive should hold ${manifest.files.count} files and holds ${files.length}.`)
    return { manifest, files, lines: table => split(stream(tablePath(table))), file: async sha256 => stream(filePath(sha256)), close: () => { zip.close() } }
  } catch (error) {
    zip.close()
    throw error instanceof BadArchive ? error : new BadArchive(`${file} cannot be read as an archive: ${(error as Error).message}`)
  }
}

async function open (file: string): Promise<ZipFile> {
  try {
    return await openPromise(file, { autoClose: false })
  } catch (error) {
    throw new BadArchive(`${file} cannot be read as an archive: ${(error as Error).message}`)
  }
}

function entryOf (entries: Map<string, Entry>, name: string): Entry {
  const entry = entries.get(name)
  if (entry === undefined) throw new BadArchive(`The archive has no ${name}. It is damaged, or no archive of this program.`)
  return entry
}

/** Split at line feeds alone: a row may hold the other characters that end a line somewhere. */
async function * split (opening: Promise<Readable>): AsyncGenerator<string> {
  let rest = ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of await opening) {
    const pieces = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n')
    rest = pieces.pop()!
    yield * pieces
  }
  if (rest !== '') throw new BadArchive('A table in the archive ends in the middle of a row.')
}
