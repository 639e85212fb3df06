/** The firms, faculties and offices that requesters belong to. */
export const companiesEn = {
  'companies.domain.none': '“{text}” is no mail domain. Enter what stands behind the @ of its addresses, such as example.org, one on each line',
  'companies.domain.open': 'Anybody can get an address at {domain}, so strangers would become colleagues. Leave it out and add members by address',
  'companies.domain.taken': '{domain} belongs to {company}. Take it from there first',
  'companies.domain.taken_archived': '{domain} belongs to {company}, which is out of use. Take it from there first',
  'companies.domain.too_many': 'Enter at most {limit} domains. You have {count}',
  'companies.manager.left': '{name} does not work here any more. Choose somebody else',
  'companies.member.bad_address': 'Enter one address, such as maria@example.org',
  'companies.member.archived': '{company} is out of use and takes nobody in. Take it into use again first.'
} as const
