import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'
import { openAccount } from '../../src/inbox/commands/open-account.js'
import { mailboxTrouble } from '../../src/inbox/mailbox-trouble.js'
import { mailboxAlarms } from '../../src/inbox/mailbox.policy.js'
import { Mailbox } from '../../src/inbox/mailbox.entity.js'
import { day } from '../../src/platform/clock.js'
import { cookieFor, openTestApp } from '../support/app.js'
import { inWorld } from '../support/world.js'
import { addMailbox, mailboxOf } from './imap-support.js'

interface Provider { url: string, asked: Array<Record<string, string>>, answer: Record<string, unknown> | string }

/** A token endpoint that answers as it is told and remembers what it was asked. */
async function openProvider (t: Test): Promise<Provider> {
  const provider: Provider = { url: '', asked: [], answer: {} }
  const server = createServer(async (request, response) => {
    provider.asked.push({ path: request.url ?? '', ...Object.fromEntries(new URLSearchParams(await text(request))) })
    response.setHeader('content-type', 'application/json')
    response.end(typeof provider.answer === 'string' ? provider.answer : JSON.stringify(provider.answer))
  })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  t.teardown(async () => new Promise(resolve => { server.close(resolve) }))
  provider.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return provider
}

inWorld('an admin signs in at the provider, and from then on the access is renewed by itself', async (t, world) => {
  const provider = await openProvider(t)
  const { platform } = world
  const { id } = await addMailbox(world, { authentication: 'microsoft', authority: provider.url, clientId: 'client', clientSecret: 'client secret', clientSecretExpiresOn: '2027-05-31', password: '' })
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(platform, { agentId: world.ana.id })

  const away = await app.inject({ url: `/admin/mailboxes/${id}/consent`, headers: { cookie } })
  const target = new URL(String(away.headers.location))
  t.equal(away.statusCode, 303)
  t.equal(target.origin + target.pathname, `${provider.url}/oauth2/v2.0/authorize`)
  t.match(Object.fromEntries(target.searchParams), { client_id: 'client', response_type: 'code', redirect_uri: 'http://localhost:3000/admin/mailbox-consents', code_challenge_method: 'S256', scope: /offline_access/ })
  t.notMatch(String(away.headers.location), 'client%20secret')

  provider.answer = { access_token: 'access 1', refresh_token: 'refresh 1', refresh_token_expires_in: 90 * 86_400 }
  const state = target.searchParams.get('state') ?? ''
  const back = async (query: Record<string, string>, who = cookie) => app.inject({ url: `/admin/mailbox-consents?${new URLSearchParams(query)}`, headers: { cookie: who } })
  t.equal((await back({ state: `${state}x`, code: 'c' })).statusCode, 404, 'a state that is not ours')
  t.equal((await back({ state: platform.signer.sign('mailbox-consent', JSON.stringify({ mailbox: id, agent: world.ben.id, until: 9e15 })), code: 'c' })).statusCode, 404, 'a state of another agent')
  t.same(provider.asked, [], 'neither asks the provider anything')
  t.equal((await back({ state, code: 'the code' })).headers.location, `/admin/mailboxes/${id}`)
  t.match(provider.asked, [{ path: '/oauth2/v2.0/token', grant_type: 'authorization_code', code: 'the code', client_id: 'client', client_secret: 'client secret', code_verifier: /^[0-9a-f]{64}$/ }])

  const consented = await mailboxOf(world, id)
  t.equal(consented.tokenExpiresAt?.getTime(), platform.clock.now().getTime() + 90 * day)
  t.notMatch(JSON.stringify(consented), 'refresh 1', 'the token is sealed')

  provider.answer = { access_token: 'access 2', refresh_token: 'refresh 2' }
  t.match(await openAccount(platform, consented), { accessToken: 'access 2' })
  t.match(provider.asked.at(-1), { grant_type: 'refresh_token', refresh_token: 'refresh 1' })
  provider.answer = { access_token: 'access 3' }
  t.match(await openAccount(platform, await mailboxOf(world, id)), { accessToken: 'access 3' })
  t.match(provider.asked.at(-1), { refresh_token: 'refresh 2' }, 'a new token for renewal is kept at once')
  await openAccount(platform, await mailboxOf(world, id))
  t.match(provider.asked.at(-1), { refresh_token: 'refresh 2' }, 'and stays when none comes with it')

  platform.clock.advance(2 * 3_600_000)
  t.equal((await back({ state, code: 'again' })).statusCode, 404, 'a state lasts an hour')
})

inWorld('what a provider refuses is told in words, weeks before where that can be known', async (t, world) => {
  const provider = await openProvider(t)
  const { platform } = world
  const mailbox = await addMailbox(world, { authentication: 'google', authority: provider.url, clientId: 'client', clientSecret: 'client secret', clientSecretExpiresOn: '2027-01-10', password: '' })
  const trouble = async (row: Mailbox) => openAccount(platform, row).then(() => null, (error: unknown) => mailboxTrouble(error, row).key)
  t.equal(await trouble(mailbox), 'inbox.trouble.no_consent')

  const consented = Object.assign(new Mailbox(), mailbox, { secret: mailbox.clientSecret })
  t.equal(await trouble(consented), 'inbox.trouble.other_key', 'one secret cannot stand for the other')
  await platform.db.transaction(async manager => {
    const { seal } = await import('../../src/platform/security/sealer.js')
    await manager.update(Mailbox, { id: mailbox.id }, { secret: seal(platform.signer, 'mailbox-secret', 'refresh') })
  })
  const row = await mailboxOf(world, mailbox.id)
  for (const [error, key] of [['invalid_grant', 'consent_ended'], ['invalid_client', 'client_secret'], ['temporarily_unavailable', 'provider_refused']] as const) {
    provider.answer = { error, error_description: 'So it is' }
    t.equal(await trouble(row), `inbox.trouble.${key}`)
  }
  provider.answer = '<html>gateway'
  t.equal(await trouble(row), 'inbox.trouble.provider_silent')

  const kinds = (at: string) => mailboxAlarms(Object.assign(row, { lastFetchedAt: new Date(at) }), new Date(at)).map(({ kind }) => kind)
  t.same(kinds('2026-12-10T00:00:00Z'), [])
  t.same(kinds('2026-12-11T00:00:00Z'), ['ending'], 'a month before')
  t.same(kinds('2027-02-01T00:00:00Z'), ['ending'])
})
