import { switchMailbox } from '../../src/inbox/commands/arrange-mailboxes.js'
import { leaseMailbox } from '../../src/inbox/commands/lease-mailbox.js'
import { noteArrivals, noteFailure } from '../../src/inbox/commands/note-fetch.js'
import { saveMailbox } from '../../src/inbox/commands/save-mailbox.js'
import { watchMailboxes } from '../../src/inbox/commands/watch-mailboxes.js'
import { Mailbox } from '../../src/inbox/mailbox.entity.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { createWorker } from '../../src/worker.js'
import { day, hour, minute } from '../../src/platform/clock.js'
import { unseal } from '../../src/platform/security/sealer.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { lastChange } from '../support/history.js'
import { refused } from '../support/refused.js'
import { inWorld } from '../support/world.js'
import { addMailbox, formOf, mailboxOf } from './imap-support.js'

inWorld('a password is sealed, told to nobody, and asked for again before it goes elsewhere', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id, secret } = await addMailbox(world, { password: 'pa55word of the box' })
  t.notMatch(secret, 'pa55word')
  t.equal(unseal(world.platform.signer, 'mailbox-secret', secret ?? ''), 'pa55word of the box')
  t.notMatch(JSON.stringify(await lastChange(world, 'mailbox')), 'pa55word')

  t.same(await refused(async () => saveMailbox(ctx, id, formOf(world, { password: '', name: 'Help desk' }), 1)), [])
  t.match(await mailboxOf(world, id), { secret, name: 'Help desk', version: 2 })
  t.same(await refused(async () => saveMailbox(ctx, id, formOf(world, { password: '', host: 'localhost' }), 2)), ['password inbox.mailboxes.bad.password_again'])
  t.same(await refused(async () => saveMailbox(ctx, id, formOf(world, { password: '', userName: 'other' }), 2)), ['password inbox.mailboxes.bad.password_again'])
})

inWorld('what does not hold is told field by field', async (t, world) => {
  const ctx = world.as(world.ana)
  const refusedWith = async (more: Parameters<typeof formOf>[1]) => (await refused(async () => saveMailbox(ctx, null, formOf(world, more), 0))).toSorted()
  t.same(await refusedWith({ name: '', host: 'imap example', security: 'none', port: 0, address: '', userName: 'x', password: '', departmentId: 99, topicId: 99, priority: 9, afterFetch: 'move', moveTo: 'INBOX' }), [
    'address inbox.mailboxes.bad.address', 'departmentId refusal.not_a_choice', 'host inbox.mailboxes.bad.host', 'moveTo inbox.mailboxes.bad.move_to', 'name refusal.name_missing', 'password inbox.mailboxes.bad.password',
    'port refusal.not_between', 'priority refusal.not_a_choice', 'security inbox.mailboxes.bad.open_line', 'topicId refusal.not_a_choice'
  ])
  t.same(await refusedWith({ authentication: 'microsoft', authority: 'http://evil.example', clientSecretExpiresOn: '2027-02-30' }), [
    'authority inbox.mailboxes.bad.authority', 'clientId inbox.mailboxes.bad.client_id', 'clientSecret inbox.mailboxes.bad.client_secret', 'clientSecretExpiresOn inbox.mailboxes.bad.day'
  ])
  await addMailbox(world)
  t.same(await refusedWith({ name: 'Again' }), ['folder inbox.mailboxes.bad.twice'])
  t.same(await refusedWith({ userName: 'other' }), ['name refusal.name_taken'])
})

inWorld('the lease is one worker’s until it runs out', async (t, world) => {
  const { id } = await addMailbox(world)
  const lease = async (token: string) => leaseMailbox(world.platform, { mailboxId: id, token }, minute)
  t.same((await Promise.all([lease('one'), lease('two')])).toSorted(), [false, true])
  const holder = (await mailboxOf(world, id)).leaseToken ?? ''
  t.equal(await lease(holder), true)
  world.platform.clock.advance(minute + 1)
  t.equal(await lease('three'), true)
  await t.rejects(noteArrivals(world.platform, { mailboxId: id, token: holder }, 7, 1), { message: 'Another process fetches from this mailbox.' }, 'a late worker moves nothing')
  t.match(await mailboxOf(world, id), { lastUid: 0, messageCount: 0 })
})

inWorld('a mailbox that is quieter than ever raises an alarm; nights and weekends do not', async (t, world) => {
  const { platform } = world
  const { id } = await addMailbox(world)
  const lease = { mailboxId: id, token: 'mine' }
  await leaseMailbox(platform, lease, 100 * day)
  // Every two hours of two working weeks, from Monday morning on.
  for (let place = 1; place <= 60; place += 1) {
    platform.clock.advance(2 * hour)
    await noteArrivals(platform, lease, place, 1)
  }
  platform.clock.set('2026-12-04T15:00:00Z')
  await noteArrivals(platform, lease, 61, 1)
  const isSilent = async () => { await watchMailboxes(platform); return (await mailboxOf(world, id)).silentSince !== null }
  const { longestSilenceMs } = await mailboxOf(world, id)

  t.equal(await isSilent(), false)
  platform.clock.set('2026-12-06T22:00:00Z')
  t.equal(await isSilent(), false, 'a weekend')
  platform.clock.advance(4 * (longestSilenceMs + day))
  t.equal(await isSilent(), true)
  await watchMailboxes(platform)
  const worker = createWorker(platform)
  await worker.runDue()
  await watchMailboxes(platform)
  await worker.runDue()
  const notices = await platform.db.read.findBy(Mail, { template: 'admin_notice' })
  t.equal(notices.filter(({ text }) => text.includes('quieter than it ever was')).length, 1, 'the admin is told once')
  t.match(notices.find(({ text }) => text.includes('quieter')), { toAddress: 'ana@riverside.example', text: /Mailbox Help: it is quieter than it ever was\. The last message came .*4 December/ })
  await noteArrivals(platform, lease, 62, 1)
  t.equal((await mailboxOf(world, id)).silentSince, null, 'the next message ends it')
})

inWorld('the pages of mailboxes work without script, and tell what is wrong until it is mended', async (t, world) => {
  const { platform } = world
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const [asAna, asBen] = await Promise.all([world.ana, world.ben].map(async ({ id }) => cookieFor(platform, { agentId: id })))
  const get = async (url: string, cookie = asAna) => app.inject({ url, headers: { cookie } })
  const post = async (url: string, values: Parameters<typeof form>[0]) => app.inject({ method: 'POST', url, headers: { cookie: asAna, ...ownForm }, payload: form(values) })
  const { takesOld: _, topicId: __, priority: ___, departmentId, ...typed } = formOf(world, { password: 'typed pa55word' })
  const values = { ...typed, departmentId: departmentId ?? '', version: 0 }

  t.match((await get('/admin/mailboxes')).body, 'No mailbox is fetched yet')
  for (const url of ['/admin/mailboxes', '/admin/mailboxes/new', '/admin/mailboxes/1', '/admin/mailboxes/1/removal', '/admin/mailboxes/1/consent']) t.not((await get(url, asBen)).statusCode, 200, url)
  const wrong = await post('/admin/mailboxes', { ...values, address: 'nobody', name: 'Mine <b>' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, 'value="Mine &lt;b&gt;"')
  t.match(wrong.body, 'Enter the mail address of the mailbox')
  t.notMatch(wrong.body, 'typed pa55word', 'a password is not sent back')

  const path = String((await post('/admin/mailboxes', values)).headers.location)
  t.match(path, /^\/admin\/mailboxes\/\d+$/)
  const page = await get(path)
  t.match(page.body, 'Leave this empty to keep it')
  t.notMatch(page.body, 'pa55word')
  t.equal((await post(path, { ...values, name: 'Help desk', version: 1 })).statusCode, 303)
  const stale = await post(path, { ...values, name: 'Too late', version: 1 })
  t.equal(stale.statusCode, 409)
  t.match(stale.body, 'Too late')
  t.equal((await get('/admin/mailboxes/999')).statusCode, 404)
  t.equal((await post('/admin/mailboxes/999', values)).statusCode, 404)

  const { id } = await platform.db.read.findOneByOrFail(Mailbox, { name: 'Help desk' })
  const desk = String((await get('/desk')).headers.location)
  t.equal((await get(desk)).statusCode, 200)
  t.match((await get('/readyz')).body, 'mailboxes: ok')
  await leaseMailbox(platform, { mailboxId: id, token: 'mine' }, day)
  await noteFailure(platform, { mailboxId: id, token: 'mine' }, { key: 'inbox.trouble.refused', values: { host: 'imap.example', port: 99 } })
  t.notMatch((await get(desk)).body, 'fetching has failed', 'a server may be started anew')
  platform.clock.advance(10 * minute)
  for (const url of [desk, '/admin']) t.match((await get(url)).body, 'Mailbox Help desk: fetching has failed since')
  t.notMatch((await get(desk, asBen)).body, 'fetching has failed', 'nothing that an agent could do about')
  t.match((await get('/readyz')).body, 'mailboxes: 1 not fetched')

  await switchMailbox(world.as(world.ana), { id, version: 2, isActive: false })
  t.notMatch((await get(desk)).body, 'fetching has failed')
  t.equal((await post(`${path}/removal`, {})).headers.location, `${path}/removal`)
  t.match((await get(`${path}/removal`)).body, 'Tickets that came from it stay')
  t.equal((await post(`${path}/removals`, { version: 2 })).statusCode, 409)
  t.equal((await post(`${path}/removals`, { version: 3 })).headers.location, '/admin/mailboxes')
  t.equal(await platform.db.read.countBy(Mailbox, {}), 0)
  t.match((await get('/admin/audit')).body, 'Help desk')
})
