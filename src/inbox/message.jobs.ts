import type { Platform } from '../platform/context.js'
import type { MessageReader } from '../platform/mime/parse-apart.js'
import { processMessage } from './commands/process-message.js'

/** What this room does later: reading what came. */
export const messageJobs = (platform: Platform, reader: MessageReader) => ({
  'process-message': async (message: { incomingId: number }) => processMessage(platform, reader, message)
})
