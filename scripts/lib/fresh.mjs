import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** Whether a file is missing, or was made before the newest change in some files and folders. */
export const isOlder = (file, places) => !existsSync(file) || statSync(file).mtimeMs < newest(places)

// A folder's own time counts too: it is all that a file leaves behind when it is taken away.
function newest (places) {
  return Math.max(0, ...places.map(place => {
    const stats = statSync(place, { throwIfNoEntry: false })
    if (stats === undefined) return 0
    return stats.isDirectory() ? Math.max(stats.mtimeMs, newest(readdirSync(place).map(name => path.join(place, name)))) : stats.mtimeMs
  }))
}
