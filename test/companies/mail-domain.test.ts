import t from 'tap'
import { examineDomains, readMailDomain } from '../../src/companies/mail-domain.js'
import { domainOf } from '../../src/platform/email-address.js'

t.test('a domain is read as addresses carry it', async t => {
  t.equal(readMailDomain(' @Riverside.Example '), 'riverside.example')
  t.equal(readMailDomain('Müller.example'), 'xn--mller-kva.example')
  t.equal(readMailDomain('cs.riverside.example'), 'cs.riverside.example')
})

t.test('what is no domain is not taken for one', async t => {
  for (const typed of ['', '@', 'riverside', 'maria@riverside.example', 'https://riverside.example', 'riverside.example/', '*.riverside.example', 'river side.example', '.example.org', 'example.org.', '-x.example', '127.0.0.1', `${'a'.repeat(64)}.example`, `${'a.'.repeat(100)}example`]) {
    t.equal(readMailDomain(typed), null, typed)
  }
})

t.test('of a list, the first that is no domain and the first that belongs to everybody are named', async t => {
  t.same(examineDomains(['Riverside.example', '@riverside.example', 'b.example']), { domains: ['riverside.example', 'b.example'], unreadable: null, open: null })
  t.match(examineDomains(['a.example', 'no domain', 'neither']), { unreadable: 'no domain' })
  for (const provider of ['gmail.com', 'GMX.de', '@outlook.com']) t.match(examineDomains(['a.example', provider]), { open: provider.replace('@', '').toLowerCase() })
})

t.test('the domain of an address is what stands behind its “@”', async t => {
  t.equal(domainOf(' Maria@CS.Riverside.example '), 'cs.riverside.example')
  t.equal(domainOf('maria'), '')
  t.equal(domainOf('maria@riverside@evil.example'), '')
})
