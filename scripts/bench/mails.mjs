import { createDice, sentence } from './words.mjs'

const senders = 2000
const megabyte = 1_000_000

/**
 * As many messages as people and machines send them, no two alike: in two out of five somebody answers an earlier mail of
 * his or her own; of the rest most are new, in text, HTML or with a file, and one in ten is a machine's answer or a report.
 */
export function mixedMails (count) {
  const dice = createDice(count)
  return Array.from({ length: count }, (_each, place) => mixedMail(dice, place))
}

function mixedMail (dice, place) {
  const isAnswer = place >= 100 && place % 5 < 2
  const answered = isAnswer ? firstBefore(place) : null
  const sender = (answered ?? place) % senders
  const head = [
    'Received: from mail.post.example by mx.riverside.example; Mon, 23 Nov 2026 08:00:00 +0000', `From: ${sentence(dice, 2)} <person${sender}@post.example>`, 'To: IT <it@riverside.example>',
    `Subject: ${isAnswer ? 'Re: ' : ''}${sentence(dice, 5)}`, 'Date: Mon, 23 Nov 2026 08:00:00 +0000', `Message-ID: <m${place}@post.example>`, 'MIME-Version: 1.0',
    ...(isAnswer ? [`In-Reply-To: <m${answered}@post.example>`, `References: <m${answered}@post.example>`] : [])
  ]
  if (!isAnswer && place % 20 === 3) return join([...head, 'Auto-Submitted: auto-replied'], 'I am away until Monday.')
  if (!isAnswer && place % 20 === 13) return join([...head.filter(line => !line.startsWith('From:')), 'From: MAILER-DAEMON@post.example', 'Return-Path: <>'], `Undelivered: <m${place}@riverside.example>\r\n550 5.1.1 nobody here`)

  const words = Array.from({ length: 4 + dice.below(8) }, () => sentence(dice, 30)).join('\r\n\r\n')
  const quoted = isAnswer ? `\r\n\r\nOn Mon, 23 Nov 2026 at 08:00, IT <it@riverside.example> wrote:\r\n${words.replace(/^/gm, '> ')}` : ''
  switch (place % 3) {
    case 0: return join([...head, 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'], `${words}${quoted}\r\n\r\n-- \r\nGr\u00fc\u00dfe`)
    case 1: return join([...head, 'Content-Type: text/html; charset=utf-8'], `<html><body><style>p { color: red }</style>${words.split('\r\n\r\n').map(text => `<p>${text}</p>`).join('')}<div class="gmail_quote">${quoted}</div><script>alert(1)</script></body></html>`)
    default: return withFile(head, `${words}${quoted}`, 2000 + dice.below(60_000), place)
  }
}

/** The newest mail that began something and lies far enough back to have been read. */
function firstBefore (place) {
  let earlier = place - 60
  while (earlier % 5 < 2 || earlier % 20 === 3 || earlier % 20 === 13) earlier -= 1
  return earlier
}

/** A message of about so many megabytes. */
export function largeMail (megabytes, place) {
  const head = [`From: person${place}@post.example`, 'To: it@riverside.example', `Subject: Large ${place}`, `Message-ID: <large${place}@post.example>`, 'MIME-Version: 1.0']
  return withFile(head, 'See the file.', Math.round(megabytes * megabyte * 0.73), place)
}

function withFile (head, text, size, fill) {
  const file = Buffer.alloc(size, `${fill} `).toString('base64').replace(/.{76}/g, '$&\r\n')
  const type = ['Content-Type: multipart/mixed; boundary=cut']
  return join([...head, ...type], `--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n--cut\r\nContent-Type: application/pdf; name=page.pdf\r\nContent-Disposition: attachment; filename=page.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}\r\n--cut--`)
}

const join = (head, body) => Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}\r\n`)
