import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Gate {
  /** The address behind it, as it is reached through the gate. */
  url: string
  /** Cuts everybody off in the middle of whatever is said, by a reset, and lets nobody in. */
  shut: () => Promise<void>
  open: () => Promise<void>
}

/** Stands before a server, so that it can go away and come back as on a bad network. */
export async function openGate (behind: string): Promise<Gate> {
  const { hostname, port } = new URL(behind)
  const through = new Set<Socket>()
  let server: Server | null = null
  let own = 0

  async function open (): Promise<void> {
    server = createServer(socket => { join(socket, connect(Number(port), hostname)) })
    server.listen(own, '127.0.0.1')
    await once(server, 'listening')
    own = (server.address() as { port: number }).port
  }

  function join (...ends: [Socket, Socket]): void {
    for (const [end, other] of [ends, [ends[1], ends[0]] as const]) {
      through.add(end)
      end.on('error', () => {}).on('close', () => { through.delete(end); other.destroy() })
      end.pipe(other)
    }
  }

  async function shut (): Promise<void> {
    const closed = once(server!, 'close')
    server!.close()
    for (const socket of through) socket.resetAndDestroy()
    await closed
  }

  await open()
  const url = new URL(behind)
  url.port = String(own)
  return { url: url.toString(), shut, open }
}
