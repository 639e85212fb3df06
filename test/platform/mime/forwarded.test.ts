import t from 'tap'
import { readForwarded } from '../../../src/platform/mime/forwarded.js'
import { readReplies, sourceOf } from './replies.js'

const original = { from: { address: 'post@supplier.example', name: 'Supplier' }, subject: 'Invoice 12', text: 'Invoice 12 is still open.\n\nSupplier' }

/** As mail programs write the lines above a forwarded mail: mark, sender, day, receiver, subject. */
const forms: Array<[string, string, string[]]> = [
  ['Gmail', 'Fwd: Invoice 12', ['---------- Forwarded message ---------', 'From: Supplier <post@supplier.example>', 'Date: Fri, Jan 2, 2026 at 8:00 AM', 'Subject: Invoice 12', 'To: <ada@desk.example>']],
  ['Apple Mail', 'Fwd: Invoice 12', ['Begin forwarded message:', '', 'From: Supplier <post@supplier.example>', 'Subject: Invoice 12', 'Date: 2 January 2026 at 08:00:00 GMT', 'To: ada@desk.example']],
  ['Outlook', 'FW: Invoice 12', ['From: Supplier <post@supplier.example>', 'Sent: Friday, January 2, 2026 8:00 AM', 'To: Ada', 'Subject: Invoice 12']],
  ['Outlook, old', 'FW: Invoice 12', ['-----Original Message-----', 'From: Supplier [mailto:post@supplier.example]', 'Sent: Friday, January 02, 2026 8:00 AM', 'To: Ada', 'Subject: Invoice 12']],
  ['Outlook mobile', 'Fw: Invoice 12', ['________________________________', 'From: Supplier <post@supplier.example>', 'Sent: Friday, January 2, 2026 8:00:00 AM', 'To: Ada', 'Subject: Invoice 12']],
  ['Thunderbird', 'Fwd: Invoice 12', ['-------- Forwarded Message --------', 'Subject: \tInvoice 12', 'Date: \tFri, 2 Jan 2026 08:00:00 +0100', 'From: \tSupplier <post@supplier.example>', 'To: \tada@desk.example']],
  ['de, Outlook', 'WG: Invoice 12', ['Von: Supplier <post@supplier.example>', 'Gesendet: Freitag, 2. Januar 2026 08:00', 'An: Ada', 'Betreff: Invoice 12']],
  ['de, Thunderbird', 'Fwd: Invoice 12', ['-------- Weitergeleitete Nachricht --------', 'Betreff: \tInvoice 12', 'Datum: \tFri, 2 Jan 2026 08:00:00 +0100', 'Von: \tSupplier <post@supplier.example>', 'An: \tada@desk.example']],
  ['fr, Outlook', 'TR: Invoice 12', ['De : Supplier <post@supplier.example>', 'Envoyé : vendredi 2 janvier 2026 08:00', 'À : Ada', 'Objet : Invoice 12']],
  ['fr, Apple Mail', 'Tr: Invoice 12', ['Début du message transféré :', '', 'De: Supplier <post@supplier.example>', 'Objet: Invoice 12', 'Date: 2 janvier 2026', 'À: ada@desk.example']],
  ['es, Outlook', 'RV: Invoice 12', ['De: Supplier <post@supplier.example>', 'Enviado el: viernes, 2 de enero de 2026 8:00', 'Para: Ada', 'Asunto: Invoice 12']],
  ['it, Outlook', 'I: Invoice 12', ['Da: Supplier <post@supplier.example>', 'Inviato: venerdì 2 gennaio 2026 08:00', 'A: Ada', 'Oggetto: Invoice 12']],
  ['pt, Gmail', 'Fwd: Invoice 12', ['---------- Mensagem encaminhada ----------', 'De: Supplier <post@supplier.example>', 'Data: 2 de janeiro de 2026 08:00', 'Assunto: Invoice 12', 'Para: ada@desk.example']],
  ['pt, Outlook', 'ENC: Invoice 12', ['De: Supplier <post@supplier.example>', 'Enviado: sexta-feira, 2 de janeiro de 2026 08:00', 'Para: Ada', 'Assunto: Invoice 12']],
  ['nl, Apple Mail', 'Fwd: Invoice 12', ['Begin doorgestuurd bericht:', '', 'Van: Supplier <post@supplier.example>', 'Onderwerp: Invoice 12', 'Datum: 2 januari 2026', 'Aan: ada@desk.example']],
  ['pl, Outlook', 'PD: Invoice 12', ['Od: Supplier <post@supplier.example>', 'Wysłano: piątek, 2 stycznia 2026 08:00', 'Do: Ada', 'Temat: Invoice 12']],
  ['sv, Outlook', 'VB: Invoice 12', ['Från: Supplier <post@supplier.example>', 'Skickat: den 2 januari 2026 08:00', 'Till: Ada', 'Ämne: Invoice 12']],
  ['da, Outlook', 'VS: Invoice 12', ['Fra: Supplier <post@supplier.example>', 'Sendt: 2. januar 2026 08:00', 'Til: Ada', 'Emne: Invoice 12']],
  ['cs, Thunderbird', 'Fwd: Invoice 12', ['-------- Přeposlaná zpráva --------', 'Předmět: Invoice 12', 'Datum: Fri, 2 Jan 2026 08:00:00 +0100', 'Od: Supplier <post@supplier.example>', 'Komu: ada@desk.example']],
  ['ru, Yandex', 'Fwd: Invoice 12', ['-------- Пересылаемое сообщение --------', 'От: Supplier <post@supplier.example>', 'Дата: 02.01.2026, 08:00', 'Кому: ada@desk.example', 'Тема: Invoice 12']],
  ['ja, Outlook', 'FW: Invoice 12', ['差出人: Supplier <post@supplier.example>', '送信日時: 2026年1月2日 8:00', '宛先: Ada', '件名: Invoice 12']],
  ['zh, Outlook', '转发: Invoice 12', ['发件人: Supplier <post@supplier.example>', '发送时间: 2026年1月2日 8:00', '收件人: Ada', '主题: Invoice 12']],
  ['tr, Outlook', 'İLT: Invoice 12', ['Kimden: Supplier <post@supplier.example>', 'Gönderildi: 2 Ocak 2026 Cuma 08:00', 'Kime: Ada', 'Konu: Invoice 12']]
]

t.test('an agent forwards a mail from any program, and its first sender is found', async t => {
  for (const [name, subject, lines] of forms) {
    for (const above of ['', 'Please open a ticket for them.\n\n', 'Siehe unten.\r\n\r\n']) {
      t.same(readForwarded({ subject, text: `${above}${lines.join('\n')}\n\n${original.text}\n`, attached: null }), original, `${name}, ${above.trim() || 'nothing above'}`)
    }
  }
})

t.test('a mail forwarded behind marks of quoting is freed of them', async t => {
  const text = 'FYI\n\nBegin forwarded message:\n\n> From: "Supplier" <post@supplier.example>\n> Subject: Invoice 12\n> Date: 2 January 2026 at 08:00\n> To: ada@desk.example\n> \n> Invoice 12 is still open.\n> \n> Supplier'
  t.same(readForwarded({ subject: 'Fwd: Invoice 12', text, attached: null }), original)
})

t.test('a mail forwarded as a file is read from the file, unless one stands in the text', async t => {
  t.same(readForwarded({ subject: 'Fwd: Invoice 12', text: 'see file', attached: original }), original)
  t.same(readForwarded({ subject: 'Fwd: Invoice 12', text: '', attached: { ...original, from: null } }), null)
})

t.test('an answer is not a forwarded mail, though it has the same lines', async t => {
  const answers = [...readReplies('held-out.txt'), ...readReplies('tuning-text.txt')].filter(({ name, subject, form }) => form === 'text' && subject === '' && !/forward|weitergeleitet|reenviado/i.test(name))
  t.same(answers.filter(reply => readForwarded({ subject: 'Re: Printer', text: sourceOf(reply), attached: null }) !== null).map(({ name }) => name), [])
})
