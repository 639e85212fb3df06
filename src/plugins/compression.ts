import compress from '@fastify/compress'
import fp from 'fastify-plugin'

/** Smaller answers are as quick as they are. */
const threshold = 1500

/**
 * Pages, styles and scripts go out compressed to browsers that take it (see docs/adr/0007). What comes in compressed is
 * not unpacked: nobody needs it, and small packets can unpack to bombs.
 */
export default fp(async app => {
  await app.register(compress, { globalDecompression: false, threshold, encodings: ['gzip'] })
}, { name: 'compression' })
