import t from 'tap'
import { after, day } from '../../src/platform/clock.js'
import { createSigner } from '../../src/platform/security/signer.js'
import { linkExpiry, openTicketLink, ticketLinkPath } from '../../src/tickets/mailed-links.js'
import { findLinkHolder } from '../../src/tickets/mailed-links.queries.js'
import { Participant } from '../../src/tickets/participant.entity.js'
import { engines } from '../support/engines.js'
import { addTicket, change, furnish, noon, openHouse } from './support.js'

const signer = createSigner('k'.repeat(40))
const signedIn = (path: string) => path.split('/')[2]!

t.test('a link opens what it was made for and nothing else', async t => {
  const holder = { ticketId: 7, personId: 3, linkEpoch: 1 }
  const path = ticketLinkPath(signer, 'solve', holder, noon)
  t.match(path, /^\/r\/[\w-]+\.[\w-]+\/solution$/)
  const signed = signedIn(path)

  t.match(openTicketLink(signer, 'solve', signed), { ...holder, expiresAt: linkExpiry(noon) })
  t.equal(openTicketLink(signer, 'ticket', signed), null, 'another purpose')
  t.equal(openTicketLink(createSigner('x'.repeat(40)), 'solve', signed), null, 'another house')
  for (const bent of [signed.slice(0, -1), `${signed}A`, signed.toUpperCase(), ` ${signed}`, signed.split('.')[0]!, '', '.', `${signed}.${signed}`, 'a'.repeat(5000)]) t.equal(openTicketLink(signer, 'solve', bent), null)
})

for (const engine of engines) {
  t.test(engine, async t => {
    const house = await openHouse(engine)
    const { maria, jonas, ticket, department } = await furnish(house)
    t.teardown(async () => house.close())
    const linkOf = (personId: number, linkEpoch = 1) => signedIn(ticketLinkPath(signer, 'ticket', { ticketId: ticket.id, personId, linkEpoch }, noon))
    const holderOf = async (signed: string, at = noon) => findLinkHolder(house.db.read, signer, 'ticket', signed, at)

    t.test('the requester gets in, to this one request', async t => {
      t.match(await holderOf(linkOf(maria.id)), { state: 'good', ticketId: ticket.id, requester: { id: maria.id, onlyTicketId: ticket.id } })
    })

    t.test('after its days a link is expired, and says so', async t => {
      t.match(await holderOf(linkOf(maria.id), after(noon, 30 * day)), { state: 'good' })
      t.match(await holderOf(linkOf(maria.id), after(noon, 31 * day)), { state: 'expired' })
    })

    t.test('whoever takes no part gets in no more', async t => {
      t.equal(await holderOf(linkOf(jonas.id)), null)
      await house.add(Participant, { ticketId: ticket.id, personId: jonas.id, isMuted: false, addedAt: noon })
      t.match(await holderOf(linkOf(jonas.id)), { state: 'good' })
      await change(house, async manager => manager.delete(Participant, { personId: jonas.id }))
      t.equal(await holderOf(linkOf(jonas.id)), null)
    })

    t.test('counting up the person’s epoch makes every link void', async t => {
      const signed = linkOf(maria.id)
      await change(house, async manager => manager.query('UPDATE people SET link_epoch = 2 WHERE id = ?', [maria.id]))
      t.equal(await holderOf(signed), null)
      t.match(await holderOf(linkOf(maria.id, 2)), { state: 'good' })
      await change(house, async manager => manager.query('UPDATE people SET link_epoch = 1 WHERE id = ?', [maria.id]))
    })

    t.test('a request in the bin is not there', async t => {
      const binned = await addTicket(house, { departmentId: department.id, requesterId: maria.id, state: 'trashed' })
      const signed = signedIn(ticketLinkPath(signer, 'ticket', { ticketId: binned.id, personId: maria.id, linkEpoch: 1 }, noon))
      t.equal(await holderOf(signed), null)
    })
  })
}
