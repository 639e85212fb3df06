import { recordChange } from '../../audit/commands/record-change.js'
import { after, hour } from '../../platform/clock.js'
import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { NotFound, Refusal } from '../../platform/errors.js'
import { consentUrl, redeemCode } from '../../platform/mail/oauth.js'
import { seal } from '../../platform/security/sealer.js'
import { digestOf } from '../../platform/security/signer.js'
import { MailboxTrouble, mailboxTrouble } from '../mailbox-trouble.js'
import { oauthClientOf, secretPurpose } from '../mailbox-secrets.js'
import { Mailbox } from '../mailbox.entity.js'

const purpose = 'mailbox-consent'

/** Where providers send the admin back to; registered there by hand. */
export const consentReturnUrl = ({ config }: Pick<Context, 'config'>): string => `${config.baseUrl}/admin/mailbox-consents`

/**
 * Where the admin says yes. The state that comes back is signed, names the mailbox and the admin and lasts an
 * hour; what proves that the answer is to our question is drawn from it, so nothing has to be kept meanwhile.
 *
 * @throws Refusal when something is missing before anybody can be asked.
 */
export function askForConsent (ctx: Context, mailbox: Mailbox): string {
  try {
    const state = ctx.signer.sign(purpose, JSON.stringify({ mailbox: mailbox.id, agent: ctx.actor.id, until: after(ctx.clock.now(), hour).getTime() }))
    return consentUrl(oauthClientOf(ctx.signer, mailbox), { redirectUri: consentReturnUrl(ctx), state, verifier: verifierOf(ctx, state), address: mailbox.address })
  } catch (error) {
    if (!(error instanceof MailboxTrouble)) throw error
    throw new Refusal(error.words.key, { values: error.words.values })
  }
}

/** The mailbox that a returning admin was sent away from. @throws NotFound when the state is not of our making, too old, or another's. */
export function readConsentState (ctx: Context, state: string): number {
  const text = ctx.signer.verify(purpose, state)
  const { mailbox, agent, until } = (text === null ? {} : JSON.parse(text)) as { mailbox?: number, agent?: number, until?: number }
  if (mailbox === undefined || agent !== ctx.actor.id || until === undefined || until < ctx.clock.now().getTime()) throw new NotFound('inbox.mailboxes.bad.state')
  return mailbox
}

/**
 * Turns the provider's yes into the token that we renew others with. What is asked of the provider is asked
 * before the row is held.
 *
 * @throws Refusal with the provider's reason, NotFound
 */
export async function acceptConsent (ctx: Context, { mailboxId, state, code }: { mailboxId: number, state: string, code: string }): Promise<void> {
  const asked = await ctx.db.read.findOneBy(Mailbox, { id: mailboxId })
  if (asked === null) throw new NotFound()
  const tokens = await redeem(ctx, asked, state, code)
  if (tokens.refreshToken === null) throw new Refusal('inbox.trouble.no_refresh_token')
  const secret = seal(ctx.signer, secretPurpose, tokens.refreshToken)

  await ctx.db.transaction(async manager => {
    const mailbox = await lockOne(manager, Mailbox, { id: mailboxId })
    if (mailbox === null) throw new NotFound()
    if (mailbox.clientId !== asked.clientId || mailbox.authority !== asked.authority) throw new Refusal('refusal.stale', { status: 409 })
    const tokenExpiresAt = tokens.consentEndsIn === null ? null : after(ctx.clock.now(), tokens.consentEndsIn)
    await manager.update(Mailbox, { id: mailboxId }, { secret, tokenExpiresAt, failingSince: null, lastError: null, version: mailbox.version + 1 })
    await recordChange(manager, ctx, { action: 'mailbox.consented', subjectType: 'mailbox', subjectId: mailboxId, subjectName: mailbox.name, before: {}, after: { consentedAt: ctx.clock.now().toISOString() } })
  })
}

async function redeem (ctx: Context, mailbox: Mailbox, state: string, code: string) {
  try {
    return await redeemCode(oauthClientOf(ctx.signer, mailbox), { code, redirectUri: consentReturnUrl(ctx), verifier: verifierOf(ctx, state) })
  } catch (error) {
    const { key, values } = mailboxTrouble(error, mailbox)
    throw new Refusal(key, { values })
  }
}

const verifierOf = ({ signer }: Pick<Context, 'signer'>, state: string): string => digestOf(`${signer.secret}/${purpose}/${state}`)
