import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Signer } from '@fastify/cookie'
import { openBulk } from './bulk.mjs'

const secretKey = 'only for measuring, on this machine alone'

/** The settings of the server that is measured. */
export async function settingsFor (databaseUrl, folder) {
  const port = await freePort()
  return {
    NODE_ENV: 'production', ROLE: 'web', HOST: '127.0.0.1', PORT: String(port), BASE_URL: `http://127.0.0.1:${port}`, DATABASE_URL: databaseUrl, STORAGE_URL: `file:${folder}/files`,
    SECRET_KEY: secretKey, LOG_LEVEL: 'warn', TRUST_PROXY: 'true', SMTP_URL: ''
  }
}

/** Starts the real server and waits until it answers. @throws when it ends instead. */
export async function startServer (settings, { nodeArgs = [] } = {}) {
  const child = spawn(process.execPath, [...nodeArgs, 'dist/server.js'], { env: { PATH: process.env.PATH, ...settings }, stdio: ['ignore', 'ignore', 'inherit'] })
  const origin = settings.BASE_URL
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null || tries > 300) throw new Error('The server did not start.')
    try {
      if ((await fetch(`${origin}/healthz`)).ok) break
    } catch { /* It does not listen yet. */ }
    await wait(100)
  }
  return {
    pid: child.pid,
    origin,
    async stop () {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
  }
}

const digestOf = secret => createHash('sha256').update(secret).digest('hex')

/** Signs an agent in without the sign-in page, and returns the cookie. */
export async function signIn (databaseUrl, agentId) {
  const id = randomBytes(32).toString('base64url')
  const now = Date.now()
  const lasting = 86_400_000
  const data = { cookie: { originalMaxAge: lasting, expires: new Date(now + lasting).toISOString(), httpOnly: true, path: '/', sameSite: 'lax' }, agentId }
  await write(databaseUrl, 'sessions', [{ id_digest: digestOf(id), data: JSON.stringify(data), agent_id: agentId, created_at: now, seen_at: now, expires_at: now + lasting }])
  return `sid=${encodeURIComponent(new Signer(secretKey).sign(id))}`
}

/** Portal forms that are filled in up to the last page. Returns the key of each. */
export async function fillForms (databaseUrl, { topicId, amount }) {
  const now = Date.now()
  const keys = Array.from({ length: amount }, () => randomBytes(32).toString('base64url'))
  await write(databaseUrl, 'request_forms', keys.map((key, place) => ({
    key_digest: digestOf(key), topic_id: topicId, subject: 'The printer prints blank pages', text: 'Since this morning every page comes out white.', answers: '{}',
    name: 'Maria Keller', email: `sender${place}@riverside.example`, created_at: now, expires_at: now + 86_400_000
  })))
  return keys
}

async function write (databaseUrl, table, rows) {
  const db = await openBulk(databaseUrl)
  for (const row of rows) await db.add(table, row)
  await db.flush()
  await db.close()
}

export function freePort () {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
