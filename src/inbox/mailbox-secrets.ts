import type { OAuthClient } from '../platform/mail/oauth.js'
import { unseal } from '../platform/security/sealer.js'
import type { Signer } from '../platform/security/signer.js'
import { MailboxTrouble } from './mailbox-trouble.js'
import type { Mailbox } from './mailbox.entity.js'

/** What each sealed column is sealed for. */
export const secretPurpose = 'mailbox-secret'
export const clientSecretPurpose = 'mailbox-client-secret'

/** A sealed column in the clear. @throws MailboxTrouble when there is none, or SECRET_KEY is another by now. */
export function openSecret (signer: Signer, purpose: string, sealed: string | null, ifMissing: 'inbox.trouble.no_password' | 'inbox.trouble.no_consent' | 'inbox.trouble.no_client_secret'): string {
  if (sealed === null) throw new MailboxTrouble({ key: ifMissing })
  const text = unseal(signer, purpose, sealed)
  if (text === null) throw new MailboxTrouble({ key: 'inbox.trouble.other_key' })
  return text
}

/** What a provider knows us by. @throws MailboxTrouble */
export function oauthClientOf (signer: Signer, { authentication, authority, clientId, clientSecret }: Pick<Mailbox, 'authentication' | 'authority' | 'clientId' | 'clientSecret'>): OAuthClient {
  if (authentication === 'password') throw new MailboxTrouble({ key: 'inbox.trouble.no_provider' })
  return { provider: authentication, authority, clientId, clientSecret: openSecret(signer, clientSecretPurpose, clientSecret, 'inbox.trouble.no_client_secret') }
}
