import type { ReportMessage } from '../../../src/platform/mime/delivery-report.js'

export interface PlainSample { name: string, message: ReportMessage, action: 'failed' | 'delayed', addresses: string[], status: string | null, id: string | null }

const id = '<t12.abc@desk.example>'
const copy = `Return-Path: <help@desk.example>\nReceived: from desk.example by mx.example.net\nFrom: Support <help@desk.example>\nTo: tom@example.com\nMessage-ID: ${id}\nSubject: Printer\n\nHello Tom`

function report (name: string, subject: string, text: string, expected: Partial<PlainSample> = {}, { from = 'MAILER-DAEMON@mx.example.net', headers = {} as Record<string, string> } = {}): PlainSample {
  const message = { headers: new Map(Object.entries(headers).map(([key, value]) => [key, [value]])), subject, from: { address: from, name: '' }, contentType: 'text/plain; charset=utf-8', returnPath: '', text, parts: [{ contentType: 'text/plain', content: text }] }
  return { name, message, action: 'failed', addresses: ['tom@example.com'], status: '5.1.1', id, ...expected }
}

/** Reports in the words of servers that send no fields, as they look. */
export const plainReports: PlainSample[] = [
  report('Postfix', 'Undelivered Mail Returned to Sender', `This is the mail system at host mx.example.net.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

For further assistance, please send mail to postmaster.

                   The mail system

<tom@example.com>: host mail.example.com[192.0.2.7] said: 550 5.1.1
    <tom@example.com>: Recipient address rejected: User unknown (in reply to
    RCPT TO command)

${copy}`),
  report('Postfix, two recipients', 'Undelivered Mail Returned to Sender', `This is the mail system at host mx.example.net.

I'm sorry to have to inform you that your message could not be delivered to one or more recipients.

<tom@example.com>: host mail.example.com said: 550 5.1.1 unknown

<ann@example.org>: host mail.example.org said: 552 5.2.2 mailbox full

${copy}`, { addresses: ['tom@example.com', 'ann@example.org'] }),
  report('Exim', 'Mail delivery failed: returning message to sender', `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  tom@example.com
    host mail.example.com [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<tom@example.com>:
    550 5.1.1 User unknown

------ This is a copy of the message, including all the headers. ------

${copy}`),
  report('Exim with its field', 'Mail delivery failed: returning message to sender', `This message was created automatically by mail delivery software.

A message that you sent could not be delivered.

------ This is a copy of the message, including all the headers. ------

${copy}`, { status: null }, { headers: { 'x-failed-recipients': 'tom@example.com' } }),
  report('Exim, delayed', 'Warning: message 1abc-000 delayed 24 hours', `This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.example.net.

The message identifier is:     1abc-000
The date of the message is:    Mon, 5 Jan 2026
The subject of the message is: Printer

The address to which the message has not yet been delivered is:

  tom@example.com
    Delay reason: Connection timed out

No action is required on your part. Delivery attempts will continue for
some time.`, { action: 'delayed', status: null, id: null }),
  report('qmail', 'failure notice', `Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<tom@example.com>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 <tom@example.com>: User unknown
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

${copy}`),
  report('qmail, a code alone', 'failure notice', `Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.

<tom@example.com>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

${copy}`),
  report('Sendmail', 'Returned mail: see transcript for details', `The original message was received at Mon, 5 Jan 2026 15:12:07 GMT
from desk.example [192.0.2.1]

   ----- The following addresses had permanent fatal errors -----
<tom@example.com>
    (reason: 550 5.1.1 <tom@example.com>... User unknown)

   ----- Transcript of session follows -----
... while talking to mail.example.com.:
>>> DATA
<<< 550 5.1.1 <tom@example.com>... User unknown

   ----- Original message follows -----
${copy}`),
  report('Sendmail, delayed', 'Warning: could not send message for past 4 hours', `    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

The original message was received at Mon, 5 Jan 2026 15:12:07 GMT
from desk.example [192.0.2.1]

   ----- The following addresses had transient non-fatal errors -----
<tom@example.com>

   ----- Transcript of session follows -----
<tom@example.com>... Deferred: Connection timed out with mail.example.com.
Warning: message still undelivered after 4 hours
Will keep trying until message is 5 days old`, { action: 'delayed', status: null, id: null }),
  report('Exchange', 'Undeliverable: Printer', `mx.example.net rejected your message to the following email addresses:

Tom Baker (tom@example.com)<mailto:tom@example.com>
The email address you entered couldn't be found. Please check the recipient's email address and try to resend the message.

Delivery has failed to these recipients or groups.

Diagnostic information for administrators:

Generating server: mx.example.net

tom@example.com
#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##

Original message headers:

${copy}`, {}, { from: 'postmaster@example.net' }),
  report('Exchange 2003', 'Undeliverable: Printer', `Your message did not reach some or all of the intended recipients.

      Subject:  Printer
      Sent:     1/5/2026 3:12 PM

The following recipient(s) could not be reached:

      tom@example.com on 1/5/2026 3:12 PM
            The e-mail account does not exist at the organization this message was sent to.
            <mx.example.net #5.1.1>`, { id: '<t12.abc@desk.example>' }, { from: 'postmaster@example.net', headers: { 'in-reply-to': '<t12.abc@desk.example>' } }),
  report('Gmail', 'Delivery Status Notification (Failure)', `** Address not found **

Your message wasn't delivered to tom@example.com because the address couldn't be found, or is unable to receive mail.

Learn more here: https://support.google.example/mail/?p=NoSuchUser

The response was:

550 5.1.1 The email account that you tried to reach does not exist.`, {}, { from: 'mailer-daemon@googlemail.com', headers: { 'x-failed-recipients': 'tom@example.com', 'in-reply-to': id } }),
  report('Gmail, old', 'Delivery Status Notification (Failure)', `Delivery to the following recipient failed permanently:

     tom@example.com

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the recipient domain. The error that the other server returned was: 550 5.1.1 User unknown.

----- Original message -----

${copy}`, {}, { from: 'mailer-daemon@googlemail.com' }),
  report('Gmail, delayed', 'Delivery Status Notification (Delay)', `** Delivery incomplete **

There was a temporary problem delivering your message to tom@example.com. Gmail will retry for 45 more hours. You'll be notified if the delivery fails permanently.`, { action: 'delayed', status: null, id }, { from: 'mailer-daemon@googlemail.com', headers: { references: id } }),
  report('Yahoo', 'Failure Notice', `Sorry, we were unable to deliver your message to the following address.

<tom@example.com>:
550: 5.1.1 User unknown

--- Below this line is a copy of the message.

${copy}`, {}, { from: 'MAILER-DAEMON@yahoo.example' }),
  report('GMX', 'Mail delivery failed: returning message to sender', `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of
its recipients. This is a permanent error. The following address
failed:

tom@example.com:
SMTP error from remote server for RCPT TO command, host: mail.example.com (192.0.2.7) reason: 550 5.1.1 User unknown

--- The header of the original message is following. ---

${copy}`, {}, { from: 'mailer-daemon@gmx.example' }),
  report('1&1 in German', 'Mail delivery failed: returning message to sender', `Diese Nachricht wurde automatisch erzeugt.

Ihre Nachricht konnte nicht zugestellt werden. Folgende Adresse:

tom@example.com:
SMTP-Fehler: 550 5.1.1 Unbekannter Empfänger

--- The header of the original message is following. ---

${copy}`, {}, { from: 'mailer-daemon@kundenserver.example' }),
  report('mail.ru', 'Mail failure.', `Это письмо создано автоматически
сервером Mail.Ru, отвечать на него не
нужно.

К сожалению, Ваше письмо не может
быть доставлено одному или нескольким
получателям:

**********************
tom@example.com
550 5.1.1 Message was not accepted -- invalid mailbox.

**********************
${copy}`.replace('не может\nбыть', 'не может быть')),
  report('Domino', 'DELIVERY FAILURE: User tom not listed in Directory', `Your message

  Subject: Printer

was not delivered to:

  tom@example.com

because:

  User tom (tom@example.com) not listed in Domino Directory`, { status: null, id: null }, { from: 'postmaster@example.net' }),
  report('a full mailbox without an enhanced code', 'failure notice', `Hi. This is the qmail-send program at mx.example.net.

<tom@example.com>:
Remote host said: 452 Mailbox is full, over quota
Giving up.

--- Below this line is a copy of the message.

${copy}`, { status: '4.0.0' })
]
