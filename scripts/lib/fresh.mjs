import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** The newest change below some files and folders, in epoch milliseconds. */
export function newest (places) {
  return Math.max(0, ...places.filter(place => existsSync(place)).map(place => {
    const { mtimeMs } = statSync(place)
    return statSync(place).isDirectory() ? Math.max(mtimeMs, newest(readdirSync(place).map(name => path.join(place, name)))) : mtimeMs
  }))
}

export const isOlder = (file, places) => !existsSync(file) || statSync(file).mtimeMs < newest(places)
