import formbody from '@fastify/formbody'
import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import t from 'tap'
import { accountJobs } from '../../src/accounts/account.jobs.js'
import { createActorLoaders } from '../../src/accounts/actor.queries.js'
import accountsAdminRoutes from '../../src/accounts/admin.routes.js'
import { Agent } from '../../src/accounts/agent.entity.js'
import { createOneTimeToken } from '../../src/accounts/one-time-tokens.js'
import accountsDeskRoutes from '../../src/accounts/desk.routes.js'
import { Person } from '../../src/accounts/person.entity.js'
import accountsPortalRoutes from '../../src/accounts/portal.routes.js'
import { system } from '../../src/platform/actor.js'
import { withActor, type Context } from '../../src/platform/context.js'
import { Job } from '../../src/platform/jobs/job.entity.js'
import areas, { mount, requireAdmin, requireAgent, requireNobody } from '../../src/plugins/areas.js'
import assets from '../../src/plugins/assets.js'
import { compileWhenUsed } from '../../src/plugins/compile-when-used.js'
import currentActor from '../../src/plugins/current-actor.js'
import errors from '../../src/plugins/errors.js'
import flash from '../../src/plugins/flash.js'
import forgery from '../../src/plugins/forgery.js'
import locale from '../../src/plugins/locale.js'
import organisation from '../../src/plugins/organisation.js'
import page from '../../src/plugins/page.js'
import platformPlugin from '../../src/plugins/platform.js'
import securityHeaders from '../../src/plugins/security-headers.js'
import session from '../../src/plugins/session.js'
import { findRecentOrganisation } from '../../src/settings/organisation.js'
import { setUpOrganisation } from '../../src/setup/commands/set-up-organisation.js'
import setupRoutes from '../../src/setup/open.routes.js'
import { ensureSetupToken } from '../../src/setup/setup-token.js'
import mailedLinkRoutes from '../../src/tickets/mailed-link.portal.routes.js'
import { engines } from '../support/engines.js'
import { openTestPlatform, type TestPlatform } from '../support/platform.js'

/** A desk with what people and access need, and nothing else. */
export interface Desk { platform: TestPlatform, app: FastifyInstance, asSystem: Context }

export const password = 'the quick brown fox'

/** Runs a test on each engine, on an empty desk or one that Ines Duarte has set up. */
export function onDesk (name: string, test: (t: Test, desk: Desk) => Promise<void>, { isSetUp = true } = {}): void {
  for (const engine of engines) {
    t.test(`${name} (${engine})`, async t => {
      const platform = await openTestPlatform(engine)
      const desk = { platform, app: await openApp(platform), asSystem: withActor(platform, system) }
      t.teardown(async () => {
        await desk.app.close()
        await platform.close()
      })
      if (isSetUp) await setUp(desk)
      await test(t, desk)
    })
  }
}

async function openApp (platform: TestPlatform): Promise<FastifyInstance> {
  const app = fastify({ logger: process.env.TEST_LOG === undefined ? false : { level: process.env.TEST_LOG }, routerOptions: { maxParamLength: 600 }, schemaController: compileWhenUsed })
  await app.register(platformPlugin, { platform })
  await app.register(areas)
  await app.register(securityHeaders)
  await app.register(forgery)
  await app.register(organisation, { load: async () => findRecentOrganisation(platform.db.read) })
  await app.register(session)
  await app.register(currentActor, createActorLoaders(platform, { keepMs: 0 }))
  await app.register(locale)
  await app.register(flash)
  await app.register(assets)
  await app.register(page, { navs: {} })
  await app.register(errors)
  await app.register(formbody)
  await app.register(setupRoutes)
  await mount(app, { prefix: '/', guard: requireNobody, rooms: [accountsPortalRoutes, mailedLinkRoutes, async (open: FastifyInstance) => { open.get('/requests', async () => 'requests') }] })
  await mount(app, { prefix: '/desk', guard: requireAgent, rooms: [accountsDeskRoutes, async (desk: FastifyInstance) => { desk.get('/', async () => 'desk') }] })
  await mount(app, { prefix: '/admin', guard: requireAdmin, rooms: [accountsAdminRoutes] })
  return app as unknown as FastifyInstance
}

export const riverside = { organisation: 'Riverside Help', timeZone: 'Europe/Berlin', locale: 'en', mailAddress: 'help@riverside.example', name: 'Ines Duarte', email: 'ines@riverside.example', password }

async function setUp ({ platform, asSystem }: Desk): Promise<void> {
  const token = await ensureSetupToken(platform)
  await setUpOrganisation(asSystem, token ?? '', riverside)
}

/** A browser: keeps its cookies, says where its forms come from, and follows nothing. */
export class Browser {
  readonly cookies = new Map<string, string>()

  constructor (private readonly app: FastifyInstance, private readonly headers: Record<string, string> = {}) {}

  async get (url: string): Promise<LightMyRequestResponse> {
    return this.#keep(await this.app.inject({ url, headers: { ...this.headers, cookie: this.#cookie() } }))
  }

  async post (url: string, values: Record<string, string | number | string[]> = {}): Promise<LightMyRequestResponse> {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(values)) for (const each of [value].flat()) body.append(name, String(each))
    return this.#keep(await this.app.inject({
      method: 'POST', url, payload: body.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...this.headers, cookie: this.#cookie() }
    }))
  }

  async signIn (email = riverside.email, secret = password): Promise<LightMyRequestResponse> {
    return this.post('/desk/sign-in', { email, password: secret })
  }

  #cookie (): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #keep (response: LightMyRequestResponse): LightMyRequestResponse {
    for (const { name, value } of response.cookies) value === '' ? this.cookies.delete(name) : this.cookies.set(name, encodeURIComponent(value))
    return response
  }
}

/** Somebody who has asked for something once. */
export async function addPerson ({ platform }: Desk, email: string, more: Partial<Person> = {}): Promise<Person> {
  return platform.db.transaction(async manager => {
    const person = Object.assign(new Person(), { name: email.split('@')[0], email, phone: null, locale: null, passwordHash: null, verifiedAt: null, linkEpoch: 1, createdAt: platform.clock.now(), version: 1 }, more)
    await manager.insert(Person, person)
    return person
  })
}

export async function findAgentBy ({ platform }: Desk, email: string): Promise<Agent> {
  return platform.db.read.findOneByOrFail(Agent, { email })
}

/** Runs what was asked for by the job “let-in”, and returns which mails would be written. */
export async function runLetIn ({ platform }: Desk): Promise<Array<Record<string, unknown>>> {
  const { 'let-in': letIn } = accountJobs(platform)
  for (const job of await platform.db.read.findBy(Job, { name: 'let-in' })) {
    await letIn(job.payload as never, { attempts: 1 })
    await platform.db.transaction(async manager => manager.delete(Job, { id: job.id }))
  }
  return (await platform.db.read.findBy(Job, { name: 'mail-access' })).map(job => job.payload as Record<string, unknown>)
}

/** The secret that a mail would carry. */
export async function secretFor ({ platform }: Desk, token: Parameters<typeof createOneTimeToken>[1]): Promise<string> {
  return platform.db.transaction(async manager => createOneTimeToken(manager, token, platform.clock.now()))
}
