import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CannotKeepFiles } from '../start-trouble.js'
import { storageFolder } from './file-store.js'

/** Makes the folder that `STORAGE_URL` names and tries to write there, so that nobody learns of it by losing a file. @throws CannotKeepFiles */
export async function checkFolder (storageUrl: string): Promise<void> {
  const folder = storageFolder(storageUrl)
  const probe = path.join(folder, 'incoming', randomUUID())
  try {
    await mkdir(path.dirname(probe), { recursive: true })
    await writeFile(probe, '')
    await rm(probe)
  } catch (error) {
    throw new CannotKeepFiles(`Files cannot be kept in ${folder}: ${(error as Error).message}. Let this user write there, or name another folder in STORAGE_URL.`)
  }
}
