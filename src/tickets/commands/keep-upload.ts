import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { Attachment } from '../attachment.entity.js'
import type { Upload } from '../../platform/storage/upload.js'
import { newUploadKey } from './gather-uploads.js'

/** Keeps one uploaded file for what the same agent writes next. Forgotten after a day when nothing is. */
export async function keepUpload ({ db, clock, actor }: Pick<Context, 'db' | 'clock' | 'actor'>, { name, contentType, size, sha256 }: Omit<Upload, 'field'>): Promise<Attachment> {
  return db.transaction(async manager => insertRow(manager, Attachment, Object.assign(new Attachment(), {
    ticketId: null, entryId: null, formKey: newUploadKey(actor.id ?? 0), questionId: null, name, contentType, size, sha256, createdAt: clock.now()
  })))
}
