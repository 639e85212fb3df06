import type { FastifyPluginAsync } from 'fastify'
import { NotFound } from '../platform/errors.js'
import { houseColours } from './house-colours.js'
import { imageType } from './image-type.js'

/** The organisation's own logo and colours, for every page. */
const settingsOpenRoutes: FastifyPluginAsync = async app => {
  app.get('/colours.css', async (_request, reply) => {
    const { colours } = await app.organisation()
    return reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(colours === null ? '' : houseColours(colours))
  })

  app.get('/logo', async (_request, reply) => {
    const { logoFile } = await app.organisation()
    if (logoFile === null) throw new NotFound()
    const image = await app.platform.files.load(logoFile)
    return reply.type(imageType(image) ?? 'application/octet-stream').header('cache-control', 'public, max-age=31536000, immutable').send(image)
  })
}

export default settingsOpenRoutes
