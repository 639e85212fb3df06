import { SMTPServer } from 'smtp-server'

export interface PostOffice { url: string, received: Map<string, string>, close: () => Promise<void> }

/** A mail server that remembers each Message-ID and to whom it went. */
export async function openPostOffice (): Promise<PostOffice> {
  const received = new Map<string, string>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData (stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const id = /^Message-ID: (\S+)/im.exec(Buffer.concat(chunks).toString())?.[1] ?? ''
        received.set(id, session.envelope.rcptTo[0]?.address ?? '')
        done()
      })
    }
  })
  // A client that is killed breaks its connection; that is what this is about.
  server.on('error', () => {})
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.server.address() as { port: number }
  return { url: `smtp://127.0.0.1:${port}`, received, close: async () => new Promise(resolve => { server.close(() => resolve()) }) }
}
