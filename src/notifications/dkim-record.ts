import { createPrivateKey, createPublicKey } from 'node:crypto'

/** The TXT record that lets others check signatures made with a private key (RFC 6376 section 3.6.1). */
export function dkimRecord (domain: string, selector: string, privateKey: string): { name: string, value: string } {
  const spki = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' })
  return { name: `${selector}._domainkey.${domain}`, value: `v=DKIM1; k=rsa; p=${spki.toString('base64')}` }
}
