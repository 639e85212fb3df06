import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Signs short texts for links, with a key of its own for each purpose (HKDF-like, RFC 2104 HMAC-SHA-256). */
export interface Signer {
  sign: (purpose: string, text: string) => string
  /** The signed text, or null when the signature is not ours or belongs to another purpose. */
  verify: (purpose: string, signed: string) => string | null
  secret: string
}

export function createSigner (secretKey: string): Signer {
  const keyFor = (purpose: string) => createHmac('sha256', secretKey).update(`ostiary/${purpose}`).digest()
  const mark = (purpose: string, text: string) => createHmac('sha256', keyFor(purpose)).update(text).digest().subarray(0, 24)

  return {
    secret: secretKey,
    sign: (purpose, text) => `${Buffer.from(text).toString('base64url')}.${mark(purpose, text).toString('base64url')}`,
    verify (purpose, signed) {
      if (typeof signed !== 'string' || signed.length > 2000) return null
      const [body, given, ...rest] = signed.split('.')
      if (!body || !given || rest.length > 0) return null

      const text = Buffer.from(body, 'base64url').toString()
      if (Buffer.from(text).toString('base64url') !== body) return null

      const expected = mark(purpose, text)
      const claimed = Buffer.from(given, 'base64url')
      return claimed.length === expected.length && timingSafeEqual(claimed, expected) && claimed.toString('base64url') === given ? text : null
    }
  }
}

/** 256 random bits as a text that fits in a URL. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** What the database keeps of a secret, so that a leaked table opens nothing. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
