import { constants } from 'node:fs'
import { access, rm, stat, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { bad, ok, reasonOf, warn, type Finding } from './finding.js'

const least = 1e9

/** Whether files can be written, and for how much there is room. A folder that is not there is not made: whoever looks may be another than who will write. */
export async function checkDisk (name: string, folder: string): Promise<Finding[]> {
  try {
    const place = await nearestFolder(folder)
    if (place === folder) await tryToWrite(folder)
    else await access(place, constants.W_OK)
    const { bavail, bsize } = await statfs(place)
    const free = bavail * bsize
    const room = `${(free / 1e9).toFixed(1)} GB are free for ${name} in ${folder}${place === folder ? '' : ', which the server makes when it starts'}.`
    return [free >= least ? ok('disk', room) : warn('disk', room, 'Make room: a full disk refuses mails and files.')]
  } catch (error) {
    return [bad('disk', `${name} cannot be written to ${folder}: ${reasonOf(error)}`, 'Give the user of the process the right to write there.')]
  }
}

async function tryToWrite (folder: string): Promise<void> {
  const probe = path.join(folder, `.probe-${process.pid}`)
  await writeFile(probe, 'x', { flag: 'wx' })
  await rm(probe)
}

/** The folder, or the nearest above it that is there. @throws when something else is in the way */
async function nearestFolder (folder: string): Promise<string> {
  try {
    if ((await stat(folder)).isDirectory()) return folder
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && path.dirname(folder) !== folder) return nearestFolder(path.dirname(folder))
    throw error
  }
  throw new Error(`${folder} is no folder`)
}
