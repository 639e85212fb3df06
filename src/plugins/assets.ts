import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import fp from 'fastify-plugin'
import { stylesheet, surfaces, type Surface } from './stylesheets.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** The address of a file under `public/`, with a mark that changes with its content. */
    asset: (file: string) => string
  }
}

const root = path.join(import.meta.dirname, '..', '..', 'public')

/** Our own styles, scripts and icons; the browser may keep each for a year because its address names its content. */
export default fp(async app => {
  const sheets = new Map(surfaces.map(surface => [`css/${surface}.css`, stylesheet(surface as Surface)]))
  const marks = new Map<string, string>()

  app.decorate('asset', file => {
    let mark = marks.get(file)
    if (mark === undefined) {
      const place = path.join(root, file)
      const content = sheets.get(file) ?? (existsSync(place) ? readFileSync(place) : '')
      mark = createHash('sha256').update(content).digest('base64url').slice(0, 10)
      marks.set(file, mark)
    }
    return `/assets/${file}?v=${mark}`
  })

  for (const [file, css] of sheets) {
    app.get(`/assets/${file}`, async (_request, reply) => reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(css))
  }

  await app.register(fastifyStatic, { root, prefix: '/assets/', maxAge: '365d', immutable: true, index: false, dotfiles: 'deny' })
}, { name: 'assets' })
