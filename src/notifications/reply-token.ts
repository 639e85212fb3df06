import { timingSafeEqual } from 'node:crypto'
import type { Signer } from '../platform/security/signer.js'

/** The one whom a mail about a ticket was written to. */
export interface TokenReader { reader: 'person' | 'agent', readerId: number }

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const markLength = 20
const longestLocalPart = 64
const tokenPlace = /(?:\+t|^<?t\d{1,10}\.)([a-z2-7]{1,7}[89][a-z2-7]{21,27})(?=[.@>]|$)/i

/**
 * The mark that says which ticket a mail is about and who was meant to read it, signed with a key of its own.
 *
 * Letters of one case and digits alone: mail systems may write the part before the @ in small letters. It has
 * at most 35 of them, which leaves room for the address, and a hundred bits of signature.
 */
export function replyTokenOf (signer: Signer, ticketId: number, { reader, readerId }: TokenReader): string {
  const said = `${numberText(ticketId)}${reader === 'person' ? '8' : '9'}${numberText(readerId)}`
  const [, mark = ''] = signer.sign('reply', said).split('.')
  return `${said}${bytesText(Buffer.from(mark, 'base64url')).slice(0, markLength)}`
}

/**
 * Reads the mark in an address or a Message-ID of ours; null when there is none, or when it was not we who made it.
 *
 * The whole mark is made anew and compared in constant time, so there is one way to write each.
 */
export function readReplyToken (signer: Signer, addressOrMessageId: string): { ticketId: number, reader: 'person' | 'agent', readerId: number } | null {
  if (addressOrMessageId.length > 1000) return null
  const given = tokenPlace.exec(addressOrMessageId.trim())?.[1]?.toLowerCase()
  if (given === undefined) return null

  const cut = given.search(/[89]/)
  const ticketId = readNumber(given.slice(0, cut))
  const readerId = readNumber(given.slice(cut + 1, -markLength))
  const reader = given[cut] === '8' ? 'person' : 'agent'

  const expected = Buffer.from(replyTokenOf(signer, ticketId, { reader, readerId }))
  const claimed = Buffer.from(given)
  return claimed.length === expected.length && timingSafeEqual(claimed, expected) ? { ticketId, reader, readerId } : null
}

/** The address with the mark behind a plus; null when it would be longer than an address may be. */
export function replyAddress (address: string, token: string): string | null {
  const at = address.lastIndexOf('@')
  const local = `${address.slice(0, at)}+t${token}`
  return at > 0 && local.length <= longestLocalPart ? `${local}${address.slice(at)}` : null
}

function numberText (value: number): string {
  let text = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / 32)) text = `${alphabet[rest % 32]}${text}`
  return text || alphabet.charAt(0)
}

const readNumber = (text: string): number => [...text].reduce((value, letter) => value * 32 + alphabet.indexOf(letter), 0)

function bytesText (bytes: Buffer): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map(five => alphabet[Number.parseInt(five, 2)]).join('')
}
