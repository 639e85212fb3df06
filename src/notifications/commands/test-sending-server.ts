import type { Context } from '../../platform/context.js'
import type { Message } from '../../platform/errors.js'
import { connectionTrouble } from '../connection-trouble.js'
import type { SendingServer } from '../sending-server.entity.js'
import { openServer } from '../server-transports.js'

/** Reaches a server and logs in, as it would be done to send, and says in words what is wrong; null when all is well. */
export async function testSendingServer ({ signer }: Pick<Context, 'signer'>, server: SendingServer): Promise<Message | null> {
  const transport = openServer({ signer }, server)
  try {
    await transport.verify()
    return null
  } catch (error) {
    return connectionTrouble(error, server)
  } finally {
    transport.close()
  }
}
