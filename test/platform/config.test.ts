import t from 'tap'
import { readConfig } from '../../src/platform/config.js'

const key = { SECRET_KEY: 'a key for tests that is long enough' }

function troubleOf (env: Record<string, string>): string {
  try {
    readConfig({ ...key, ...env })
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

t.test('a setting that cannot be meant is named with what it should be', async t => {
  const cases: Array<[Record<string, string>, RegExp]> = [
    [{ PORT: 'many' }, /^PORT must be a port number, not “many”\.$/],
    [{ BASE_URL: 'help.example.org' }, /^BASE_URL must start with http:\/\/ or https:\/\//], [{ BASE_URL: 'ftp://help.example.org' }, /^BASE_URL must start with http:\/\//],
    [{ BASE_URL: 'https://example.org/help' }, /^BASE_URL must be the address of the desk alone, such as https:\/\/example\.org: /], [{ BASE_URL: 'https://example.org/help/' }, /the address of the desk alone/], [{ BASE_URL: 'https://help.example.org?x' }, /alone/], [{ BASE_URL: 'https://u:p@help.example.org' }, /alone/],
    [{ SMTP_URL: 'mail.example.org:587' }, /^SMTP_URL must start with smtp:\/\/ or smtps:\/\//], [{ SMTP_URL: 'smtp://' }, /^SMTP_URL must be smtp:\/\/user:password@host:port/],
    [{ SMTP_URL: 'smtp://desk:pass#word@mail.example.org' }, /In these write @ : \/ \? # % as %40/], [{ SMTP_URL: 'smtp://desk:12/word@mail.example.org' }, /In these write @/], [{ INBOX_URL: 'imap://127.0.0.1' }, /^INBOX_URL must start with smtp:\/\/ or lmtp:\/\//]
  ]
  for (const [env, words] of cases) {
    t.match(troubleOf(env), words, JSON.stringify(env))
    t.notMatch(troubleOf(env), /#word|12.word|u:p@help/, 'without the password')
  }
})

t.test('slashes at the end of BASE_URL are nobody’s mistake, and passwords of mail servers may hold an @', async t => {
  t.equal(readConfig({ ...key, BASE_URL: 'https://help.example.org//' }).baseUrl, 'https://help.example.org')
  t.equal(readConfig({ ...key, PORT: '3010' }).baseUrl, 'http://localhost:3010')
  for (const SMTP_URL of ['smtp://mail.example.org', 'smtps://desk:p%40ss@mail.example.org:465', 'smtp://desk:p@ss@mail.example.org:587', 'smtp://desk%40example.org:x@[::1]:25']) t.equal(readConfig({ ...key, SMTP_URL }).smtpUrl, SMTP_URL)
})
