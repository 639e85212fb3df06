import type { Message } from '../platform/errors.js'
import { imapAnswerOf, imapTroubleOf } from '../platform/mail/imap.js'
import { OAuthRefused, OAuthUnreachable } from '../platform/mail/oauth.js'
import { oneLine } from '../platform/mail/one-line.js'
import type { Mailbox } from './mailbox.entity.js'

/** A trouble that we found ourselves, in words. */
export class MailboxTrouble extends Error {
  constructor (readonly words: Message) { super(words.key) }
}

/** A message could not be kept on our side; the mailbox itself is well. */
export class NotKept extends Error {}

/** What keeps us from a mailbox, in a sentence that says what to look at. Holds no secret: servers repeat none. */
export function mailboxTrouble (error: unknown, { host, port, userName, authentication }: Pick<Mailbox, 'host' | 'port' | 'userName' | 'authentication'>): Message {
  if (error instanceof MailboxTrouble) return error.words
  const values = { host, port, user: userName, said: oneLine(imapAnswerOf(error), 300) }
  if (error instanceof NotKept) return { key: 'inbox.trouble.not_kept', values }
  if (error instanceof OAuthUnreachable) return { key: 'inbox.trouble.provider_silent', values }
  if (error instanceof OAuthRefused) {
    const isSecret = ['invalid_client', 'unauthorized_client'].includes(error.code)
    return { key: isSecret ? 'inbox.trouble.client_secret' : error.code === 'invalid_grant' ? 'inbox.trouble.consent_ended' : 'inbox.trouble.provider_refused', values }
  }
  const trouble = imapTroubleOf(error)
  return { key: trouble === 'sign_in' && authentication !== 'password' ? 'inbox.trouble.sign_in_token' : `inbox.trouble.${trouble}`, values }
}
