import { after } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'
import type { ImapAccount } from '../../platform/mail/imap.js'
import { renewToken, type OAuthTokens } from '../../platform/mail/oauth.js'
import { seal } from '../../platform/security/sealer.js'
import { Mailbox } from '../mailbox.entity.js'
import { oauthClientOf, openSecret, secretPurpose } from '../mailbox-secrets.js'

type Parts = Pick<Platform, 'db' | 'clock' | 'signer'>

/**
 * What it takes to sign in to a mailbox. With OAuth2 that is a fresh access token, which stays in memory; a
 * new token for renewal that came with it is kept at once, since the old one may no longer count.
 *
 * @throws MailboxTrouble, OAuthRefused, OAuthUnreachable
 */
export async function openAccount (parts: Parts, mailbox: Mailbox): Promise<ImapAccount> {
  const { host, port, security, userName, authentication, secret } = mailbox
  const account = { host, port, security, userName }
  if (authentication === 'password') return { ...account, password: openSecret(parts.signer, secretPurpose, secret, 'inbox.trouble.no_password') }

  const refreshToken = openSecret(parts.signer, secretPurpose, secret, 'inbox.trouble.no_consent')
  const tokens = await renewToken(oauthClientOf(parts.signer, mailbox), refreshToken)
  await keepTokens(parts, mailbox, tokens)
  return { ...account, accessToken: tokens.accessToken }
}

/** Only while the mailbox still has the token that was renewed: an admin may have consented anew meanwhile. */
async function keepTokens ({ db, clock, signer }: Parts, { id, secret }: Mailbox, { refreshToken, consentEndsIn }: OAuthTokens): Promise<void> {
  const values = { ...(refreshToken !== null && { secret: seal(signer, secretPurpose, refreshToken) }), ...(consentEndsIn !== null && { tokenExpiresAt: after(clock.now(), consentEndsIn) }) }
  if (Object.keys(values).length === 0 || secret === null) return
  await db.transaction(async manager => manager.update(Mailbox, { id, secret }, values))
}
