import type { Translate } from '../platform/i18n/translate.js'
import { languageNames, locales } from '../words/catalogue.js'
import type { PersonEdit } from './commands/edit-person.js'
import type { Company } from './company.entity.js'
import type { WrongFields } from './company.presenter.js'
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

/** A person's form as typed: the company is named, since there may be thousands. */
export type TypedPerson = Omit<PersonEdit, 'companyId'> & { companyName: string }

/** What an admin may change of a person. A company out of use stays as long as its name does. */
export function presentPersonFields (edit: TypedPerson, present: Company | null, problems: WrongFields, t: Translate) {
  const hint = t(present?.isActive === false ? 'companies.people.company_archived' : 'companies.people.company_hint')
  return [
    { name: 'name', label: t('companies.people.name'), value: edit.name, error: problems.of.name, maxlength: 190, width: 'mid' as const, autocomplete: 'off' },
    { name: 'phone', label: t('companies.people.phone'), value: edit.phone, error: problems.of.phone, optional: true, maxlength: 60, width: 'mid' as const, autocomplete: 'off' },
    {
      name: 'locale', label: t('accounts.locale'), type: 'select' as const, width: 'mid' as const, value: edit.locale ?? '', error: problems.of.locale,
      options: [{ value: '', label: t('companies.people.browser_language') }, ...locales.map(value => ({ value, label: languageNames[value] }))]
    },
    {
      name: 'companyName', label: t('companies.people.company'), hint, optional: true, value: edit.companyName, error: problems.of.companyName ?? problems.of.companyId, maxlength: 190, width: 'mid' as const, autocomplete: 'off',
      suggestions: '/admin/company-names'
    }
  ]
}
