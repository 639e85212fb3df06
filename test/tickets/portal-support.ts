import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { Question } from '../../src/forms/question.entity.js'
import type { QuestionKind } from '../../src/forms/question-kind.js'
import type { RequesterActor } from '../../src/platform/actor.js'
import { Browser } from '../accounts/support.js'
import { cookieFor, openTestApp } from '../support/app.js'
import { inWorld, type World } from '../support/world.js'

export interface Portal extends World {
  app: FastifyInstance
  /** A browser of somebody whom nobody knows. */
  visitor: () => Visitor
  /** A browser that is signed in. */
  browserOf: (person: RequesterActor, only?: { onlyTicketId: number }) => Promise<Visitor>
}

/** Runs a test on each engine against the portal as it is served. */
export function onPortal (name: string, test: (t: Test, portal: Portal) => Promise<void>): void {
  inWorld(name, async (t, world) => {
    const app = await openTestApp(world.platform)
    t.teardown(async () => app.close())
    const visitor = (): Visitor => new Visitor(app)
    await test(t, {
      ...world,
      app,
      visitor,
      async browserOf ({ id }, only) {
        const browser = visitor()
        browser.signInWith(await cookieFor(world.platform, { personId: id, ...only }))
        return browser
      }
    })
  })
}

/** A file as a browser sends it. */
export interface Chosen { field?: string, name: string, content?: string | Buffer, type?: string }

/** A browser that can also send forms with files. */
export class Visitor extends Browser {
  constructor (private readonly server: FastifyInstance) { super(server) }

  signInWith (cookie: string): void {
    const [name = '', value = ''] = cookie.split(/=(.*)/s)
    this.cookies.set(name, value)
  }

  async upload (url: string, fields: Record<string, string>, files: Chosen[] = []) {
    const boundary = '----riverside'
    const parts = [
      ...Object.entries(fields).map(([name, value]) => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)),
      ...files.flatMap(({ field = 'files', name, content = '', type = 'text/plain' }) => [
        Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')
      ]),
      Buffer.from(`--${boundary}--\r\n`)
    ]
    return this.send(url, Buffer.concat(parts), `multipart/form-data; boundary=${boundary}`)
  }

  /** Sends bytes as they are. */
  async send (url: string, payload: Buffer | string, type: string, headers: Record<string, string> = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return this.server.inject({ method: 'POST', url, payload, headers: { 'content-type': type, 'sec-fetch-site': 'same-origin', cookie, ...headers } })
  }

  /** Begins a form and returns the path that its pages share. */
  async begin (topicId: number): Promise<string> {
    const { headers } = await this.post('/ask', { topic: topicId })
    return String(headers.location).replace(/\/details$/, '')
  }

  /** A form filled in up to its last page. */
  async fillIn (topicId: number, values: Record<string, string> = {}): Promise<string> {
    const form = await this.begin(topicId)
    await this.post(`${form}/details`, { subject: 'I cannot sign in', text: 'My password is not accepted.', ...values })
    await this.post(`${form}/you`, { name: 'Rhea Petrou', email: 'rhea@riverside.example', phone: '', ...values })
    return form
  }
}

/** Makes a topic ask something. */
export async function addQuestion ({ platform }: World, topicId: number, kind: QuestionKind, values: Partial<Question> = {}): Promise<Question> {
  const question = Object.assign(new Question(), { topicId, kind, label: `A ${kind}`, hint: '', options: [], isRequired: false, isPublic: true, neededToClose: false, position: 9, isActive: true, version: 1, ...values })
  return platform.db.transaction(async manager => manager.save(question))
}

export async function countTickets ({ platform }: World): Promise<number> {
  const [row] = await platform.db.read.query('SELECT COUNT(*) AS n FROM tickets') as Array<{ n: number }>
  return Number(row?.n)
}
