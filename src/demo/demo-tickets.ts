import { loadAgentActor } from '../accounts/actor.queries.js'
import { Person } from '../accounts/person.entity.js'
import { listQuestions } from '../forms/question.queries.js'
import { system, type Actor } from '../platform/actor.js'
import { minute } from '../platform/clock.js'
import { withActor, type Context, type Platform } from '../platform/context.js'
import { addNote } from '../tickets/commands/add-note.js'
import { acceptSolution } from '../tickets/commands/answer-solution.js'
import { addParticipant } from '../tickets/commands/change-participants.js'
import { editTicket } from '../tickets/commands/edit-ticket.js'
import { mergeTicket } from '../tickets/commands/merge-ticket.js'
import { holdTicket, moveTicket } from '../tickets/commands/move-ticket.js'
import { asRequester, openTicket } from '../tickets/commands/open-ticket.js'
import { receiveMessage } from '../tickets/commands/receive-message.js'
import { replyToTicket, type ReplyOutcome } from '../tickets/commands/reply-to-ticket.js'
import { tagTicket } from '../tickets/commands/tag-ticket.js'
import { addTasks } from '../tickets/tasks/commands/add-tasks.js'
import { tickTask } from '../tickets/tasks/commands/tick-task.js'
import type { Priority, Ticket } from '../tickets/ticket.entity.js'
import type { DemoClock } from './demo-clock.js'
import { demoZone, type DemoOrganisation } from './demo-organisation.js'

const people = {
  maria: { name: 'Maria Keller', email: 'maria.keller@riverside.example' },
  henrik: { name: 'Henrik Aalto', email: 'henrik.aalto@riverside.example' },
  lucia: { name: 'Lucía Fernández', email: 'lucia.fernandez@riverside.example' },
  tobias: { name: 'Tobias Brandt', email: 'tobias.brandt@riverside.example' },
  samira: { name: 'Samira Haddad', email: 'samira.haddad@riverside.example' }
}
type Who = keyof typeof people
type Demo = Platform & { clock: DemoClock }

/** At least one ticket in every state, each brought there by the commands that people use. */
export async function createDemoTickets (platform: Demo, { agents, topics }: DemoOrganisation, today: Date): Promise<void> {
  const { clock } = platform
  const at = (daysAgo: number, time: string) => clock.setTo(today, demoZone, daysAgo, time)
  const agentCtx = async (id: number): Promise<Context> => withActor(platform, await loadAgentActor(platform.db.read, id) ?? system)
  const [ana, ben, nadia] = [await agentCtx(agents.ana.id), await agentCtx(agents.ben.id), await agentCtx(agents.nadia.id)]
  const ask = async (who: Who, topicId: number, subject: string, text: string, priority: Priority | null = null, answers: Record<string, string> = {}) => open(platform, who, topicId, subject, text, priority, answers)
  const reply = async (ctx: Context, { id }: Ticket, text: string, outcome: ReplyOutcome = 'waiting') => { clock.advance(minute); await replyToTicket(ctx, { ticketId: id, text, outcome, version: null, atOnce: true }) }
  const says = async (who: Who, { id }: Ticket, text: string) => receiveMessage(withActor(platform, await actorOf(platform, who)), { ticketId: id, text, source: 'web' })

  at(9, '10:20')
  const poster = await ask('lucia', topics.printing.id, 'Colour profile wrong on the poster printer', 'The blue turns purple, whatever I choose.')
  at(9, '11:05')
  await reply(ben, poster, 'Hello Lucía,\n\nplease choose “Fogra39” in the print dialogue. The old profile is gone from the server now.', 'resolved')
  at(8, '09:12')
  await acceptSolution(withActor(platform, await actorOf(platform, 'lucia')), { ticketId: poster.id })

  at(6, '14:30')
  const heating = await ask('maria', topics.heating.id, 'Heating in seminar room C 2.08 stays cold', 'Since last week the room does not get warmer than 16 degrees. We teach there every morning.', 3, { Room: 'C 2.08', 'What is wrong?': 'Too cold' })
  at(6, '15:10')
  await reply(nadia, heating, 'Hello Maria,\n\nthe valve is broken. I have ordered a new one.', 'open')
  await holdTicket(nadia, { ticketId: heating.id, reason: 'Valve ordered, supplier says Wednesday' })
  await tagTicket(nadia, { ticketId: heating.id, tags: 'heating, supplier' })

  at(4, '09:45')
  const licence = await ask('henrik', topics.accounts.id, 'Cannot open the grade book after the update', 'It says “licence expired”. Twelve of us have the same since Monday.', 4)
  await tagTicket(ana, { ticketId: licence.id, tags: 'licence' })
  at(4, '10:05')
  const twin = await ask('tobias', topics.accounts.id, 'Grade book: licence expired', 'Same message as my colleagues.')
  clock.advance(5 * minute)
  await mergeTicket(ana, { ticketId: twin.id, intoNumber: licence.number })

  at(3, '11:40')
  const credit = await ask('tobias', topics.printing.id, 'Print credit was taken twice', 'I printed 40 pages and paid for 80.')
  at(3, '13:20')
  await reply(ana, credit, 'Hello Tobias,\n\ncan you send me the receipt number of the second payment? Finance needs it to pay you back.')

  at(2, '10:00')
  const scan = await ask('samira', topics.printing.id, 'Scan to mail does not arrive', 'I scan at the copier in the library, and nothing comes.')
  at(2, '10:45')
  await reply(ben, scan, 'Hello Samira,\n\nthe copier sent mails that were too large. I set it to 200 dpi. Please try again.', 'resolved')

  at(1, '15:20')
  const spam = await ask('tobias', topics.accounts.id, 'You have won a voucher', 'Click to collect it.')
  await moveTicket(ana, { ticketId: spam.id, move: 'trash' })

  at(1, '16:10')
  await ask('lucia', topics.teaching.id, 'Beamer in lecture hall 2 flickers', 'The cable is new, so I think it is the lamp. The lecture is tomorrow at 14:00.')

  // The last ones came within the hour, so that not every promise is missed whenever somebody looks.
  clock.setBefore(today, 62 * minute)
  const printer = await ask('maria', topics.printing.id, 'Printer on floor 3 prints blank pages', 'Since this morning every page comes out white. I turned it off and on, and changed the paper.\n\nWe have to print the exam sheets for tomorrow at 10.', 3, { 'Which printer?': 'PR-0317', 'Where does it stand?': 'B 3, copy room' })
  await addParticipant(ana, { ticketId: printer.id, email: 'jonas.weber@riverside.example', name: 'Jonas Weber' })
  await tagTicket(ana, { ticketId: printer.id, tags: 'exam-week, drum' })
  clock.advance(28 * minute)
  await reply(ana, printer, 'Hello Maria,\n\nsorry about that. Could you print the test page (Menu, Reports, Configuration) and tell me the number behind “Drum life”? If it is under 5 %, I bring a new drum before lunch.')
  clock.advance(12 * minute)
  await addNote(ben, { ticketId: printer.id, text: 'We had this model in B 2 last month: it was the drum, not the toner. Two are on the shelf in the cellar.' })
  const list = ['Take a drum from the cellar', 'Put it in and print a test page', 'Order a new one for the shelf']
  const [cellar] = await addTasks(ana, { ticketId: printer.id, tasks: list.map(text => ({ text, assigneeId: text.startsWith('Put') ? agents.ben.id : null })) })
  await tickTask(ben, { ticketId: printer.id, taskId: cellar!.id, isDone: true })
  clock.advance(10 * minute)
  await says('maria', printer, 'Drum life says 3 %, and the exam is tomorrow at 10 …')
  await editTicket(ana, { ticketId: printer.id, version: null, priority: 3 })
  clock.advance(5 * minute)
  await ask('samira', topics.heating.id, 'Two chairs are broken in the reading room', 'The ones by the window. Somebody will fall.')
}

async function open (platform: Demo, who: Who, topicId: number, subject: string, text: string, priority: Priority | null, answers: Record<string, string>): Promise<Ticket> {
  const asked = await listQuestions(platform.db.read, topicId, { publicOnly: false })
  return openTicket(withActor(platform, await actorOf(platform, who)), { topicId, subject, text, requester: people[who], source: 'web', priority, answers: new Map(asked.flatMap(({ id, label }) => label in answers ? [[id, answers[label]!]] : [])) })
}

/** The person as a requester; before the first ticket there is only the name. */
async function actorOf ({ db }: Platform, who: Who): Promise<Actor> {
  const person = await db.read.findOneBy(Person, { email: people[who].email })
  return person === null ? { ...people[who], party: 'requester', id: 0, locale: null, onlyTicketId: null } : asRequester(person)
}
