import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'

export interface StoredFile { sha256: string, size: number }

/** Files by the hash of their content, outside any served folder. Names that people give never touch the disk. */
export interface FileStore {
  /** Keeps the stream and answers only when its bytes are on the disk. */
  put: (content: Readable) => Promise<StoredFile>
  read: (sha256: string) => Promise<Readable>
  /** The whole of it at once. */
  load: (sha256: string) => Promise<Buffer>
  /** All that are kept. */
  list: () => AsyncIterable<StoredFile>
}

/** The folder that a `STORAGE_URL` names: `file:var/files`, `file:D:\\desk\\files`, or `file:///srv/files`. */
export const storageFolder = (storageUrl: string): string => path.resolve(/^file:\/\//.test(storageUrl) ? fileURLToPath(storageUrl) : storageUrl.replace(/^file:/, ''))

export function openFileStore (storageUrl: string): FileStore {
  const root = storageFolder(storageUrl)
  const placeOf = (sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('A stored file is named by 64 hexadecimal digits.')
    return path.join(root, sha256.slice(0, 2), sha256)
  }

  return {
    async put (content) {
      const incoming = path.join(root, 'incoming', randomUUID())
      await mkdir(path.dirname(incoming), { recursive: true })
      try {
        const stored = await writeAndHash(content, incoming)
        const place = placeOf(stored.sha256)
        await mkdir(path.dirname(place), { recursive: true })
        await moveTo(place, incoming, stored.size)
        await syncFolder(path.dirname(place))
        return stored
      } catch (error) {
        await rm(incoming, { force: true })
        throw error
      }
    },

    async read (sha256) {
      const place = placeOf(sha256)
      await stat(place)
      return createReadStream(place)
    },

    async load (sha256) {
      return readFile(placeOf(sha256))
    },

    async * list () {
      if (!existsSync(root)) return
      for (const folder of (await readdir(root)).filter(name => /^[0-9a-f]{2}$/.test(name)).sort()) {
        for (const sha256 of (await readdir(path.join(root, folder))).sort()) yield { sha256, size: (await stat(placeOf(sha256))).size }
      }
    }
  }
}

async function writeAndHash (content: Readable, place: string): Promise<StoredFile> {
  const hash = createHash('sha256')
  let size = 0
  const meter = new Transform({
    transform (chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      size += chunk.length
      done(null, chunk)
    }
  })
  await pipeline(content, meter, createWriteStream(place, { flush: true }))
  return { sha256: hash.digest('hex'), size }
}

/** Windows moves nothing over a file that somebody reads. One of the same name has the same content, so nothing is lost. */
async function moveTo (place: string, incoming: string, size: number): Promise<void> {
  try {
    await rename(incoming, place)
  } catch (error) {
    const there = await stat(place).catch(() => null)
    if (there?.size !== size) throw error
    await rm(incoming, { force: true })
  }
}

/** Puts a new name on the disk too: a file whose folder was not written is gone after a power cut. Windows does so by itself. */
async function syncFolder (folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  await handle.sync()
  await handle.close()
}
