import { largestPicture } from '../platform/storage/file-limits.js'
import type { FileStore } from '../platform/storage/file-store.js'
import { keptPictureType } from '../platform/storage/picture-type.js'
import type { Upload } from '../platform/storage/upload.js'

/** A file that stands in the store and is to belong to an article. */
export interface KeptFile { name: string, contentType: string, size: number, sha256: string }

/** How many files an article has at a time. */
export const mostFiles = 30

/** A file whose type is known by its content: only what is a picture is called one. */
export async function asKeptFile (files: Pick<FileStore, 'read'>, { name, contentType, size, sha256 }: Omit<Upload, 'field'>): Promise<KeptFile> {
  const found = await keptPictureType(files, sha256)
  const claimed = isPictureType(contentType) || contentType === '' ? 'application/octet-stream' : contentType
  return { name, contentType: found ?? claimed, size, sha256 }
}

/** Whether a page shows it in place; all others are offered for saving. */
export const isPicture = ({ contentType, size }: Pick<KeptFile, 'contentType' | 'size'>): boolean => isPictureType(contentType) && size <= largestPicture

/** What a name is compared by, as people take two names for the same. */
export const nameKey = (name: string): string => name.normalize('NFC').trim().toLowerCase()

const isPictureType = (type: string): boolean => /^image\/(?:png|jpeg|gif|webp)$/.test(type)
