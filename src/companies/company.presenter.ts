import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { CompanyForm } from './commands/save-company.js'
import type { CompanyCounts, CompanyLine } from './company-list.queries.js'
import type { CompanyChoice } from './company.queries.js'
import { writeNameCursor, type NameCursor } from './name-order.js'

/** The line of each company in the list. */
export function presentCompanies (companies: readonly CompanyLine[], counts: ReadonlyMap<number, CompanyCounts>, cap: number, t: Translate, format: Format) {
  return companies.map(({ id, name, isActive, domains, accountManager, managerLeft, colleaguesSee }) => {
    const { openTickets = 0, members = 0 } = counts.get(id) ?? {}
    return {
      isOff: !isActive,
      cells: [
        { text: name, href: `/admin/companies/${id}`, note: isActive ? colleaguesSee ? t('companies.colleagues_see') : '' : t('departments.archived') },
        { text: domains.join(', ') },
        { text: accountManager ?? '', note: managerLeft ? t('companies.manager.has_left') : '' },
        { text: format.capped(members, cap), href: `/admin/companies/${id}/members` },
        { text: format.capped(openTickets, cap), href: `/desk/companies/${id}` }
      ]
    }
  })
}

/** The address of a list by name, with what is looked for and where the page begins. */
export function listPath (path: string, query: Record<string, string>, after: NameCursor | null = null): string {
  const asked = new URLSearchParams(Object.entries({ ...query, after: after === null ? '' : writeNameCursor(after) }).filter(([, value]) => value !== ''))
  return asked.size === 0 ? path : `${path}?${asked.toString()}`
}

interface FormInput {
  id: number | null
  version: number
  isActive: boolean
  form: CompanyForm
  managers: readonly CompanyChoice[]
  /** The account manager of before who does not work here any more. */
  leftManager: string | null
  counts: CompanyCounts | undefined
  problems: WrongFields
}

/** What is wrong with a form, in all and field by field. */
export interface WrongFields { list: Array<{ href: string, text: string }>, of: Record<string, string> }

/** The form in which a company is added or changed, with what hangs on it. */
export function presentCompanyForm ({ id, version, isActive, form, managers, leftManager, counts, problems }: FormInput, cap: number, t: Translate, format: Format) {
  const nobody = { value: '', label: t('departments.nobody') }
  const left = leftManager === null || form.accountManagerId === null ? [] : [{ value: form.accountManagerId, label: `${leftManager} (${t('companies.manager.has_left')})` }]
  return {
    lead: t('companies.form_lead'),
    back: { href: '/admin/companies', label: t('companies.title') },
    action: id === null ? '/admin/companies' : `/admin/companies/${id}`,
    version,
    problems: problems.list,
    effects: id === null || counts === undefined ? [] : [
      t('companies.effect.tickets', { count: counts.openTickets, shown: format.capped(counts.openTickets, cap) }),
      t('companies.effect.members', { count: counts.members, shown: format.capped(counts.members, cap) })
    ],
    ...(id !== null && { effectLink: { href: `/admin/companies/${id}/members`, label: t('companies.members.show') } }),
    save: t('companies.save'),
    acts: id === null ? [] : [{ action: `/admin/companies/${id}/switches`, label: t(isActive ? 'departments.archive' : 'departments.restore') }],
    sections: [{
      title: null,
      fields: [
        { name: 'name', label: t('companies.name'), value: form.name, error: problems.of.name, maxlength: 190 },
        { name: 'domains', label: t('companies.domains'), hint: t('companies.domains_hint'), type: 'textarea' as const, rows: 3, value: form.domains.join('\n'), error: problems.of.domains, optional: true },
        { name: 'accountManagerId', label: t('companies.manager'), hint: t('companies.manager_hint'), type: 'select' as const, value: form.accountManagerId ?? '', error: problems.of.accountManagerId, options: [nobody, ...left, ...managers.map(({ id, name }) => ({ value: id, label: name }))] },
        { name: 'note', label: t('companies.note'), hint: t('companies.note_hint'), type: 'textarea' as const, rows: 4, value: form.note, error: problems.of.note, optional: true, maxlength: 4000 },
        { name: 'colleaguesSee', label: t('companies.colleagues_see'), hint: t('companies.colleagues_see_hint'), type: 'checkbox' as const, checked: form.colleaguesSee }
      ]
    }]
  }
}
