import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { securities } from '../notifications/sending-security.js'
import { afterFetches, authentications } from './mailbox-choices.js'
import type { MailboxForm } from './commands/save-mailbox.js'
import { accessEndsAt, mailboxAlarms } from './mailbox.policy.js'
import type { Mailbox } from './mailbox.entity.js'
import type { Choice, MailboxLine } from './mailbox.queries.js'

/** The list of mailboxes, each with how it goes. */
export function presentMailboxes (lines: MailboxLine[], now: Date, t: Translate, format: Format) {
  return {
    title: t('inbox.mailboxes.title'),
    lead: t('inbox.mailboxes.lead'),
    add: { href: '/admin/mailboxes/new', label: t('inbox.mailboxes.new') },
    columns: [t('inbox.mailboxes.name'), t('inbox.mailboxes.department'), t('inbox.mailboxes.last_message'), t('inbox.mailboxes.state')],
    rows: lines.map(({ mailbox, department }) => ({
      isOff: !mailbox.isActive,
      cells: [
        { text: mailbox.name, href: `/admin/mailboxes/${mailbox.id}`, note: mailbox.address }, { text: department },
        { text: mailbox.lastMessageAt === null ? t('inbox.mailboxes.never') : format.dateTime(mailbox.lastMessageAt) }, { text: mailboxState(mailbox, now, t, format) }
      ]
    })),
    emptyText: t('inbox.mailboxes.none')
  }
}

function mailboxState (mailbox: Mailbox, now: Date, t: Translate, format: Format): string {
  const { isActive, failingSince, lastError, lastFetchedAt } = mailbox
  if (!isActive) return t('inbox.mailboxes.off')
  if (failingSince !== null) return t('inbox.mailboxes.failing', { when: format.dateTime(failingSince), error: lastError === null ? '' : t(lastError.key, lastError.values) })
  const [alarm] = presentAlarms([mailbox], now, t, format)
  if (alarm !== undefined) return alarm.text
  return lastFetchedAt === null ? t('inbox.mailboxes.not_yet') : t('inbox.mailboxes.working', { when: format.dateTime(lastFetchedAt) })
}

/** A line for each thing that is wrong with mailboxes, for the pages of those who can do something about it. */
export function presentAlarms (mailboxes: Mailbox[], now: Date, t: Translate, format: Format): Array<{ text: string, href: string, label: string }> {
  return mailboxes.flatMap(mailbox => mailboxAlarms(mailbox, now).map(({ kind, since, words }) => ({
    text: t(`inbox.alarm.${kind}`, { name: mailbox.name, when: kind === 'ending' ? format.date(since) : format.dateTime(kind === 'silent' ? mailbox.lastMessageAt ?? since : since), error: words === null ? '' : t(words.key, words.values) }),
    href: `/admin/mailboxes/${mailbox.id}`,
    label: t('inbox.alarm.open')
  })))
}

export interface MailboxFormInput {
  mailbox: Mailbox | null
  form: MailboxForm
  version: number
  departments: Choice[]
  topics: Choice[]
  problems: { list: Array<{ href: string, text: string }>, of: Record<string, string> }
  returnUrl: string
  now: Date
}

/** The form of one mailbox. Secrets are never shown again. */
export function presentMailboxForm ({ mailbox, form, version, departments, topics, problems, returnUrl, now }: MailboxFormInput, t: Translate, format: Format) {
  const path = mailbox === null ? '/admin/mailboxes' : `/admin/mailboxes/${mailbox.id}`
  const error = (name: string) => problems.of[name]
  const line = (name: 'name' | 'senderName' | 'host' | 'userName' | 'clientId' | 'authority' | 'folder' | 'moveTo', more: { hint?: string, optional?: true, width?: 'mid' } = {}) =>
    ({ name, label: t(`inbox.mailboxes.${name}`), value: form[name], error: error(name), maxlength: ['name', 'senderName'].includes(name) ? 120 : 190, ...more })
  const secret = (name: 'password' | 'clientSecret', isKept: boolean) =>
    ({ name, label: t(`inbox.mailboxes.${name}`), hint: t(isKept ? 'inbox.mailboxes.password_kept' : `inbox.mailboxes.${name}_hint`), type: 'password' as const, optional: true, width: 'mid' as const, autocomplete: 'off', error: error(name) })
  const usesConsent = mailbox !== null && mailbox.authentication !== 'password'

  return {
    title: mailbox?.name ?? t('inbox.mailboxes.new'),
    lead: t('inbox.mailboxes.form_lead'),
    back: { href: '/admin/mailboxes', label: t('inbox.mailboxes.title') },
    action: path,
    version,
    problems: problems.list,
    effects: mailbox === null ? [] : effectsOf(mailbox, now, t, format),
    ...(usesConsent && { effectLink: { href: `${path}/consent`, label: t('inbox.mailboxes.consent') } }),
    save: t('inbox.mailboxes.save'),
    acts: mailbox === null ? [] : [
      { action: `${path}/tests`, label: t('inbox.mailboxes.test') },
      { action: `${path}/switches`, label: t(mailbox.isActive ? 'inbox.mailboxes.switch_off' : 'inbox.mailboxes.switch_on') }, { action: `${path}/removal`, label: t('inbox.mailboxes.remove') }
    ],
    sections: [
      {
        title: null,
        fields: [
          line('name'), { name: 'address', label: t('inbox.mailboxes.address'), hint: t('inbox.mailboxes.address_hint'), type: 'email' as const, value: form.address, error: error('address'), maxlength: 190 },
          line('senderName', { hint: t('inbox.mailboxes.senderName_hint'), optional: true })
        ]
      },
      {
        title: t('inbox.mailboxes.section_server'),
        fields: [
          { name: 'authentication', label: t('inbox.mailboxes.authentication'), type: 'radio' as const, boxed: true, value: form.authentication, error: error('authentication'), options: authentications.map(value => ({ value, label: t(`inbox.mailboxes.authentication.${value}`), hint: t(`inbox.mailboxes.authentication_hint.${value}`) })) },
          line('host', { width: 'mid' }), { name: 'port', label: t('inbox.mailboxes.port'), type: 'number' as const, width: 'short' as const, value: Number.isNaN(form.port) ? '' : form.port, error: error('port') },
          { name: 'security', label: t('inbox.mailboxes.security'), type: 'radio' as const, value: form.security, error: error('security'), options: securities.map(value => ({ value, label: t(`inbox.mailboxes.security.${value}`) })) },
          line('userName', { hint: t('inbox.mailboxes.userName_hint'), optional: true, width: 'mid' }), secret('password', mailbox?.authentication === 'password' && mailbox.secret !== null)
        ]
      },
      {
        title: t('inbox.mailboxes.section_provider'),
        fields: [
          line('clientId', { hint: t('inbox.mailboxes.clientId_hint', { url: returnUrl }), optional: true, width: 'mid' }), secret('clientSecret', mailbox !== null && mailbox.clientSecret !== null),
          { name: 'clientSecretExpiresOn', label: t('inbox.mailboxes.clientSecretExpiresOn'), hint: t('inbox.mailboxes.clientSecretExpiresOn_hint'), optional: true, width: 'short' as const, value: form.clientSecretExpiresOn, error: error('clientSecretExpiresOn'), maxlength: 10 },
          line('authority', { hint: t('inbox.mailboxes.authority_hint'), optional: true })
        ]
      },
      {
        title: t('inbox.mailboxes.section_fetch'),
        fields: [
          line('folder', { width: 'mid' }),
          { name: 'afterFetch', label: t('inbox.mailboxes.afterFetch'), type: 'radio' as const, value: form.afterFetch, error: error('afterFetch'), options: afterFetches.map(value => ({ value, label: t(`inbox.mailboxes.afterFetch.${value}`) })) },
          line('moveTo', { hint: t('inbox.mailboxes.moveTo_hint'), optional: true, width: 'mid' }),
          ...(mailbox === null ? [{ name: 'takesOld', label: t('inbox.mailboxes.takesOld'), hint: t('inbox.mailboxes.takesOld_hint'), type: 'checkbox' as const, checked: form.takesOld }] : [])
        ]
      },
      {
        title: t('inbox.mailboxes.section_tickets'),
        fields: [
          select('departmentId', t('inbox.mailboxes.department'), form.departmentId, error('departmentId'), [{ value: '', label: t('inbox.mailboxes.choose') }, ...departments.map(({ id, name }) => ({ value: id, label: name }))]),
          select('topicId', t('inbox.mailboxes.topic'), form.topicId, error('topicId'), [{ value: '', label: t('inbox.mailboxes.no_topic') }, ...topics.map(({ id, name }) => ({ value: id, label: name }))]),
          select('priority', t('inbox.mailboxes.priority'), form.priority, error('priority'), [{ value: '', label: t('inbox.mailboxes.usual_priority') }, ...([4, 3, 2, 1] as const).map(value => ({ value, label: t(`tickets.priority.${value}`) }))])
        ]
      }
    ]
  }
}

const select = (name: string, label: string, value: number | null, error: string | undefined, options: Array<{ value: string | number, label: string }>) =>
  ({ name, label, type: 'select' as const, width: 'mid' as const, value: value ?? '', error, options })

function effectsOf (mailbox: Mailbox, now: Date, t: Translate, format: Format): string[] {
  const { authentication, secret, startsAt, messageCount } = mailbox
  const end = accessEndsAt(mailbox)
  return [
    mailboxState(mailbox, now, t, format),
    t('inbox.mailboxes.count', { count: messageCount }),
    startsAt === null ? t('inbox.mailboxes.starts_ever') : t('inbox.mailboxes.starts_at', { when: format.dateTime(startsAt) }),
    ...(authentication === 'password' ? [] : [t(secret === null ? 'inbox.mailboxes.consent_missing' : 'inbox.mailboxes.consented')]),
    ...(end === null ? [] : [t('inbox.mailboxes.ends', { when: format.date(end) })])
  ]
}
