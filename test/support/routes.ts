import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { openTestApp } from './app.js'
import type { TestPlatform } from './platform.js'

export interface Route { method: string, path: string }

/** The web side and every route in it, as they were registered: a new one is walked without anybody remembering it. */
export async function openAppWithRoutes (platform: TestPlatform): Promise<{ app: FastifyInstance, routes: Route[] }> {
  const routes: Route[] = []
  const listen = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url }: RouteOptions) => {
      for (const each of [method].flat()) if (each !== 'HEAD') routes.push({ method: each, path: url })
    })
  }
  subscribe('fastify.initialization', listen)
  const app = await openTestApp(platform)
  unsubscribe('fastify.initialization', listen)
  return { app, routes }
}
