import type { AskedTicket } from '../tickets/intake.js'
import type { Topic } from '../topics/topic.entity.js'

/**
 * A message that an admin pasted, as a request: lines like “From:” and “Subject:” up to the first empty line
 * are its headers when it begins with one, and everything else is its text.
 */
export function readSample (pasted: string, topic: Pick<Topic, 'id' | 'departmentId' | 'teamId' | 'priority'>): AskedTicket {
  const text = pasted.replace(/\r\n?/g, '\n').trim()
  const [head = '', ...rest] = /^[\w-]+:/.test(text) ? text.split(/\n\s*\n/) : ['', text]
  const headers = new Map<string, string[]>()
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name = '', value = ''] = /^([\w-]+):\s*(.*)$/.exec(line) ?? []
    if (name !== '') headers.set(name.toLowerCase(), [...headers.get(name.toLowerCase()) ?? [], value.trim()])
  }
  const first = (name: string): string => headers.get(name)?.[0] ?? ''
  const replyTo = first('reply-to') === '' ? null : readAddress(first('reply-to'))

  return {
    subject: first('subject'), text: rest.join('\n\n'), source: headers.size > 0 ? 'email' : 'web', requester: readAddress(first('from')), answers: new Map(), fileNames: [],
    topicId: topic.id, departmentId: topic.departmentId, teamId: topic.teamId, priority: topic.priority,
    mail: headers.size === 0 ? null : { mailboxId: null, headers, replyTo, isAutomatic: /^auto-/.test(first('auto-submitted')), recipients: [...headers.get('to') ?? [], ...headers.get('cc') ?? []].flatMap(line => line.split(',')).map(each => readAddress(each).email) }
  }
}

function readAddress (text: string): { name: string, email: string } {
  const [, name = '', email = ''] = /^(.*)<([^<>]*)>\s*$/.exec(text) ?? ['', '', text]
  return { name: name.trim().replace(/^"|"$/g, ''), email: email.trim().toLowerCase() }
}
