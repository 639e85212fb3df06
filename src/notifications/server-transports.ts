import type { Platform } from '../platform/context.js'
import { openTransport, type Dkim, type MailTransport } from '../platform/mail/transport.js'
import { unseal } from '../platform/security/sealer.js'
import type { SendingServer } from './sending-server.entity.js'

export const passwordPurpose = 'sending-server-password'
export const dkimPurpose = 'sending-server-dkim'

/** Opens each sending server once and keeps it, until an admin changes it. */
export class ServerTransports {
  readonly #open = new Map<number, { version: number, transport: MailTransport }>()

  constructor (private readonly platform: Pick<Platform, 'signer'>) {}

  transportOf (server: SendingServer): MailTransport {
    const known = this.#open.get(server.id)
    if (known?.version === server.version) return known.transport
    known?.transport.close()
    const transport = openServer(this.platform, server)
    this.#open.set(server.id, { version: server.version, transport })
    return transport
  }

  close (): void {
    for (const { transport } of this.#open.values()) transport.close()
    this.#open.clear()
  }
}

type Sealed = Pick<SendingServer, 'host' | 'port' | 'security' | 'userName' | 'secret' | 'dkimDomain' | 'dkimSelector' | 'dkimKey'>

/** The way to a sending server. A secret that cannot be unsealed is left out, and the server then says what it misses. */
export function openServer ({ signer }: Pick<Platform, 'signer'>, { host, port, security, userName, secret, dkimDomain, dkimSelector, dkimKey }: Sealed): MailTransport {
  const url = new URL(`${security === 'tls' ? 'smtps' : 'smtp'}://${host.includes(':') ? `[${host}]` : host}:${port}`)
  if (userName !== '') {
    url.username = encodeURIComponent(userName)
    url.password = encodeURIComponent(secret === null ? '' : unseal(signer, passwordPurpose, secret) ?? '')
  }
  if (security === 'starttls') url.searchParams.set('requireTLS', 'true')
  if (security === 'none') url.searchParams.set('ignoreTLS', 'true')

  const privateKey = dkimKey === null ? null : unseal(signer, dkimPurpose, dkimKey)
  const dkim: Dkim | null = dkimDomain === '' || privateKey === null ? null : { domainName: dkimDomain, keySelector: dkimSelector, privateKey }
  return openTransport(url.href, { dkim })!
}
