import t from 'tap'
import { Agent } from '../../src/accounts/agent.entity.js'
import { Membership } from '../../src/accounts/membership.entity.js'
import { MailTemplate } from '../../src/notifications/mail-template.entity.js'
import { notifyOfEvent } from '../../src/notifications/notify.jobs.js'
import { Participant } from '../../src/tickets/participant.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { readReplyToken } from '../../src/notifications/reply-token.js'
import { engines } from '../support/engines.js'
import { addEntry, addEvent, change, furnish, noon, openHouse } from './support.js'

for (const engine of engines) {
  t.test(engine, async t => {
    const house = await openHouse(engine)
    const world = await furnish(house)
    t.teardown(async () => house.close())
    t.beforeEach(async () => change(house, async manager => {
      await manager.query('DELETE FROM mails')
      await manager.query('DELETE FROM jobs')
      await manager.query('DELETE FROM participants')
      await manager.query('DELETE FROM mail_templates')
    }))
    const { ticket, ana, ben, maria, jonas } = world
    const reply = async (more = {}) => addEntry(house, ticket, { agentId: ana.id, authorName: ana.name, ...more })

    t.test('a reply goes to the requester and the participants, once however often the job runs', async t => {
      await house.add(Participant, { ticketId: ticket.id, personId: jonas.id, isMuted: false, addedAt: noon })
      const event = await addEvent(house, ticket, 'replied', { agent: ana }, { entryId: (await reply()).id })

      await notifyOfEvent(house, { eventId: event.id })
      await notifyOfEvent(house, { eventId: event.id })
      await Promise.allSettled([notifyOfEvent(house, { eventId: event.id }), notifyOfEvent(house, { eventId: event.id })])

      const mails = await house.mails()
      t.same(mails.map(({ toAddress, template, state }) => [toAddress, template, state]), [[maria.email, 'new_reply', 'queued'], [jonas.email, 'new_reply', 'queued']])
      t.equal((await house.jobs('send-mail')).length, 2)
      t.match(mails[0]!.text, /A new drum is on its way\./)
      t.match(mails[0]!.text, /Jonas Weber gets this mail too/)
      t.match(mails[0]!.subject, `[${ticket.number}]`)
    })

    t.test('a reply that was taken back is told to nobody', async t => {
      const entry = await reply()
      const event = await addEvent(house, ticket, 'replied', { agent: ana }, { entryId: entry.id })
      await change(house, async manager => manager.update(ThreadEntry, { id: entry.id }, { withdrawnAt: noon }))

      await notifyOfEvent(house, { eventId: event.id })
      t.same(await house.mails(), [])
    })

    t.test('a reply that solves sends the solution and nothing beside it', async t => {
      const entry = await reply({ isSolution: true })
      const replied = await addEvent(house, ticket, 'replied', { agent: ana }, { entryId: entry.id })
      const solved = await addEvent(house, ticket, 'resolve', { agent: ana }, { entryId: entry.id })

      await notifyOfEvent(house, { eventId: replied.id })
      await notifyOfEvent(house, { eventId: solved.id })
      t.same((await house.mails()).map(({ template }) => template), ['solution'])
    })

    t.test('an agent who lost the department hears nothing of its tickets', async t => {
      const event = await addEvent(house, ticket, 'message_received', { person: maria }, { entryId: (await addEntry(house, ticket, { kind: 'message', personId: maria.id, authorName: maria.name })).id })
      await notifyOfEvent(house, { eventId: event.id })
      t.same((await house.mails()).map(({ toAddress, template }) => [toAddress, template]), [[ana.email, 'requester_answered']])

      await change(house, async manager => { await manager.query('DELETE FROM mails'); await manager.delete(Membership, { agentId: ana.id }) })
      await change(house, async manager => manager.update(Agent, { id: ben.id }, { isActive: false }))
      await notifyOfEvent(house, { eventId: event.id })
      t.same((await house.mails()).map(({ toAddress }) => toAddress), ['cleo@riverside.example'], 'the others of the department hear instead, who are still there')
    })

    t.test('a note is never in a mail', async t => {
      const note = await addEntry(house, ticket, { kind: 'note', agentId: ben.id, text: 'between us' })
      for (const name of ['noted', 'replied', 'resolve', 'close']) {
        const event = await addEvent(house, ticket, name, { agent: ben }, { entryId: note.id })
        await notifyOfEvent(house, { eventId: event.id })
      }
      t.notOk((await house.mails()).some(({ text, html }) => `${text}${html}`.includes('between us')))
    })

    t.test('mails of a ticket to one reader hang together', async t => {
      for (const text of ['first', 'second', 'third']) {
        const event = await addEvent(house, ticket, 'replied', { agent: ana }, { entryId: (await reply({ text })).id })
        await notifyOfEvent(house, { eventId: event.id })
      }
      const [first, second, third] = await house.mails()
      const root = String(first!.headers.References)
      t.match(root, /^<t\d+\.[a-z2-9]+\.root@help\.riverside\.example>$/)
      t.notOk(first!.headers['In-Reply-To'], 'nothing came before it')
      t.equal(second!.headers['In-Reply-To'], first!.messageId)
      t.equal(third!.headers.References, `${root} ${first!.messageId} ${second!.messageId}`)
      t.equal(third!.headers['Thread-Index'], first!.headers['Thread-Index'])
      t.same(readReplyToken(house.signer, first!.messageId), { ticketId: ticket.id, reader: 'person', readerId: maria.id })
      t.same(readReplyToken(house.signer, String(first!.headers['Reply-To']).toLowerCase()), { ticketId: ticket.id, reader: 'person', readerId: maria.id })
    })

    t.test('an admin’s own wording is used, and what looks like code in it stays as it is', async t => {
      await house.add(MailTemplate, { name: 'new_reply', locale: 'en', subject: '{subject} <%= process.env %> {constructor}', body: 'Dear {name},\n\n{text}\n\n{__proto__} {code} <%= 1 + 1 %>', updatedAt: noon, version: 1 })
      const event = await addEvent(house, ticket, 'replied', { agent: ana }, { entryId: (await reply({ text: 'Say {code} and {name}' })).id })
      await notifyOfEvent(house, { eventId: event.id })

      const [mail] = await house.mails()
      t.equal(mail!.subject, `${ticket.subject} <%= process.env %> {constructor} [${ticket.number}]`)
      t.match(mail!.text, 'Dear Maria Keller,\n\nSay {code} and {name}\n\n{__proto__} {code} <%= 1 + 1 %>')
      t.match(mail!.html, '&lt;%= 1 + 1 %&gt;')
    })

    t.test('names and subjects of any length fit into the log', async t => {
      const long = '\u{1F5A8}'.repeat(95)
      await change(house, async manager => {
        await manager.query('UPDATE agents SET name = ? WHERE id = ?', [long, ana.id])
        await manager.query('UPDATE people SET name = ? WHERE id = ?', [long, maria.id])
        await manager.query('UPDATE tickets SET subject = ? WHERE id = ?', ['ü'.repeat(255), ticket.id])
      })
      const event = await addEvent(house, ticket, 'replied', { agent: { ...ana, name: long } }, { entryId: (await reply({ text: 'x'.repeat(100_000) })).id })
      await notifyOfEvent(house, { eventId: event.id })

      const [mail] = await house.mails()
      t.ok(mail!.subject.length <= 255 && mail!.fromName.length <= 190 && mail!.toName.length <= 190)
      t.match(mail!.subject, `[${ticket.number}]`)
      await change(house, async manager => {
        await manager.query('UPDATE agents SET name = ? WHERE id = ?', [ana.name, ana.id])
        await manager.query('UPDATE people SET name = ? WHERE id = ?', [maria.name, maria.id])
        await manager.query('UPDATE tickets SET subject = ? WHERE id = ?', [ticket.subject, ticket.id])
      })
    })

    t.test('each reader is written to in his or her own language', async t => {
      const { cleo } = world
      await change(house, async manager => manager.query('UPDATE agents SET is_active = 1'))
      const event = await addEvent(house, ticket, 'target_breached', 'system', { kind: 'resolution' })
      await notifyOfEvent(house, { eventId: event.id })
      const mails = await house.mails()
      t.match(mails.find(({ toAddress }) => toAddress === cleo.email)?.subject, /^Überfällig: /)
    })
  })
}
