import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { AdminRight } from '../platform/actor.js'
import { NotFound } from '../platform/errors.js'

export type Area = 'portal' | 'desk' | 'admin' | 'api' | 'open'

declare module 'fastify' {
  interface FastifyRequest { area: Area }
  interface FastifyContextConfig {
    /** Pages of an area that a stranger may see, such as signing in. */
    open?: boolean
  }
}

/** Lets every request know its area before anything else is asked. */
export default fp(async app => {
  app.decorateRequest('area', 'portal')
  app.addHook('onRequest', async request => {
    const { pathname } = new URL(request.url, 'http://area')
    if (/^\/desk(\/|$)/.test(pathname)) request.area = 'desk'
    else if (/^\/admin(\/|$)/.test(pathname)) request.area = 'admin'
    else if (/^\/api(\/|$)/.test(pathname)) request.area = 'api'
    else if (/^\/(assets|healthz|readyz|metrics)(\/|$)/.test(pathname)) request.area = 'open'
  })
}, { name: 'areas' })

/** A plugin with the routes of one room for one audience. */
export type Room = FastifyPluginAsync | FastifyPluginAsyncTypebox

interface Scope { prefix: string, guard: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>, rooms: Room[] }

/** Mounts rooms under one scope that carries the guard, so that no route inside can forget it. */
export async function mount (app: FastifyInstance, { prefix, guard, rooms }: Scope): Promise<void> {
  await app.register(async scope => {
    scope.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.config.open !== true) await guard(request, reply)
    })
    for (const room of rooms) await scope.register(room as FastifyPluginAsync)
  }, { prefix })
}

/** Lets agents in and sends others to sign in, back to this page afterwards. */
export async function requireAgent (request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (request.agent !== null) return
  if (request.method !== 'GET') return reply.redirect('/desk/sign-in', 303)
  return reply.redirect(`/desk/sign-in?next=${encodeURIComponent(request.url)}`, 303)
}

/** Lets in agents who may administer something; to others the admin panel does not exist. */
export async function requireAdmin (request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (request.agent === null) return requireAgent(request, reply)
  if (request.agent.adminRights.size === 0) throw new NotFound()
}

/** A hook for routes under /admin: to admins without the right, what lies behind does not exist. */
export function requireRight (right: AdminRight): (request: FastifyRequest) => Promise<void> {
  return async ({ agent }) => {
    if (agent?.adminRights.has(right) !== true) throw new NotFound()
  }
}

/** The portal is open: each of its routes asks for a requester where it needs one. */
export async function requireNobody (): Promise<void> {}
