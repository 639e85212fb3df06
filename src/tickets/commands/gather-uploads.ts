import { randomUUID } from 'node:crypto'
import { In, IsNull, Like } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { InvalidFields } from '../../platform/errors.js'
import { Attachment } from '../attachment.entity.js'
import { fileLimits } from '../../platform/storage/file-limits.js'

/** The key under which a program's files wait until something is written with them. */
export const newUploadKey = (agentId: number): string => `api:${agentId}:${randomUUID().slice(0, 23)}`

/**
 * Puts files that the same agent uploaded under one key, with which an entry takes them. Null when there are none.
 *
 * @throws InvalidFields when one of them is not waiting any more, or there are too many.
 */
export async function gatherUploads ({ db, actor }: Pick<Context, 'db' | 'actor'>, ids: readonly number[]): Promise<string | null> {
  if (ids.length === 0) return null
  const wanted = [...new Set(ids)]
  if (wanted.length > fileLimits.files) throw new InvalidFields({ fileIds: { key: 'api.files.too_many', values: { limit: fileLimits.files } } })

  return db.transaction(async manager => {
    const formKey = newUploadKey(actor.id ?? 0)
    const waiting = await manager.findBy(Attachment, { id: In(wanted), ticketId: IsNull(), formKey: Like(`api:${actor.id ?? 0}:%`) })
    const missing = wanted.find(id => !waiting.some(file => file.id === id))
    if (missing !== undefined) throw new InvalidFields({ fileIds: { key: 'api.files.gone', values: { id: String(missing) } } })
    await manager.update(Attachment, { id: In(wanted) }, { formKey })
    return formKey
  })
}
