import { hasSecretKey, type Config } from '../config.js'
import { bad, ok, warn, type Finding } from './finding.js'

/** Settings that hold by themselves and yet do not fit each other. */
export function checkSettings ({ baseUrl, host, trustProxy, smtpUrl, role }: Config, env: NodeJS.ProcessEnv): Finding[] {
  const { protocol, hostname } = new URL(baseUrl)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const isBehindProxy = protocol === 'https:'
  return [
    isLocal
      ? warn('settings', `BASE_URL is ${baseUrl}, so links in mails work on this machine alone.`, 'Set BASE_URL to the address at which people reach the desk.')
      : protocol === 'http:'
        ? bad('settings', `BASE_URL is ${baseUrl}: passwords and requests travel in the open.`, 'Put a proxy with a certificate in front and set BASE_URL to its https address.')
        : ok('settings', `People reach the desk at ${baseUrl}.`),
    isBehindProxy && trustProxy === false
      ? bad('settings', 'BASE_URL is https, which a proxy in front answers, but TRUST_PROXY is off: everybody seems to come from the proxy, and one guesser locks out all.', 'Set TRUST_PROXY to the number of proxies in front (1), or to their addresses.')
      : ok('settings', trustProxy === false ? 'No proxy is trusted.' : `Proxies are trusted: ${String(trustProxy)}.`),
    trustProxy === true && host !== '127.0.0.1' && host !== '::1'
      ? warn('settings', `The server listens on ${host} and believes whatever a caller says of its address.`, 'Set HOST=127.0.0.1, or TRUST_PROXY to the addresses of the proxy.')
      : ok('settings', `The server listens on ${host}, as ${role}.`),
    env.SECRET_KEY
      ? ok('settings', 'SECRET_KEY is set.')
      : warn('settings', hasSecretKey(env) ? 'SECRET_KEY is not set; the one in var/secret.key is used.' : 'SECRET_KEY is not set; the first start makes one in var/secret.key.', 'Keep a copy of that file apart from the backups, and give all processes the same key.'),
    smtpUrl === null
      ? warn('settings', 'SMTP_URL is not set: no mail leaves, all of it is kept in the mail ledger.', 'Set SMTP_URL, or a sending server for each department.')
      : ok('settings', 'SMTP_URL is set.')
  ]
}
