import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { unseal } from '../platform/security/sealer.js'
import type { Signer } from '../platform/security/signer.js'
import type { SendingServerForm } from './commands/save-sending-server.js'
import type { DepartmentName } from './department-names.queries.js'
import { dkimRecord } from './dkim-record.js'
import { securities } from './sending-security.js'
import type { SendingServer } from './sending-server.entity.js'
import type { SendingServerLine } from './sending-server.queries.js'
import { dkimPurpose } from './server-transports.js'

/** The list of sending servers, each with what it does now. */
export function presentServers (lines: SendingServerLine[], now: Date, t: Translate, format: Format) {
  return {
    lead: t('mails.servers.lead'),
    add: { href: '/admin/sending-servers/new', label: t('mails.servers.new') },
    columns: [t('mails.servers.name'), t('mails.servers.departments'), t('mails.servers.cap_column'), t('mails.servers.state')],
    rows: lines.map(({ server, departments }) => ({
      isOff: !server.isActive,
      cells: [
        { text: server.name, href: `/admin/sending-servers/${server.id}`, note: `${server.host}:${server.port}` },
        { text: departments.join(', ') || t('mails.servers.no_departments') },
        { text: server.hourlyCap === null ? t('mails.servers.no_cap') : format.number(server.hourlyCap) },
        { text: serverState(server, now, t, format) }
      ]
    })),
    emptyText: t('mails.servers.none')
  }
}

function serverState ({ isActive, failingSince, lastError, fullUntil }: SendingServer, now: Date, t: Translate, format: Format): string {
  if (!isActive) return t('mails.servers.off')
  if (failingSince !== null) return t('mails.servers.failing', { when: format.dateTime(failingSince), error: lastError ?? '' })
  return fullUntil !== null && fullUntil > now ? t('mails.servers.full', { when: format.dateTime(fullUntil) }) : t('mails.servers.working')
}

export interface ServerFormInput { server: SendingServer | null, form: SendingServerForm, version: number, departments: DepartmentName[], problems: { list: Array<{ href: string, text: string }>, of: Record<string, string> }, signer: Signer, now: Date }

/** The form of one sending server. Secrets are never shown again. */
export function presentServerForm ({ server, form, version, departments, problems, signer, now }: ServerFormInput, t: Translate, format: Format) {
  const path = server === null ? '/admin/sending-servers' : `/admin/sending-servers/${server.id}`
  const line = (name: 'name' | 'host' | 'userName' | 'dkimDomain' | 'dkimSelector', more: { maxlength?: number, width?: 'mid', hint?: string, optional?: true } = {}) => ({ name, label: t(`mails.servers.${name}`), value: form[name], error: problems.of[name], maxlength: 190, ...more })
  const number = (value: number | null) => value === null || Number.isNaN(value) ? '' : value

  return {
    lead: t('mails.servers.form_lead'),
    back: { href: '/admin/sending-servers', label: t('mails.servers.title') },
    action: path,
    version,
    problems: problems.list,
    effects: server === null ? [] : effectsOf(server, signer, now, t, format),
    save: t('mails.servers.save'),
    acts: server === null ? [] : [{ action: `${path}/tests`, label: t('mails.servers.test') }, { action: `${path}/switches`, label: t(server.isActive ? 'mails.servers.take_out' : 'mails.servers.take_in') }],
    sections: [
      {
        title: null,
        fields: [
          line('name', { maxlength: 120 }), line('host', { width: 'mid' as const }),
          { name: 'port', label: t('mails.servers.port'), type: 'number' as const, width: 'short' as const, value: number(form.port), error: problems.of.port },
          { name: 'security', label: t('mails.servers.security'), type: 'radio' as const, value: form.security, error: problems.of.security, options: securities.map(value => ({ value, label: t(`mails.servers.security.${value}`) })) },
          line('userName', { optional: true, width: 'mid' as const }),
          { name: 'password', label: t('mails.servers.password'), hint: t(server?.secret ? 'mails.servers.password_kept' : 'mails.servers.password_hint'), type: 'password' as const, optional: true, width: 'mid' as const, error: problems.of.password }
        ]
      },
      {
        title: t('mails.servers.section_use'),
        fields: [
          { name: 'departmentIds', label: t('mails.servers.departments'), type: 'checkboxes' as const, value: form.departmentIds, error: problems.of.departmentIds, options: departments.map(({ id, name }) => ({ value: id, label: name })) },
          { name: 'hourlyCap', label: t('mails.servers.cap'), hint: t('mails.servers.cap_hint'), type: 'number' as const, optional: true, width: 'short' as const, value: number(form.hourlyCap), error: problems.of.hourlyCap }
        ]
      },
      {
        title: t('mails.servers.section_dkim'),
        fields: [
          line('dkimDomain', { optional: true, width: 'mid' as const, hint: t('mails.servers.dkimDomain_hint') }), line('dkimSelector', { optional: true, width: 'mid' as const, maxlength: 63 }),
          { name: 'dkimKey', label: t('mails.servers.dkimKey'), hint: t(server?.dkimKey ? 'mails.servers.dkimKey_kept' : 'mails.servers.dkimKey_hint'), type: 'textarea' as const, rows: 4, optional: true, value: form.dkimKey, error: problems.of.dkimKey }
        ]
      }
    ]
  }
}

function effectsOf (server: SendingServer, signer: Signer, now: Date, t: Translate, format: Format): string[] {
  const key = server.dkimKey === null ? null : unseal(signer, dkimPurpose, server.dkimKey)
  const record = key === null ? null : dkimRecord(server.dkimDomain, server.dkimSelector, key)
  return [serverState(server, now, t, format), ...(record === null ? [] : [t('mails.servers.dkim_record', { name: record.name, value: record.value })])]
}
