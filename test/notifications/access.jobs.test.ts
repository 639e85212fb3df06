import t from 'tap'
import { useCode, useOneTimeToken } from '../../src/accounts/one-time-tokens.js'
import { OneTimeToken } from '../../src/accounts/one-time-token.entity.js'
import { mailAccess } from '../../src/notifications/access.jobs.js'
import { engines } from '../support/engines.js'
import { change, furnish, openHouse } from './support.js'

for (const engine of engines) {
  t.test(engine, async t => {
    const house = await openHouse(engine)
    const { maria, ana, ticket } = await furnish(house)
    t.teardown(async () => house.close())
    t.beforeEach(async () => change(house, async manager => { for (const table of ['mails', 'jobs', 'one_time_tokens']) await manager.query(`DELETE FROM ${table}`) }))

    t.test('a link to sign in is mailed once, works once, and only its digest is kept', async t => {
      const job = { purpose: 'sign_in' as const, personId: maria.id, causeKey: 'sign_in:abc' }
      await mailAccess(house, job)
      await mailAccess(house, job)

      const mails = await house.mails()
      t.equal(mails.length, 1)
      t.match(mails[0], { template: 'sign_in_link', toAddress: maria.email, ticketId: null })
      const secret = /https:\/\/help\.riverside\.example\/sign-in\/link\/([\w-]{43})\n/.exec(mails[0]!.text)?.[1] ?? ''
      const tokens = await house.db.read.find(OneTimeToken)
      t.equal(tokens.length, 1, 'the second run makes no second secret')
      t.notMatch(JSON.stringify(tokens), secret)
      t.notMatch(JSON.stringify(await house.db.read.query('SELECT payload FROM jobs')), secret)
      t.match(await house.db.transaction(async manager => useOneTimeToken(manager, 'sign_in', secret, house.clock.now())), { personId: maria.id })
      t.equal(await house.db.transaction(async manager => useOneTimeToken(manager, 'sign_in', secret, house.clock.now())), null)
    })

    t.test('a code opens the request that it was asked for', async t => {
      await mailAccess(house, { purpose: 'code', personId: maria.id, ticketId: ticket.id, causeKey: 'code:abc' })
      const [mail] = await house.mails()
      t.equal(mail!.subject, `Your code for request ${ticket.number}`)
      const code = /\n(\d{6})\n/.exec(mail!.text)?.[1] ?? ''
      t.notMatch(mail!.subject, code)
      t.match(await house.db.transaction(async manager => useCode(manager, maria.id, code, house.clock.now())), { ticketId: ticket.id })
    })

    t.test('agents choose their passwords at the desk’s door, people at the portal’s', async t => {
      await mailAccess(house, { purpose: 'invite_agent', agentId: ana.id, causeKey: 'a' })
      await mailAccess(house, { purpose: 'reset_agent', agentId: ana.id, causeKey: 'b' })
      await mailAccess(house, { purpose: 'reset_person', personId: maria.id, causeKey: 'c' })
      const links = (await house.mails()).map(({ text }) => /https:\/\/help\.riverside\.example(\/[\w/-]*)\/[\w-]{43}\n/.exec(text)?.[1])
      t.same(links, ['/desk/password', '/desk/password', '/password'])
    })

    t.test('nobody is mailed who is not there, or not any more', async t => {
      await change(house, async manager => manager.query('UPDATE agents SET is_active = 0 WHERE id = ?', [ana.id]))
      await mailAccess(house, { purpose: 'reset_agent', agentId: ana.id, causeKey: 'a' })
      await mailAccess(house, { purpose: 'sign_in', personId: 999, causeKey: 'b' })
      t.same(await house.mails(), [])
      t.same(await house.db.read.find(OneTimeToken), [])
    })
  })
}
