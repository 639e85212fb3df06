import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../src/app.js'
import { digestOf, randomToken } from '../../src/platform/security/signer.js'
import { Signer } from '@fastify/cookie'
import type { TestPlatform } from './platform.js'

/** The web side of a test platform, not listening: requests are injected. */
export async function openTestApp (platform: TestPlatform): Promise<FastifyInstance> {
  const app = await buildApp(platform)
  await app.ready()
  return app
}

/** The cookie of somebody who is signed in, made without the sign-in page. */
export async function cookieFor ({ db, clock, signer }: TestPlatform, who: { agentId: number } | { personId: number, onlyTicketId?: number }): Promise<string> {
  const id = randomToken()
  const now = clock.now().getTime()
  const data = JSON.stringify({ cookie: { originalMaxAge: 86_400_000 * 30, expires: new Date(Date.now() + 86_400_000 * 30), httpOnly: true, path: '/', sameSite: 'lax' }, ...who })
  await db.transaction(async manager => manager.query(
    'INSERT INTO sessions (id_digest, data, agent_id, person_id, address, browser, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [digestOf(id), data, 'agentId' in who ? who.agentId : null, 'personId' in who ? who.personId : null, '127.0.0.1', 'test', now, now, now + 86_400_000 * 30]
  ))
  return `sid=${encodeURIComponent(new Signer(signer.secret).sign(id))}`
}

/** What a browser sends with a form of ours. */
export const ownForm = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }

/** A form's body. */
export const form = (values: Record<string, string | number | string[]>): string => {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) for (const each of [value].flat()) body.append(name, String(each))
  return body.toString()
}
