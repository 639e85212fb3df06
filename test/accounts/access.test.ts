import t from 'tap'
import { Brake } from '../../src/platform/security/brake.entity.js'
import { accountJobs } from '../../src/accounts/account.jobs.js'
import { OneTimeToken } from '../../src/accounts/one-time-token.entity.js'
import { Session } from '../../src/accounts/session.entity.js'
import { hour, minute } from '../../src/platform/clock.js'
import { checkBrake, networkOf, resetBrake } from '../../src/platform/security/brakes.js'
import { hashPassword, verifyPassword } from '../../src/platform/security/passwords.js'
import { ownPath } from '../../src/plugins/own-path.js'
import { browserName } from '../../src/accounts/me.presenter.js'
import { Browser, onDesk, secretFor } from './support.js'

t.test('passwords are kept as argon2id, and very long ones cost nothing', async t => {
  const kept = await hashPassword('the quick brown fox')

  t.match(kept, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  t.equal(await verifyPassword(kept, 'the quick brown fox'), true)
  t.equal(await verifyPassword(kept, 'The quick brown fox'), false)
  t.equal(await verifyPassword(kept, kept), false)
  t.equal(await verifyPassword(null, 'the quick brown fox'), false)
  const began = performance.now()
  t.equal(await verifyPassword(kept, 'x'.repeat(10_000_000)), false)
  t.ok(performance.now() - began < 500, 'it is not hashed')
})

t.test('short, endless and simple passwords are refused in words', async t => {
  for (const [password, key] of [['short', 'too_short'], ['x'.repeat(1025), 'too_long'], ['aaaaaaaaaaaa', 'too_simple'], ['1234567890', 'too_simple'], ['ines@riverside.example', 'too_simple']]) {
    const refused = await hashPassword(password ?? '', { notLike: ['ines@riverside.example'] }).catch((error: { fields?: unknown }) => error)
    t.match(refused, { fields: { password: { key: `accounts.password.${key}` } } }, key ?? '')
  }
})

t.test('a household counts as one place on the net', async t => {
  t.equal(networkOf('192.0.2.7'), '192.0.2.7')
  t.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
  t.equal(networkOf('2001:db8:1:2:aaaa::1'), '2001:db8:1:2::/64')
  t.equal(networkOf('2001:DB8:1:2::9'), networkOf('2001:0db8:0001:0002:ffff:ffff:ffff:ffff'))
  t.equal(networkOf('::1'), '0:0:0:0::/64')
  t.not(networkOf('2001:db8:1:2::9'), networkOf('2001:db8:1:3::9'))
})

t.test('only paths of ours are gone to', async t => {
  for (const path of ['/desk', '/desk/tickets/12?from=%2Fdesk', '/requests/26-000001']) t.equal(ownPath(path, '/'), path)
  t.equal(ownPath('/a/../b', '/'), '/b')
  for (const path of [undefined, '', 'desk', '//evil', '/\\evil', '/..//evil', '/.//evil', 'https://evil', 'http://own@evil', '/\n/evil', '/ü', `/${'x'.repeat(1001)}`]) t.equal(ownPath(path, '/home'), '/home', path ?? 'nothing')
})

t.test('browsers are named well enough to know one’s own', async t => {
  t.equal(browserName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'), 'Firefox, Linux')
  t.equal(browserName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0'), 'Edge, Windows')
  t.equal(browserName('curl/8'), null)
})

onDesk('a brake lets through exactly its limit, however many come at once', async (t, { platform: { db, clock } }) => {
  const tries = async (count: number) => {
    const outcomes = await Promise.allSettled(Array.from({ length: count }, async () => checkBrake(db, 'door', { limit: 5, windowMs: 15 * minute }, clock.now())))
    return outcomes.filter(({ status }) => status === 'fulfilled').length
  }

  t.equal(await tries(12), 5)
  t.equal(await tries(2), 0)
  await t.resolves(checkBrake(db, 'another door', { limit: 5, windowMs: minute }, clock.now()))
  clock.advance(15 * minute)
  t.equal(await tries(6), 5)
  await resetBrake(db, 'door')
  t.equal(await tries(6), 5)
})

onDesk('what has run out is swept away, and nothing else', async (t, desk) => {
  const { app, platform } = desk
  const { db, clock } = platform
  await new Browser(app).signIn()
  await secretFor(desk, { purpose: 'code', personId: 1 })
  await secretFor(desk, { purpose: 'invite_agent', agentId: 1 })
  const clean = async () => accountJobs(platform)['clean-accounts']({}, { attempts: 1 })
  const counts = async () => [await db.read.count(Brake), await db.read.count(OneTimeToken), await db.read.count(Session)]

  await clean()
  t.strictSame(await counts(), [2, 2, 1])
  clock.advance(2 * hour)
  await clean()
  t.strictSame(await counts(), [0, 1, 1])
  clock.advance(8 * 24 * hour)
  await clean()
  t.strictSame(await counts(), [0, 0, 0])
})

t.end()
