import type { DeliveryReport, MailAddress } from './parsed-message.js'

type PlainReport = Omit<DeliveryReport, 'originalMessageId'>
type Recipient = DeliveryReport['recipients'][number]

const copyBelow = /^(?:-{2,}|[*_=]{3,}).{0,12}(?:below this line is a copy|this is a copy of|original message|returned message|message header|the header of the original|ursprüngliche|undelivered message|message text follows|unsent message|original headers)|^received: from |^return-path:|^begin message header|^original message headers:|^--- (?:the )?header/im
const delayed = /(?:has|have) been delayed|message delayed|delivery (?:to .{3,120} )?(?:has been |is )?delayed|delivery (?:incomplete|delayed)|not yet been delivered|still undelivered|(?:will|is going to) (?:be retried|retry|keep trying|continue to)|temporary problem|do(?: not|n't) need to (?:resend|do anything)|warning (?:message )?only|verzögert|noch nicht zugestellt|weiterhin versuch|retardé|retrasad|ritard|vertraagd|opóźni|задерж/i
const permanent = /permanent (?:fatal )?(?:error|failure)|failed permanently|giving up|given up|final failure|unknown user|user unknown|no such user|(?<!non-)fatal error|\b55\d[ -]/i
const address = /[^\s<>()[\],:;"']{1,64}@[a-z0-9.-]{2,190}\.[a-z]{2,24}|[^\s<>()[\],:;"']{1,64}@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/giu
const machines = /^(?:mailer-daemon|postmaster|mail-?daemon|abuse|no-?reply|bounce)/i
const mostRecipients = 50

/** The words of Exim, qmail, Postfix, Sendmail, Exchange, Gmail and others that send no fields: who did not get it and why. */
export function readPlainReport ({ headers, subject, text, from }: { headers: Map<string, string[]>, subject: string, text: string, from: MailAddress | null }): PlainReport {
  const own = aboveCopy(text.slice(0, 100_000).replace(/\r\n?/g, '\n'))
  const named = addressesOf(headers.get('x-failed-recipients')?.join(',') ?? '')
  const found = named.length > 0 ? named : recipientsIn(own, from)
  const isDelayed = delayed.test(`${subject}\n${own}`) && !permanent.test(own)

  return { action: isDelayed ? 'delayed' : 'failed', recipients: found.slice(0, mostRecipients).map(recipient => describe(recipient, own)) }
}

/** Without the mail that came back, whose addresses are others. */
function aboveCopy (text: string): string {
  const place = text.search(copyBelow)
  return place > 40 ? text.slice(0, place) : text
}

/** Lines that begin with an address or name it as what was written to. Where there are none, any address that is no server's. */
function recipientsIn (text: string, from: MailAddress | null): string[] {
  const lines = text.split('\n')
  const leading = lines.flatMap(line => leadingAddress(line.slice(0, 500)))
  const told = [...text.matchAll(/(?:deliver(?:ed|y)?|message|mail|recipient|sent) (?:\w+ ){0,4}?(?:to|for)\s+(?:the following \w+:?\s+)?[<"'(*]*([^\s<>()[\],:;"'*]{1,64}@[^\s<>()[\],:;"'*]{3,190})/gi)].flatMap(match => addressesOf(match[1]!))
  const good = (list: string[]) => [...new Set(list)].filter(found => found !== from?.address.toLowerCase() && !machines.test(found))
  const first = good(leading)
  if (first.length > 0) return first
  const second = good(told)
  return second.length > 0 ? second : good(addressesOf(text)).slice(0, 1)
}

const mayPrecede = /^(?:[-*•]\s*)?(?:(?:to|recipients?|address|an|pour|para|per|aan|komu|empfänger|destinataire|destinatario|получатель|rfc822|final-recipient)\s*[:：;]\s*)?(?:[\p{L}\p{N} .,'"-]{0,60}[<("'])?$/iu
const mayFollow = /^[>)"']*\s*(?:[:：]|$|\.\.\.|\(|<|\[|on \d)/i

function leadingAddress (line: string): string[] {
  const found = line.matchAll(address).next().value
  if (found === undefined) return []
  const before = line.slice(0, found.index).trim()
  return mayPrecede.test(before) && !/^(?:from|sender|von|contact)\b/i.test(before) && mayFollow.test(line.slice(found.index + found[0].length)) ? [found[0].toLowerCase()] : []
}

function addressesOf (text: string): string[] {
  return [...text.slice(0, 20_000).matchAll(address)].map(([found]) => found.toLowerCase().replace(/\.+$/, ''))
}

/** The code and the words that stand by an address, or by the first that has any. */
function describe (recipient: string, text: string): Recipient {
  const place = text.toLowerCase().indexOf(recipient)
  const near = text.slice(Math.max(0, place), place + 1500)
  const status = codeOf(near) ?? codeOf(text)
  const reason = near.split('\n').slice(0, 12).map(line => line.trim()).find(line => /\b[245]\d\d\b|\b[245]\.\d{1,3}\.\d{1,3}\b|unknown|full|reject|denied|not found|no such|unavailable|exceed|blocked|disabled/i.test(line))
  return { address: recipient, status, diagnostic: reason?.slice(0, 1000) ?? null }
}

function codeOf (text: string): string | null {
  const full = /(?:^|[\s#(:-])([245]\.\d{1,3}\.\d{1,3})(?=$|[\s,;:).>-])/m.exec(text)?.[1]
  if (full !== undefined) return full
  const reply = /(?:said|error|reason|server|response|code|smtp|rcpt to|remote host|status|because|with)\D{0,80}?\b([45])\d\d\b/i.exec(text)?.[1] ?? /(?:^|[\s:(#])([45])[0-5]\d[\s-](?=\p{L}|<|#|\d\.)/mu.exec(text)?.[1]
  return reply === undefined ? null : `${reply}.0.0`
}
