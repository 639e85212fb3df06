import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { bad, ok, reasonOf, warn, type Finding } from './finding.js'

const least = 1e9

/** Whether files can be written, and for how much there is room. */
export async function checkDisk (name: string, folder: string): Promise<Finding[]> {
  try {
    await mkdir(folder, { recursive: true })
    const probe = path.join(folder, `.probe-${process.pid}`)
    await writeFile(probe, 'x', { flag: 'wx' })
    await rm(probe)
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    const room = `${(free / 1e9).toFixed(1)} GB are free for ${name} in ${folder}.`
    return [free >= least ? ok('disk', room) : warn('disk', room, 'Make room: a full disk refuses mails and files.')]
  } catch (error) {
    return [bad('disk', `${name} cannot be written to ${folder}: ${reasonOf(error)}`, 'Give the user of the process the right to write there.')]
  }
}
