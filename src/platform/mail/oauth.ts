import { createHash } from 'node:crypto'

/** Who signs us in, and what that provider knows us by. */
export interface OAuthClient { provider: 'microsoft' | 'google', authority: string, clientId: string, clientSecret: string }

export interface OAuthTokens {
  accessToken: string
  /** Null when the one that we have stays valid. */
  refreshToken: string | null
  /** After how many milliseconds the consent itself ends; null when the provider names no end. */
  consentEndsIn: number | null
}

/** The provider said no. `code` is its word for why, such as `invalid_grant`. */
export class OAuthRefused extends Error {
  constructor (readonly code: string, description: string) { super(description || code) }
}

/** The provider gave no answer that could be read. */
export class OAuthUnreachable extends Error {}

const providers = {
  microsoft: {
    scope: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
    extra: { prompt: 'select_account' },
    urls: (authority: string) => {
      const base = authority || 'https://login.microsoftonline.com/organizations'
      return { consent: `${base}/oauth2/v2.0/authorize`, token: `${base}/oauth2/v2.0/token` }
    }
  },
  google: {
    scope: 'https://mail.google.com/',
    extra: { access_type: 'offline', prompt: 'consent' },
    urls: (authority: string) => authority === ''
      ? { consent: 'https://accounts.google.com/o/oauth2/v2/auth', token: 'https://oauth2.googleapis.com/token' }
      : { consent: `${authority}/auth`, token: `${authority}/token` }
  }
}

/** Where an admin says yes at the provider, with PKCE (RFC 7636). */
export function consentUrl ({ provider, authority, clientId }: OAuthClient, { redirectUri, state, verifier, address }: { redirectUri: string, state: string, verifier: string, address: string }): string {
  const { scope, extra, urls } = providers[provider]
  const url = new URL(urls(authority).consent)
  url.search = new URLSearchParams({
    client_id: clientId, response_type: 'code', redirect_uri: redirectUri, scope, state, login_hint: address, ...extra,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256'
  }).toString()
  return url.toString()
}

/** Turns the code that came back with the admin into tokens. @throws OAuthRefused, OAuthUnreachable */
export async function redeemCode (client: OAuthClient, { code, redirectUri, verifier }: { code: string, redirectUri: string, verifier: string }): Promise<OAuthTokens> {
  return ask(client, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier })
}

/** A fresh access token. @throws OAuthRefused, OAuthUnreachable */
export async function renewToken (client: OAuthClient, refreshToken: string): Promise<OAuthTokens> {
  return ask(client, { grant_type: 'refresh_token', refresh_token: refreshToken })
}

async function ask ({ provider, authority, clientId, clientSecret }: OAuthClient, values: Record<string, string>): Promise<OAuthTokens> {
  const { scope, urls } = providers[provider]
  const answer = await answerOf(urls(authority).token, { client_id: clientId, client_secret: clientSecret, ...(provider === 'microsoft' && { scope }), ...values })
  const text = (name: string): string => typeof answer[name] === 'string' ? answer[name] : ''
  if (text('error') !== '') throw new OAuthRefused(text('error').slice(0, 60), text('error_description').slice(0, 300))
  if (text('access_token') === '') throw new OAuthUnreachable('The answer holds no access token.')

  const seconds = Number(answer.refresh_token_expires_in)
  return { accessToken: text('access_token'), refreshToken: text('refresh_token') || null, consentEndsIn: seconds > 0 ? seconds * 1000 : null }
}

async function answerOf (url: string, values: Record<string, string>): Promise<Record<string, unknown>> {
  try {
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams(values), headers: { accept: 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(15_000) })
    const answer: unknown = await response.json()
    if (typeof answer !== 'object' || answer === null) throw new Error(`The answer ${response.status} is no JSON object.`)
    return answer as Record<string, unknown>
  } catch (error) {
    throw new OAuthUnreachable(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
