import { Department } from '../../src/departments/department.entity.js'
import { day } from '../../src/platform/clock.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { form, openTestApp, ownForm } from '../support/app.js'
import { inWorld } from '../support/world.js'
import { openPostOffice, type Letter } from './post-office.js'

const maria = { name: 'Maria', email: 'maria@riverside.example' }
const jonas = { name: 'Jonas', email: 'jonas@riverside.example' }

/** Whom letters went to and what their subjects begin with. */
const shortly = (letters: Letter[]): string[] => letters.map(({ reader, subject }) => `${reader.split('@')[0]}: ${subject}`).sort()

inWorld('a whole conversation by mail alone, from the first word to the request that is opened again', async (t, world) => {
  const { platform, ana, ben, as } = world
  const post = await openPostOffice(t, world)
  const stateOf = async () => (await platform.db.read.findOneByOrFail(Ticket, { id: 1 })).state
  const to = (letters: Letter[], { email }: { email: string }): Letter => letters.filter(({ reader }) => reader === email).at(-1)!

  await platform.db.transaction(async manager => manager.update(Department, { id: world.departments.it.id }, { takesCopies: true }))
  await post.write(maria, { cc: [`Jonas <${jonas.email}>`], subject: 'The beamer stays dark', text: 'Hello,\n\nthe beamer in C 2.08 stays dark since this morning.\n\nMaria' })
  let mails = await post.run()
  const { number, assigneeId } = await platform.db.read.findOneByOrFail(Ticket, { id: 1 })
  const [first, second] = assigneeId === ana.id ? [ana, ben] : [ben, ana]
  t.same(shortly(mails), [`${first.email.split('@')[0]}: Yours: The beamer stays dark [${number}]`, `maria: We have your request: IT Service Desk [${number}]`].sort())
  await post.answer(first, to(mails, first), 'Does the lamp light up at all?\n\nAll the best')
  mails = await post.run()
  t.same(shortly(mails), [`jonas: Re: The beamer stays dark [${number}]`, `maria: Re: The beamer stays dark [${number}]`])
  t.match(to(mails, maria).text, /Does the lamp light up at all\?/)
  t.notMatch(to(mails, maria).text, /wrote:|> Ticket|This ticket is yours/, 'nothing that was written to the desk')
  t.equal(await stateOf(), 'waiting')

  await post.answer(jonas, to(mails, jonas), 'I sit next to it: no light at all.')
  mails = await post.run()
  t.same(shortly(mails), [`${first.email.split('@')[0]}: Jonas wrote: The beamer stays dark [${number}]`], 'an answer goes to the desk')
  t.equal(await stateOf(), 'open')

  await post.answer(first, to(mails, first), '#note The lamp is over its hours. Ben, have we one?')
  t.same(await post.run(), [], 'a note is told to nobody outside')
  t.match(await platform.db.read.findOneByOrFail(ThreadEntry, { ticketId: 1, kind: 'note' }), { agentId: first.id, text: 'The lamp is over its hours. Ben, have we one?', source: 'email' })
  await assignTicket(as(first), { ticketId: 1, agentId: second.id })
  mails = await post.run()
  t.same(shortly(mails), [`${second.email.split('@')[0]}: Yours: The beamer stays dark [${number}]`])

  await post.answer(second, to(mails, second), '#solved\nI put in a new lamp. It is bright again.')
  mails = await post.run()
  t.same(shortly(mails), [`jonas: Re: The beamer stays dark [${number}]`, `maria: Re: The beamer stays dark [${number}]`])
  t.notMatch(mails.map(({ raw }) => raw).join(''), /#solved/)
  t.equal(await stateOf(), 'resolved')

  await post.answer(maria, to(mails, maria), 'Thanks, but it is still dark.')
  mails = await post.run()
  t.match(shortly(mails), [`${second.email.split('@')[0]}: `])
  t.equal(await stateOf(), 'open', 'what is not solved goes back to whom it was with')
  t.equal((await platform.db.read.findOneByOrFail(Ticket, { id: 1 })).assigneeId, second.id)

  await post.answer(second, to(mails, second), '#gelöst\nNow the cable is new as well.')
  const solution = to(mails = await post.run(), maria)
  await post.answer(maria, solution, 'Thank you very much!')
  t.equal(await stateOf(), 'resolved')

  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const solve = new URL(/http:\S+\/r\/\S+\/solution/.exec(solution.text)![0])
  const entered = await app.inject({ url: solve.pathname })
  t.equal(await stateOf(), 'resolved', 'to open the link changes nothing')
  const cookie = String(entered.headers['set-cookie']).split(';')[0]!
  const judged = await app.inject({ method: 'POST', url: `/requests/${number}/judgements`, headers: { ...ownForm, cookie }, payload: form({ way: 'solved' }) })
  t.equal(judged.statusCode, 303)
  t.equal(await stateOf(), 'closed')
  await post.run()

  mails = []
  for (let days = 0; days < 7; days++) mails.push(...await post.run(day))
  t.match(shortly(mails), ['maria: How did it go?'])

  await post.answer(maria, to(mails, maria), 'It went dark again today.')
  mails = await post.run()
  t.equal(await stateOf(), 'open')
  t.match(shortly(mails), [`${second.email.split('@')[0]}: Open again: `])
  t.equal(await platform.db.read.count(Ticket), 1)

  for (const letter of post.letters) {
    const [root, ...earlier] = letter.references
    const before = post.letters.slice(0, post.letters.indexOf(letter)).filter(({ reader }) => reader === letter.reader)
    t.ok(before.every(each => each.references[0] === root), 'one thread for one reader')
    t.ok(before.every(each => earlier.includes(each.messageId!)), 'a letter refers to all that came before it')
    t.same(earlier, [...earlier].sort((one, other) => post.ids.indexOf(one) - post.ids.indexOf(other)), 'oldest first')
    t.ok(earlier.every(id => post.ids.includes(id)), 'and to nothing else')
    t.equal(letter.inReplyTo, earlier.at(-1), 'what was said last is what it answers')
    t.match(letter.subject, `[${number}]`)
    t.ok(letter.text.includes('To answer, write back to this mail.') || letter.text.includes('Write back to this mail to answer Maria.'))
  }
})
