import type { Context } from '../../platform/context.js'
import type { Message } from '../../platform/errors.js'
import { mailboxTrouble } from '../mailbox-trouble.js'
import type { Mailbox } from '../mailbox.entity.js'
import { openFolder } from './open-folder.js'

/** Does what fetching begins with, takes nothing, and says in words how it went. */
export async function testMailbox (ctx: Pick<Context, 'db' | 'clock' | 'signer'>, mailbox: Mailbox): Promise<{ isGood: boolean, words: Message }> {
  try {
    const client = await openFolder(ctx, mailbox)
    const count = client.mailbox === false ? 0 : client.mailbox.exists
    const idles = client.capabilities.has('IDLE')
    client.close()
    return { isGood: true, words: { key: idles ? 'inbox.mailboxes.test_good' : 'inbox.mailboxes.test_good_asks', values: { folder: mailbox.folder, count } } }
  } catch (error) {
    return { isGood: false, words: mailboxTrouble(error, mailbox) }
  }
}
