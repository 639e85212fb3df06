import type { Context } from '../../platform/context.js'
import { Attachment } from '../attachment.entity.js'
import { fileLimits } from '../../platform/storage/file-limits.js'
import type { RefusedUpload, Upload } from '../../platform/storage/upload.js'

/**
 * Remembers uploaded files under the key of the form that they came with. Returns why some were not kept:
 * a form holds only so many.
 */
export async function keepUploads ({ db, clock }: Pick<Context, 'db' | 'clock'>, formKey: string, uploads: readonly Upload[], questionOf: (field: string) => number | null = () => null, limit = fileLimits.files): Promise<RefusedUpload[]> {
  if (uploads.length === 0) return []
  return db.transaction(async manager => {
    const room = Math.max(0, limit - await manager.countBy(Attachment, { formKey }))
    for (const { field, name, contentType, size, sha256 } of uploads.slice(0, room)) {
      await manager.insert(Attachment, { ticketId: null, entryId: null, formKey, questionId: questionOf(field), name, contentType, size, sha256, createdAt: clock.now() })
    }
    return uploads.slice(room).map(({ field, name }) => ({ field, key: 'portal.files.too_many' as const, values: { name, limit } }))
  })
}

/** Takes a file off a form that was not sent yet. */
export async function dropUpload ({ db }: Pick<Context, 'db'>, formKey: string, id: number): Promise<void> {
  await db.transaction(async manager => manager.delete(Attachment, { id, formKey }))
}
