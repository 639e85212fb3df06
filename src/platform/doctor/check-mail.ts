import { openTransport } from '../mail/transport.js'
import { bad, ok, reasonOf, warn, type Finding } from './finding.js'

/** What is asked of the domain name system; rejects like `node:dns/promises` when there is no record. */
export interface MailRecords { resolveTxt: (name: string) => Promise<string[][]>, resolveMx: (name: string) => Promise<Array<{ exchange: string }>> }

/** Whether the mail server lets us in. Nothing is sent. */
export async function checkSmtp (smtpUrl: string | null): Promise<Finding[]> {
  const transport = openTransport(smtpUrl)
  if (transport === null) return []
  try {
    await transport.verify()
    return [ok('mail out', 'The mail server of SMTP_URL lets us in.')]
  } catch (error) {
    return [bad('mail out', `The mail server of SMTP_URL does not let us in: ${reasonOf(error)}`, 'Check host, port, user and password in SMTP_URL, and its certificate.')]
  } finally {
    transport.close()
  }
}

interface Signer { domain: string, selector: string }

/** Whether the domains that mails come from can be answered (RFC 5321), and say who may send for them (RFC 7208, 6376, 7489), without which much lands in spam. */
export async function checkDomains (domains: string[], signers: Signer[], dns: MailRecords): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const domain of domains) {
    const spf = await recordsOf(dns, domain, /^v=spf1(?: |$)/i)
    const dmarc = await recordsOf(dns, `_dmarc.${domain}`, /^v=DMARC1/i)
    const servers = await dns.resolveMx(domain).catch(() => [])
    findings.push(
      servers.some(({ exchange }) => exchange !== '') ? ok('dns', `Mail to ${domain} has a server (MX).`) : bad('dns', `No server takes mail for ${domain} (MX): answers to our mails come back to their senders.`, `Add an MX record at ${domain}, or send from a domain that takes mail.`),
      spf.length === 1 ? ok('dns', `${domain} says who may send for it (SPF).`) : warn('dns', spf.length === 0 ? `${domain} does not say who may send for it (SPF).` : `${domain} has several SPF records, so none counts.`, `Keep one TXT record at ${domain}, such as “v=spf1 mx -all” with your mail server in it.`),
      dmarc.length === 1 ? ok('dns', `${domain} says what to do with forged mail (DMARC).`) : warn('dns', `${domain} does not say what to do with forged mail (DMARC).`, `Add a TXT record at _dmarc.${domain}, for example “v=DMARC1; p=none; rua=mailto:postmaster@${domain}”.`)
    )
  }
  for (const { domain, selector } of signers) {
    const key = await recordsOf(dns, `${selector}._domainkey.${domain}`, /p=[A-Za-z0-9+/]/)
    findings.push(key.length > 0 ? ok('dns', `The key that signs for ${domain} is published (DKIM).`) : bad('dns', `Mails are signed for ${domain}, but ${selector}._domainkey.${domain} publishes no key (DKIM).`, 'Add the TXT record that the page of the sending server shows.'))
  }
  return findings
}

async function recordsOf (dns: MailRecords, name: string, pattern: RegExp): Promise<string[]> {
  try {
    return (await dns.resolveTxt(name)).map(pieces => pieces.join('')).filter(record => pattern.test(record))
  } catch {
    return []
  }
}
