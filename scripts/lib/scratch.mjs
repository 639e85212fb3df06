import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const memory = '/dev/shm'
const roomNeeded = 2 * 1024 ** 3

/**
 * A folder for everything that a run of tests writes, gone when the process ends.
 *
 * In memory where there is room: databases by the hundred are made and dropped there about ten times as fast.
 */
export function makeScratch () {
  const folder = mkdtempSync(path.join(hasRoom(memory) ? memory : os.tmpdir(), 'ostiary-'))
  process.once('exit', () => { rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) })
  return folder
}

function hasRoom (place) {
  try {
    const { bavail, bsize } = statfsSync(place)
    return bavail * bsize > roomNeeded
  } catch {
    return false
  }
}
