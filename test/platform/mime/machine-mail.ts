import type { JudgedMessage } from '../../../src/platform/mime/automatic.js'

export interface Sample { name: string, message: JudgedMessage }

type Fields = Record<string, string>

export function sample (name: string, fields: Fields, subject: string, text: string, { from = 'rhea@example.com', contentType = 'text/plain; charset=utf-8', returnPath = 'rhea@example.com' as string | null } = {}): Sample {
  return { name, message: { headers: new Map(Object.entries(fields).map(([key, value]) => [key.toLowerCase(), [value]])), subject, text, contentType, from: { address: from, name: '' }, returnPath } }
}

/** Subject and text of somebody who is away, as machines send them. */
export const away: Array<[string, string, string]> = [
  ['en', 'Out of office: Re: Printer', 'Hello,\n\nI am out of the office until 12 January and will answer after that.'],
  ['en', 'Automatic reply: Printer on fire', 'Thank you for your mail. I will be back on Monday.'],
  ['de', 'Abwesenheitsnotiz: Drucker', 'Guten Tag,\n\nich bin bis zum 12. Januar im Urlaub. Ihre Mail wird nicht weitergeleitet.'],
  ['de', 'Automatische Antwort: Drucker', 'Ich bin derzeit nicht im Büro.'],
  ['fr', 'Réponse automatique : Imprimante', 'Bonjour,\n\nje suis actuellement absent jusqu\'au 12 janvier.'],
  ['es', 'Respuesta automática: Impresora', 'Estoy fuera de la oficina hasta el 12 de enero.'],
  ['it', 'Risposta automatica: Stampante', 'Sono assente fino al 12 gennaio.'],
  ['pt', 'Resposta automática: Impressora', 'Estou de férias até 12 de janeiro.'],
  ['nl', 'Automatisch antwoord: Printer', 'Ik ben tot 12 januari op vakantie.'],
  ['pl', 'Odpowiedź automatyczna: Drukarka', 'Jestem na urlopie do 12 stycznia.'],
  ['sv', 'Automatiskt svar: Skrivare', 'Jag är på semester till den 12 januari.'],
  ['da', 'Automatisk svar: Printer', 'Jeg er på ferie til den 12. januar.'],
  ['cs', 'Automatická odpověď: Tiskárna', 'Jsem na dovolené do 12. ledna.'],
  ['ru', 'Автоматический ответ: Принтер', 'Я в отпуске до 12 января.'],
  ['ja', '自動応答: プリンター', '1月12日まで休暇をいただいております。'],
  ['zh', '自动答复: 打印机', '我正在休假，1月12日回来。'],
  ['tr', 'Otomatik yanıt: Yazıcı', '12 Ocak tarihine kadar izindeyim.']
]

/** What marks such an answer, as different servers do. */
const answeringFields: Array<[string, Fields, { returnPath?: string }]> = [
  ['RFC 3834', { 'Auto-Submitted': 'auto-replied' }, {}],
  ['RFC 3834 with a parameter', { 'auto-submitted': 'auto-replied; owner-email="rhea@example.com"', 'in-reply-to': '<1@desk.example>' }, {}],
  ['Exchange', { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All', 'thread-index': 'AQH', 'in-reply-to': '<1@desk.example>' }, { returnPath: '' }],
  ['Exchange, its field lost on the way', { 'x-auto-response-suppress': 'DR, OOF, AutoReply', 'thread-index': 'AQH', 'x-ms-has-attach': '' }, {}],
  ['vacation of a Unix', { precedence: 'bulk' }, {}],
  ['a null sender', {}, { returnPath: '' }],
  ['Precedence auto_reply', { precedence: 'auto_reply' }, {}],
  ['X-Autoreply', { 'x-autoreply': 'yes', 'x-mailer': 'cPanel' }, {}],
  ['X-Autorespond', { 'x-autorespond': 'Printer' }, {}],
  ['qmail-autoresponder', { 'delivered-to': 'autoresponder@example.com', precedence: 'junk' }, {}]
]

const receipts: Array<[string, string]> = [
  ['[Ticket#2026010512] Printer', 'Thank you for your request. It has been received and has the number 2026010512.'],
  ['Ihre Anfrage ist eingegangen [#4711]', 'Vielen Dank, Ihre Anfrage ist bei uns eingegangen.'],
  ['Votre demande 4711', 'Nous avons bien reçu votre demande.']
]

const daemon = { from: 'mailer-daemon@mx.example.net', returnPath: '' }
const reports: Array<[string, string]> = [
  ['Undelivered Mail Returned to Sender', 'This is the mail system at host mx.example.net.\n\nI\'m sorry to have to inform you that your message could not be delivered.'],
  ['failure notice', 'Hi. This is the qmail-send program at mx.example.net.\nI\'m afraid I wasn\'t able to deliver your message.'],
  ['Mail delivery failed: returning message to sender', 'This message was created automatically by mail delivery software.\nA message that you sent could not be delivered.'],
  ['Returned mail: see transcript for details', '----- The following addresses had permanent fatal errors -----\n<tom@example.com>'],
  ['Delivery Status Notification (Failure)', '** Address not found **\n\nYour message wasn\'t delivered to tom@example.com'],
  ['Unzustellbar: Anfrage', 'Ihre Nachricht konnte nicht zugestellt werden.'],
  ['Недоставленное сообщение', 'К сожалению, Ваше письмо не может быть доставлено.'],
  ['系统退信', '您的邮件无法投递。']
]

const news: Array<[string, Fields]> = [
  ['bulk', { precedence: 'bulk' }], ['junk', { precedence: 'junk' }],
  ['one click', { 'list-unsubscribe': '<https://n.example/u>', 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' }],
  ['feedback id', { 'list-unsubscribe': '<mailto:u@n.example>', 'feedback-id': '1:2:3:n' }], ['unsubscribe alone', { 'list-unsubscribe': '<mailto:u@n.example>' }]
]
const lists: Array<[string, Fields]> = [
  ['Mailman', { 'list-id': '<users.lists.example>', precedence: 'list', 'x-beenthere': 'users@lists.example', 'x-mailman-version': '3', 'list-post': '<mailto:users@lists.example>' }],
  ['list id alone', { 'list-id': 'Users <users.lists.example>', 'user-agent': 'Mutt' }], ['notices of a forge', { 'list-id': 'a/b <b.a.forge.example>', precedence: 'list', 'x-auto-response-suppress': 'All', 'list-unsubscribe': '<https://forge.example/u>' }], ['precedence alone', { precedence: 'list' }], ['ezmlm', { 'mailing-list': 'contact users-help@lists.example; run by ezmlm' }]
]
const newsTexts = ['Our offers in January', 'Unser Angebot im Januar', 'Nos offres', 'Nuestras ofertas', 'Le nostre offerte', 'Nasze oferty']

export const machines: Record<'auto-reply' | 'bounce' | 'bulk' | 'list', Sample[]> = {
  'auto-reply': [
    ...answeringFields.flatMap(([name, fields, envelope]) => away.map(([language, subject, text]) => sample(`${name} (${language})`, fields, subject, text, envelope))),
    ...receipts.flatMap(([subject, text]) => [sample(`receipt of a desk: ${subject}`, { 'auto-submitted': 'auto-replied', 'x-mailer': 'OTRS Mail Service' }, subject, text), sample(`receipt of a desk, suppressed: ${subject}`, { 'x-auto-response-suppress': 'All' }, subject, text)]),
    sample('cron', { 'auto-submitted': 'auto-generated', 'x-cron-env': '<SHELL=/bin/sh>' }, 'Cron <root@host> backup', 'done', { from: 'root@host.example' }),
    sample('a receipt that it was read', {}, 'Read: Printer', 'Your message was read.', { contentType: 'multipart/report; report-type=disposition-notification; boundary=x' })
  ],
  bounce: [
    ...reports.flatMap(([subject, text]) => [
      sample(`daemon: ${subject}`, {}, subject, text, daemon),
      sample(`daemon without an envelope: ${subject}`, {}, subject, text, { from: 'postmaster@example.net', returnPath: null }),
      sample(`daemon with Auto-Submitted: ${subject}`, { 'auto-submitted': 'auto-replied' }, subject, text, daemon),
      sample(`report: ${subject}`, {}, subject, text, { ...daemon, from: 'no-reply@example.net', contentType: 'multipart/report; report-type=delivery-status; boundary="x"' }),
      sample(`null sender: ${subject}`, {}, subject, text, { from: 'admin@example.net', returnPath: '' })
    ]),
    sample('Exim', { 'x-failed-recipients': 'tom@example.com' }, 'Mail delivery failed', '', { from: 'x@example.net' })
  ],
  bulk: [
    ...news.flatMap(([name, fields]) => newsTexts.map(subject => sample(`newsletter, ${name}: ${subject}`, fields, subject, 'Buy two, get three.', { from: 'news@n.example', returnPath: 'b@n.example' }))),
    ...receipts.map(([subject, text]) => sample(`receipt of a desk, bulk: ${subject}`, { precedence: 'bulk', 'x-mailer': 'OTRS Mail Service', 'in-reply-to': '<1@desk.example>', references: '<1@desk.example>' }, subject, text))
  ],
  list: lists.flatMap(([name, fields]) => newsTexts.slice(0, 3).map(subject => sample(`${name}: ${subject}`, fields, subject, 'Does anybody know?')))
}
