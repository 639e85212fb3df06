import t from 'tap'
import { senderVerdict, type SenderVerdict } from '../../../src/platform/mime/authentication-results.js'

const cases: Array<[string, SenderVerdict, string[]]> = [
  ['Gmail', 'confirmed', ['mx.riverside.example; dkim=pass header.i=@riverside.example header.s=s1 header.b=abc; spf=pass (google.com: domain of ana@riverside.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=ana@riverside.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=riverside.example']],
  ['a failed DMARC goes before a signature of the same domain', 'refuted', ['mx.riverside.example; dkim=pass header.d=riverside.example; dmarc=fail header.from=riverside.example']],
  ['DMARC that passed for somebody else', 'unknown', ['mx.riverside.example; dmarc=pass header.from=evil.example']],
  ['no policy, and an aligned signature', 'confirmed', ['MX.riverside.example 1; dkim=pass header.d=Riverside.example']],
  ['no policy, and an aligned envelope', 'confirmed', ['mx.riverside.example; spf=pass smtp.mailfrom="ana@riverside.example"']],
  ['a signature of another domain', 'unknown', ['mx.riverside.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example']],
  ['a broken signature refutes nothing', 'unknown', ['mx.riverside.example; dkim=fail header.d=riverside.example; spf=softfail smtp.mailfrom=riverside.example']],
  ['a server that nobody named', 'unknown', ['mx.evil.example; dmarc=pass header.from=riverside.example']],
  ['a forged field below the server\u2019s own', 'refuted', ['mx.riverside.example; dmarc=fail header.from=riverside.example', 'mx.riverside.example; dmarc=pass header.from=riverside.example']],
  ['a forged field below one that says nothing', 'unknown', ['mx.riverside.example; none', 'mx.riverside.example; dmarc=pass header.from=riverside.example']],
  ['another server\u2019s field on top', 'confirmed', ['relay.example; dmarc=fail header.from=riverside.example', 'mx.riverside.example; dmarc=pass header.from=riverside.example']],
  ['a result within a comment', 'unknown', ['mx.riverside.example; spf=pass (; dmarc=pass header.from=riverside.example (deep; dkim=pass header.d=riverside.example)) smtp.mailfrom=evil.example']],
  ['a result within quoted text', 'unknown', ['mx.riverside.example; spf=none reason="; dmarc=pass header.from=riverside.example" smtp.mailfrom=evil.example']],
  ['a property that is named twice counts as first said', 'unknown', ['mx.riverside.example; dmarc=pass header.from=evil.example header.from=riverside.example']],
  ['a name that only ends like ours', 'unknown', ['mx.riverside.example; dmarc=pass header.from=notriverside.example']],
  ['the server\u2019s name as a part of another', 'unknown', ['mx.riverside.example.evil.example; dmarc=pass header.from=riverside.example']],
  ['nothing at all', 'unknown', []],
  ['an unclosed comment', 'unknown', ['mx.riverside.example; (dmarc=pass header.from=riverside.example']]
]

for (const [name, verdict, values] of cases) {
  t.test(name, async t => { t.equal(senderVerdict(values, ['mx.riverside.example'], 'ana@riverside.example'), verdict) })
}

t.test('a server that gives no name is trusted when that is said, and by its topmost field alone', async t => {
  const microsoft = (dmarc: string): string => `spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=riverside.example; dkim=pass (signature was verified) header.d=riverside.example;dmarc=${dmarc} header.from=riverside.example;compauth=pass reason=100`
  const verdictOf = (...values: string[]): SenderVerdict => senderVerdict(values, ['unnamed'], 'ana@riverside.example')
  t.equal(verdictOf(microsoft('pass action=none')), 'confirmed')
  t.equal(verdictOf(microsoft('fail action=quarantine')), 'refuted')
  t.equal(verdictOf(microsoft('bestguesspass action=none')), 'unknown')
  t.equal(verdictOf(microsoft('fail action=oreject'), microsoft('pass action=none')), 'refuted')
  t.equal(verdictOf('unnamed; dmarc=pass header.from=riverside.example'), 'unknown', 'nobody can take that for a name')
  t.equal(senderVerdict([microsoft('pass action=none')], ['mx.riverside.example'], 'ana@riverside.example'), 'unknown')
})

t.test('without a server that is trusted nothing is known, whatever a mail says of itself', async t => {
  for (const [name, , values] of cases) t.equal(senderVerdict(values, [], 'ana@riverside.example'), 'unknown', name)
  t.equal(senderVerdict(['mx.riverside.example; dmarc=pass header.from='], ['mx.riverside.example'], ''), 'unknown')
})
