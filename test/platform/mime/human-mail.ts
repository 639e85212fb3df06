import { away, sample, type Sample } from './machine-mail.js'

type Fields = Record<string, string>

const reply = { 'in-reply-to': '<1@desk.example>', references: '<1@desk.example>' }
const programs: Array<[string, Fields]> = [
  ['Thunderbird', { 'user-agent': 'Mozilla Thunderbird' }], ['Apple Mail', { 'x-mailer': 'Apple Mail (2.3826)' }], ['iPhone', { 'x-mailer': 'iPhone Mail (23A)' }],
  ['Outlook', { 'thread-index': 'AQH', 'x-ms-has-attach': '', 'x-originating-ip': '[192.0.2.1]' }], ['Gmail', { 'x-gm-message-state': 'AOJ' }], ['a program without a name', {}], ['Auto-Submitted: no', { 'auto-submitted': 'no' }]
]

/** What people write: among it the words of machines. */
const letters: Array<[string, string]> = [
  ['Printer on fire', 'The printer on floor three is on fire.'],
  ['Out of office next week', 'I am out of the office next week. Who looks after the desk?'],
  ['Urlaub im August', 'Ich bin im August im Urlaub, bitte die Tickets an Karl geben.'],
  ['Abwesenheitsnotiz einrichten', 'Wie richte ich eine Abwesenheitsnotiz ein?'],
  ['Automatic reply does not work', 'My automatic reply is not sent. What do I do?'],
  ['Automatic reply: how do I set it up?', 'I found nothing in the handbook.'],
  ['Re: Automatic reply: Printer', 'You are away, I see. Please call me when you are here.'],
  ['Undelivered Mail Returned to Sender - why?', 'I got this from the mail system: your message could not be delivered. Why?'],
  ['Fwd: Mail delivery failed', 'I got this today. What is it?\n\nThis message was created automatically by mail delivery software.'],
  ['Unzustellbar', 'Meine Mail an Sie konnte nicht zugestellt werden, jetzt hoffentlich schon.'],
  ['Réponse automatique', 'Comment activer une réponse automatique ?'],
  ['Vacaciones', 'Estoy de vacaciones en agosto. ¿Quién se ocupa?'],
  ['Assente domani', 'Domani sono assente, ci vediamo lunedì.'],
  ['Férias', 'Preciso marcar férias no sistema.'],
  ['Vakantie', 'Ik ben op vakantie en kan niet inloggen.'],
  ['Urlop', 'Nie mogę wpisać urlopu.'],
  ['Semester', 'Jag kan inte registrera min semester.'],
  ['Ferie', 'Jeg kan ikke se min ferie.'],
  ['Dovolená', 'Nemohu zadat dovolenou.'],
  ['Отпуск', 'Не могу оформить отпуск.'],
  ['休暇申請', '休暇申請ができません。'],
  ['休假申请', '我无法提交休假申请。'],
  ['Yıllık izin', 'İzin girişi yapamıyorum.'],
  ['Newsletter', 'Please take me off the newsletter.'],
  ['Unsubscribe', 'unsubscribe'],
  ['', 'Hello? Is anybody there?']
]

const gateways: Array<[string, Fields]> = [
  ['a gateway that adds List-Unsubscribe', { 'list-unsubscribe': '<mailto:u@gateway.example>', 'x-mailer': 'Microsoft Outlook 16.0' }],
  ['Precedence: normal', { precedence: 'normal', ...reply }],
  ['suppressing receipts', { 'x-auto-response-suppress': 'DR, RN, NRN', 'thread-index': 'AQH' }],
  ['List-Help of a firm', { 'list-help': '<https://firm.example/mail>', 'user-agent': 'Mutt/2.2' }],
  ['priority and importance', { importance: 'high', 'x-priority': '1', 'x-mailer': 'GMX' }]
]

const desks: Array<[string, Fields]> = [
  ['OTRS', { precedence: 'bulk', 'x-mailer': 'OTRS Mail Service (6.0)', ...reply }],
  ['Zammad', { precedence: 'bulk', 'x-auto-response-suppress': 'All', 'x-mailer': 'Zammad Mail Service', 'x-zammad-ticket-id': '12', ...reply }],
  ['RT', { precedence: 'bulk', 'rt-ticket': 'example.com #12', 'managed-by': 'RT', ...reply }]
]
const deskAnswers: Array<[string, string]> = [
  ['Re: [Ticket#12] Router', 'Hello Ada,\n\nwe replaced the router. Does it work now?\n\nTom'],
  ['AW: [Ticket#12] Router', 'Hallo,\n\nbitte starten Sie den Router neu.\n\nKarl'],
  ['Re: Router', 'Bonjour,\n\nle routeur est remplacé.\n\nLuc']
]

/** Mail of people, with what gateways, desks and forwarding did to it. */
export const people: Sample[] = [
  ...programs.flatMap(([name, fields]) => letters.map(([subject, text]) => sample(`${name}: ${subject}`, fields, subject, text))),
  ...letters.map(([subject, text]) => sample(`an answer: ${subject}`, { ...reply, 'user-agent': 'Mutt' }, `Re: ${subject}`, text)),
  ...gateways.flatMap(([name, fields]) => letters.slice(0, 8).map(([subject, text]) => sample(`${name}: ${subject}`, fields, subject, text))),
  ...desks.flatMap(([name, fields]) => deskAnswers.map(([subject, text]) => sample(`an agent of ${name}: ${subject}`, fields, subject, text, { from: 'desk@other.example' }))),
  ...letters.flatMap(([, text]) => [
    sample(`forwarded with an empty return path: ${text}`, { 'x-forwarded-to': 'help@desk.example', 'user-agent': 'Mutt' }, 'Printer', text, { returnPath: '' }),
    sample(`redirected with an empty return path: ${text}`, { 'resent-from': 'old@example.com', ...reply }, 'Re: Printer', text, { returnPath: '' })
  ]),
  ...['REPLY', 'reply', 'COUNTER'].flatMap(method => ['Accepted: Meeting', 'Declined: Meeting', 'Zugesagt: Termin'].map(subject => sample(`${method} to an invitation: ${subject}`, { 'x-auto-response-suppress': 'All' }, subject, '', { contentType: `text/calendar; charset=utf-8; method=${method}` }))),
  ...away.slice(2).map(([language, , text]) => sample(`a person who is away and says so (${language})`, { 'user-agent': 'Mutt', ...reply }, 'Re: Printer', `${text}\n\nBut the printer still burns.`)),
  sample('somebody who works as postmaster', { 'user-agent': 'Mutt' }, 'Our mail server', 'We change the address of our server on Monday.', { from: 'postmaster@example.com' }),
  sample('Microsoft Exchange in a name', { 'x-mailer': 'Outlook' }, 'Question', 'Do you host it?', { from: 'tom@exchange.example' })
]
