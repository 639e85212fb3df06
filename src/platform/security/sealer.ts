import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Signer } from './signer.js'

/**
 * A secret that we have to say to another server later, as it may lie in the database: AES-256-GCM under a key
 * of its purpose, which is drawn from SECRET_KEY. Whoever reads the table alone reads nothing.
 */
export function seal ({ secret }: Pick<Signer, 'secret'>, purpose: string, text: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), iv)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** What was sealed; null when it was changed, sealed for another purpose, or SECRET_KEY is another by now. */
export function unseal ({ secret }: Pick<Signer, 'secret'>, purpose: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 28) return null
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, purpose), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

const keyFor = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `ostiary/seal/${purpose}`, 32))
