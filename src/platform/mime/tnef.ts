import { decodeBytes } from './charset.js'

export interface TnefFile { name: string, contentType: string, content: Buffer }

const signature = 0x223E9F78
const attributes = { newFile: 0x00069002, title: 0x00018010, data: 0x0006800F, properties: 0x00069005 }
/** MAPI names of what we want to know of a file. */
const properties = { shortName: 0x3704, longName: 0x3707, contentType: 0x370E, data: 0x3701 }
const mostFiles = 100
const mostProperties = 500

/**
 * The files in a `winmail.dat`, into which some mail programs pack whatever they attach (MS-OXTNEF). Null when it is
 * none. One that is cut short gives the files that are whole.
 */
export function readTnef (raw: Buffer): TnefFile[] | null {
  if (raw.length < 6 || raw.readUInt32LE(0) !== signature) return null
  const files: Array<Partial<TnefFile>> = []
  for (let at = 6; at + 11 <= raw.length;) {
    const id = raw.readUInt32LE(at + 1)
    const length = raw.readUInt32LE(at + 5)
    const data = raw.subarray(at + 9, at + 9 + length)
    if (data.length < length) break
    // Behind the data stand two bytes of a sum that we do not need.
    at += 9 + length + 2
    if (id === attributes.newFile && files.length === mostFiles) break
    if (id === attributes.newFile) files.push({})
    const file = files.at(-1)
    if (file === undefined) continue
    if (id === attributes.title) file.name ??= textOf(data)
    if (id === attributes.data) file.content = data
    if (id === attributes.properties) Object.assign(file, readProperties(data))
  }
  return files.flatMap(({ name = '', contentType = '', content }) => content === undefined || content.length === 0 ? [] : [{ name, contentType: contentType || 'application/octet-stream', content }])
}

const fixedSizes: Record<number, number> = { 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16 }
const sizedTypes = new Set([0x0D, 0x1E, 0x1F, 0x102])
const unicode = 0x1F
const multiple = 0x1000

/** A list of MAPI properties. Ends without a word at the first that makes no sense: what was read before it stands. */
function readProperties (data: Buffer): Partial<TnefFile> {
  const found: Partial<TnefFile> = {}
  let at = 4
  const number = (): number => {
    const value = at + 4 <= data.length ? data.readUInt32LE(at) : Number.NaN
    at += 4
    return value
  }
  const count = data.length < 4 ? 0 : Math.min(data.readUInt32LE(0), mostProperties)
  for (let place = 0; place < count && at + 4 <= data.length; place += 1) {
    const [type, id] = [data.readUInt16LE(at), data.readUInt16LE(at + 2)]
    at += 4
    if (id >= 0x8000) at = afterName(data, at)
    const bare = type & ~multiple
    const values = (type & multiple) !== 0 || sizedTypes.has(bare) ? number() : 1
    if (!(values <= mostProperties)) break
    for (let each = 0; each < values; each += 1) {
      const size = sizedTypes.has(bare) ? number() : fixedSizes[bare] ?? Number.NaN
      if (!(at + size <= data.length)) return found
      if (each === 0) note(found, id, bare, data.subarray(at, at + size))
      at += Math.ceil(size / 4) * 4
    }
  }
  return found
}

/** A property of somebody's own is named by a number or a text, which nobody asks for here. */
function afterName (data: Buffer, at: number): number {
  if (at + 24 > data.length) return data.length
  const isNumber = data.readUInt32LE(at + 16) === 0
  return isNumber ? at + 24 : at + 24 + Math.ceil(data.readUInt32LE(at + 20) / 4) * 4
}

function note (found: Partial<TnefFile>, id: number, type: number, value: Buffer): void {
  const text = (): string => type === unicode ? value.toString('utf16le').replace(/\0.*$/s, '') : textOf(value)
  if (id === properties.longName || (id === properties.shortName && found.name === undefined)) found.name = text()
  if (id === properties.contentType) found.contentType = text()
  if (id === properties.data && type === 0x102) found.content = value
}

/** In the code page of the program, which it mostly does not name; up to the NUL at its end. */
function textOf (bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return decodeBytes(end === -1 ? bytes : bytes.subarray(0, end)).text
}
