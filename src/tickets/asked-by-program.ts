import { XMLParser } from 'fast-xml-parser'
import { textOfJson, textOfXml } from '../platform/body-text.js'
import { readDataUri } from '../platform/data-uri.js'
import { decodeBytes } from '../platform/mime/charset.js'
import type { Priority } from './ticket.entity.js'

export interface InlineFile { name: string, contentType: string, content: Buffer }

/** A request for help as a program sends it, in the field names of the ticket API that most programs know. */
export interface AskedByProgram {
  name: string
  email: string
  phone: string
  subject: string
  message: { contentType: string, text: string }
  topicId: number | null
  priority: Priority | null
  /** Where it says that it comes from; empty means the API. */
  origin: string
  address: string
  tellsAgents: boolean
  tellsRequester: boolean
  /** Everything else, by name: answers to the topic's questions. */
  fields: Map<string, string | string[]>
  files: InlineFile[]
  /** Files that cannot be read, by name. */
  unreadable: string[]
  /** How many more files came than anybody reads. */
  leftOut: number
}

export class MalformedBody extends Error {}

const known = new Set(['name', 'email', 'phone', 'subject', 'message', 'topicId', 'priorityId', 'source', 'ip', 'alert', 'autorespond', 'attachments'])

/** @throws MalformedBody */
export function readAskedJson (body: Buffer): AskedByProgram {
  let value: unknown
  try {
    value = JSON.parse(textOfJson(body))
  } catch {
    throw new MalformedBody('Syntax error, malformed JSON')
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new MalformedBody('Syntax error, malformed JSON')
  if (Object.keys(value).length > mostFields) throw new MalformedBody(`Syntax error, more than ${mostFields} fields`)
  return readAsked(new Map(Object.entries(value)))
}

const mostFields = 1000
const mostFiles = 200

/** What would keep the parser busy for minutes. Files in base64 have none of these letters, however large they are. */
function isBomb (body: string): boolean {
  return occursMoreThan(body, '<', 50_000) || occursMoreThan(body, '&', 100_000) || /<[a-z][^<>]{20000}/i.test(body)
}

function occursMoreThan (text: string, letter: string, most: number): boolean {
  let count = 0
  for (let at = text.indexOf(letter); at !== -1; at = text.indexOf(letter, at + 1)) if (++count > most) return true
  return false
}

const xml = new XMLParser({
  ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#', parseTagValue: false, parseAttributeValue: false, trimValues: true, processEntities: true, htmlEntities: true,
  isArray: (_name, path) => path === 'ticket.attachments.file'
})

/** As {@link readAskedJson}. A body with a DOCTYPE is refused: only those can define entities. @throws MalformedBody */
export function readAskedXml (bytes: Buffer): AskedByProgram {
  const body = textOfXml(bytes)
  if (/<!DOCTYPE/i.test(body)) throw new MalformedBody('XML error: a document type is not allowed')
  if (isBomb(body)) throw new MalformedBody('XML error: more elements, attributes or entities than a request for help has')
  let root: unknown
  try {
    root = (xml.parse(body, true) as { ticket?: unknown }).ticket
  } catch (error) {
    throw new MalformedBody(`XML error: ${(error as Error).message.replace(/\s+/g, ' ').replace(/(?::(?:\d+|undefined)){1,2}$/, '').slice(0, 200)}`)
  }
  if (root === null || typeof root !== 'object') throw new MalformedBody('XML error: the root element must be <ticket>')
  return readAsked(new Map(Object.entries(root).map(([name, value]) => [name.replace(/^@/, ''), value as unknown])))
}

function readAsked (given: Map<string, unknown>): AskedByProgram {
  const all = listFiles(given.get('attachments'))
  const files = all.slice(0, mostFiles).map(readFile)
  return {
    name: textOf(given.get('name')),
    email: textOf(given.get('email')),
    phone: phoneOf(given.get('phone')),
    subject: textOf(given.get('subject')),
    message: readMessage(given.get('message')),
    topicId: wholeOf(given.get('topicId')),
    priority: priorityOf(given.get('priorityId')),
    origin: textOf(given.get('source')),
    address: textOf(given.get('ip')).slice(0, 60),
    tellsAgents: isYes(given.get('alert')),
    tellsRequester: isYes(given.get('autorespond')),
    fields: new Map([...given].filter(([name]) => !known.has(name)).map(([name, value]) => [name, Array.isArray(value) ? value.map(textOf) : textOf(value)])),
    files: files.filter(file => typeof file !== 'string'),
    unreadable: files.filter(file => typeof file === 'string'),
    leftOut: all.length - files.length
  }
}

/** Text of a JSON value, or of an element with or without attributes. */
function textOf (value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return value !== null && typeof value === 'object' && '#' in value ? textOf(value['#']) : ''
}

const attributeOf = (value: unknown, name: string): string => value !== null && typeof value === 'object' ? textOf((value as Record<string, unknown>)[`@${name}`]) : ''

function phoneOf (value: unknown): string {
  const extension = attributeOf(value, 'ext')
  return extension === '' ? textOf(value) : `${textOf(value)} ext. ${extension}`
}

function readMessage (value: unknown): AskedByProgram['message'] {
  const text = textOf(value)
  const uri = readDataUri(text)
  if (uri !== null) return { contentType: uri.contentType, text: decodeBytes(uri.bytes).text }
  return { contentType: attributeOf(value, 'type').toLowerCase() || 'text/plain', text }
}

function wholeOf (value: unknown): number | null {
  const text = textOf(value)
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

function priorityOf (value: unknown): Priority | null {
  const whole = wholeOf(value)
  return whole !== null && whole >= 1 && whole <= 4 ? whole as Priority : null
}

/** Yes unless it says no. */
const isYes = (value: unknown): boolean => !['false', '0', 'no', 'off'].includes(textOf(value).toLowerCase())

interface GivenFile { name: string, value: unknown }

/** However programs write them: a list of `{name: data}`, one such object, elements of XML, objects that tell name and data, or bare data. */
function listFiles (attachments: unknown): GivenFile[] {
  if (Array.isArray(attachments)) return attachments.flatMap(listFiles)
  if (attachments === null || typeof attachments !== 'object') return textOf(attachments) === '' ? [] : [{ name: 'file', value: attachments }]
  const given = attachments as Record<string, unknown>
  if (Array.isArray(given.file)) return given.file.map(element => ({ name: attributeOf(element, 'name') || 'file', value: element as unknown }))
  if (tellsNameAndData(given)) return [{ name: textOf(given.name) || 'file', value: { '#': given.data, '@type': given.type, '@encoding': given.encoding } }]
  return Object.entries(given).map(([name, value]) => ({ name, value }))
}

const tellsNameAndData = (given: object): boolean => 'name' in given && 'data' in given && Object.keys(given).every(each => ['name', 'data', 'type', 'encoding'].includes(each))

/** The file, or the name of one that cannot be read. */
function readFile ({ name, value }: GivenFile): InlineFile | string {
  const text = textOf(value)
  const encoding = attributeOf(value, 'encoding').toLowerCase()
  const type = attributeOf(value, 'type') || 'application/octet-stream'
  const uri = readDataUri(encoding === 'base64' && !text.startsWith('data:') ? `data:${type};base64,${text}` : text)
  if (uri !== null) return { name, contentType: uri.contentType, content: uri.bytes }
  return text === '' || text.startsWith('data:') || encoding === 'base64' ? name : { name, contentType: type, content: Buffer.from(text) }
}
