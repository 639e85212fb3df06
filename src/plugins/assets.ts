import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import fp from 'fastify-plugin'
import { deskScript } from './scripts.js'
import { stylesheet, surfaces } from './stylesheets.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** The address of a file under `public/`, with a mark that changes with its content. */
    asset: (file: string) => string
  }
}

const root = path.join(import.meta.dirname, '..', '..', 'public')

/** Our own styles, scripts and icons; the browser may keep each for a year because its address names its content. */
export default fp(async app => {
  const joined = new Map([...surfaces.map(surface => [`css/${surface}.css`, stylesheet(surface)] as const), ['js/desk.js', deskScript()]])
  const marks = new Map<string, string>()

  app.decorate('asset', file => {
    let mark = marks.get(file)
    if (mark === undefined) {
      const place = path.join(root, file)
      const content = joined.get(file) ?? (existsSync(place) ? readFileSync(place) : '')
      mark = createHash('sha256').update(content).digest('base64url').slice(0, 10)
      marks.set(file, mark)
    }
    return `/assets/${file}?v=${mark}`
  })

  for (const [file, content] of joined) {
    const type = file.endsWith('.css') ? 'text/css' : 'text/javascript'
    app.get(`/assets/${file}`, async (_request, reply) => reply.type(`${type}; charset=utf-8`).header('cache-control', 'public, max-age=31536000, immutable').send(content))
  }

  // Pages name the icons without a mark, so the browser has to ask for newer ones now and then.
  const icons = readFileSync(path.join(root, 'icons.svg'))
  app.get('/assets/icons.svg', async (_request, reply) => reply.type('image/svg+xml').header('cache-control', 'public, max-age=3600').send(icons))

  await app.register(fastifyStatic, { root, prefix: '/assets/', maxAge: '365d', immutable: true, index: false, dotfiles: 'deny' })
}, { name: 'assets' })
