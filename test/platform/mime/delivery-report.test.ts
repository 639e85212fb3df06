import t from 'tap'
import { readDeliveryReport, type ReportMessage } from '../../../src/platform/mime/delivery-report.js'
import { people } from './human-mail.js'
import { plainReports } from './plain-reports.js'

t.test('the plain words of mail servers say whom a mail did not reach, and why', async t => {
  for (const { name, message, action, addresses, status, id } of plainReports) {
    const report = readDeliveryReport(message)
    t.same({ action: report?.action, addresses: report?.recipients.map(({ address }) => address), status: report?.recipients[0]?.status, id: report?.originalMessageId }, { action, addresses, status, id }, name)
  }
})

const fields = (recipients: string) => `Reporting-MTA: dns; mx.example.net\nArrival-Date: Mon, 5 Jan 2026 15:12:07 +0000\n\n${recipients}`
const standard = (status: string, returned: { contentType: string, content: string } | null, type = 'message/delivery-status'): ReportMessage => ({
  headers: new Map(),
  subject: 'Delivery Status Notification',
  from: { address: 'postmaster@mx.example.net', name: '' },
  contentType: 'multipart/report; report-type=delivery-status; boundary="x"',
  returnPath: '',
  text: 'Your message could not be delivered.',
  parts: [{ contentType: 'text/plain', content: 'Your message could not be delivered.' }, { contentType: type, content: status }, ...(returned === null ? [] : [returned])]
})

t.test('the fields of a report come before its words', async t => {
  const report = readDeliveryReport(standard(fields('Final-Recipient: rfc822; tom@elsewhere.example\nOriginal-Recipient: rfc822;Tom@Example.com\nAction: failed\nStatus: 5.1.1 (bad address)\nDiagnostic-Code: smtp; 550 5.1.1\n  User unknown\n'), { contentType: 'text/rfc822-headers; charset=us-ascii', content: 'From: help@desk.example\nMessage-Id:\n <t12.abc@desk.example>\n' }))

  t.same(report, { action: 'failed', originalMessageId: '<t12.abc@desk.example>', recipients: [{ address: 'tom@example.com', status: '5.1.1', diagnostic: '550 5.1.1 User unknown' }] })
})

t.test('what is only late, passed on or arrived has not failed', async t => {
  for (const action of ['delayed', 'delivered', 'relayed', 'expanded'] as const) {
    t.match(readDeliveryReport(standard(fields(`Final-Recipient: rfc822;tom@example.com\r\nAction: ${action}\r\nStatus: 4.4.7\r\n`), null)), { action, recipients: [{ address: 'tom@example.com' }] }, action)
  }
})

t.test('of several recipients those are told that it did not reach', async t => {
  const report = readDeliveryReport(standard(fields('Final-Recipient: rfc822; ann@example.com\nAction: delayed\nStatus: 4.4.1\n\nFinal-Recipient: rfc822; tom@example.com\nAction: Failed\nStatus: 5.2.2\n'), { contentType: 'message/rfc822', content: 'Message-ID: <t12.abc@desk.example>\n\nHello' }))

  t.match(report, { action: 'failed', originalMessageId: '<t12.abc@desk.example>' })
  t.same(report?.recipients.map(({ address }) => address), ['tom@example.com'])
})

t.test('a report on an address with letters beyond ASCII is read alike', async t => {
  const report = readDeliveryReport(standard(fields('Final-Recipient: utf-8; 用户@例子.example\nAction: failed\nStatus: 5.1.1\n'), { contentType: 'message/global-headers', content: 'Message-ID: <t12.abc@desk.example>\n' }, 'message/global-delivery-status'))

  t.match(report, { action: 'failed', originalMessageId: '<t12.abc@desk.example>', recipients: [{ address: '用户@例子.example', status: '5.1.1' }] })
})

t.test('a report without a readable field is still a report', async t => {
  t.match(readDeliveryReport(standard('', null)), { action: 'failed', originalMessageId: null })
})

t.test('what people write is no report', async t => {
  t.same(people.filter(({ message }) => readDeliveryReport({ ...message, parts: [] }) !== null).map(({ name }) => name), [])
})
