import type { ImapFlow } from 'imapflow'
import type { Platform } from '../../platform/context.js'
import { openImap } from '../../platform/mail/imap.js'
import { MailboxTrouble } from '../mailbox-trouble.js'
import type { Mailbox } from '../mailbox.entity.js'
import { openAccount } from './open-account.js'

/**
 * Connects, signs in and opens the folder, and makes the one that messages are moved to where it is missing.
 * The caller closes the connection.
 *
 * @throws MailboxTrouble and what the connection or the provider throws.
 */
export async function openFolder (parts: Pick<Platform, 'db' | 'clock' | 'signer'>, mailbox: Mailbox): Promise<ImapFlow> {
  const client = await openImap(await openAccount(parts, mailbox))
  try {
    await open(client, mailbox)
    if (mailbox.afterFetch === 'move') await client.mailboxCreate(mailbox.moveTo).catch(() => { throw new MailboxTrouble({ key: 'inbox.trouble.move', values: { folder: mailbox.moveTo } }) })
    return client
  } catch (error) {
    client.close()
    throw error
  }
}

async function open (client: ImapFlow, { folder }: Mailbox): Promise<void> {
  try {
    await client.mailboxOpen(folder)
  } catch (error) {
    if (!client.usable) throw error
    const folders = (await client.list()).map(({ path }) => path).slice(0, 20).join(', ')
    throw new MailboxTrouble({ key: 'inbox.trouble.no_folder', values: { folder, folders } })
  }
  if (client.mailbox !== false && client.mailbox.readOnly === true) throw new MailboxTrouble({ key: 'inbox.trouble.read_only', values: { folder } })
}
