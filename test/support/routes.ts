import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'

export interface Route { method: string, path: string }

/** Every route of a server that `open` builds, as they are registered: a new one is walked without anybody remembering it. */
export async function withRoutes<Opened> (open: () => Promise<Opened>): Promise<[opened: Opened, routes: Route[]]> {
  const routes: Route[] = []
  const listen = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url }: RouteOptions) => {
      for (const each of [method].flat()) if (each !== 'HEAD') routes.push({ method: each, path: url })
    })
  }
  subscribe('fastify.initialization', listen)
  const opened = await open()
  unsubscribe('fastify.initialization', listen)
  return [opened, routes]
}

/** The path of the route that answers an address; one without a placeholder goes first, as in the server. */
export function routeOf (routes: Route[], address: string): string {
  const { pathname } = new URL(address, 'http://desk')
  const fits = routes.filter(({ method, path }) => method === 'GET' && new RegExp(`^${path.replace(/[.+]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+').replace('*', '.*')}$`).test(pathname))
  return fits.toSorted((one, other) => one.path.split(':').length - other.path.split(':').length)[0]?.path ?? 'none'
}
