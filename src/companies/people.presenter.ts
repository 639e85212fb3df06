import type { Translate } from '../platform/i18n/translate.js'
import { languageNames, locales } from '../words/catalogue.js'
import type { PersonEdit } from './commands/edit-person.js'
import type { WrongFields } from './company.presenter.js'
import type { CompanyChoice } from './company.queries.js'
import type { PersonLine } from './people-list.queries.js'

export interface MemberView { name: string, path: string, email: string, why: string, removePath: string }

/** Members of a company, and by what each belongs to it. */
export function presentMembers (people: readonly PersonLine[], path: string, t: Translate): MemberView[] {
  return people.map(person => ({ name: person.name, path: `/admin/people/${person.id}`, email: person.email, why: whyOf(person, t), removePath: `${path}/${person.id}/removal` }))
}

/** The line of each person in the list of people. */
export function presentPeople (people: readonly PersonLine[], t: Translate) {
  return people.map(person => ({
    isOff: false,
    cells: [
      { text: person.name, href: `/admin/people/${person.id}` },
      { text: person.email, note: person.isVerified ? '' : t('companies.people.unproven') },
      person.companyId === null ? { text: '' } : { text: person.company ?? '', href: `/admin/companies/${person.companyId}` }
    ]
  }))
}

function whyOf ({ companyByHand, isVerified }: PersonLine, t: Translate): string {
  return t(companyByHand ? 'companies.member.by_hand' : isVerified ? 'companies.member.by_domain' : 'companies.member.by_domain_unproven')
}

/** What an admin may change of a person. A company out of use stays to choose as long as the person is in it. */
export function presentPersonFields (edit: PersonEdit, companies: readonly CompanyChoice[], present: CompanyChoice | null, problems: WrongFields, t: Translate) {
  const archived = present === null || companies.some(({ id }) => id === present.id) ? [] : [{ value: present.id, label: `${present.name} (${t('departments.archived')})` }]
  return [
    { name: 'name', label: t('companies.people.name'), value: edit.name, error: problems.of.name, maxlength: 190, width: 'mid' as const, autocomplete: 'off' },
    { name: 'phone', label: t('companies.people.phone'), value: edit.phone, error: problems.of.phone, optional: true, maxlength: 60, width: 'mid' as const, autocomplete: 'off' },
    {
      name: 'locale', label: t('accounts.locale'), type: 'select' as const, width: 'mid' as const, value: edit.locale ?? '', error: problems.of.locale,
      options: [{ value: '', label: t('companies.people.browser_language') }, ...locales.map(value => ({ value, label: languageNames[value] }))]
    },
    {
      name: 'companyId', label: t('companies.people.company'), hint: t('companies.people.company_hint'), type: 'select' as const, width: 'mid' as const, value: edit.companyId ?? '', error: problems.of.companyId,
      options: [{ value: '', label: t('companies.people.no_company') }, ...archived, ...companies.map(({ id, name }) => ({ value: id, label: name }))]
    }
  ]
}
