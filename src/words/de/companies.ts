import type { companiesEn } from '../en/companies.js'

/** Die Firmen, Fakultäten und Ämter, zu denen Anfragende gehören. */
export const companiesDe: Record<keyof typeof companiesEn, string> = {
  'companies.domain.none': '„{text}“ ist keine Maildomain. Geben Sie ein, was hinter dem @ der Adressen steht, etwa example.org, in jeder Zeile eine',
  'companies.domain.open': 'Bei {domain} bekommt jeder eine Adresse, so würden Fremde zu Kollegen. Lassen Sie die Domain weg und nehmen Sie Mitglieder mit ihrer Adresse auf',
  'companies.domain.taken': '{domain} gehört zu {company}. Nehmen Sie die Domain zuerst dort weg',
  'companies.domain.taken_archived': '{domain} gehört zu {company}, einer Firma außer Betrieb. Nehmen Sie die Domain zuerst dort weg',
  'companies.domain.too_many': 'Geben Sie höchstens {limit} Domains ein. Sie haben {count}',
  'companies.manager.left': '{name} arbeitet nicht mehr hier. Wählen Sie jemand anderen',
  'companies.member.bad_address': 'Geben Sie eine Adresse ein, etwa maria@example.org',
  'companies.member.archived': '{company} ist außer Betrieb und nimmt niemanden auf. Nehmen Sie die Firma zuerst wieder in Betrieb.'
}
