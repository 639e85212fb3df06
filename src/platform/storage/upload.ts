import type { Message } from '../errors.js'

/** A file that came with a form and stands in the store. */
export interface Upload { field: string, name: string, contentType: string, size: number, sha256: string }

/** What is wrong with a field of a form that came with files. */
export interface RefusedUpload extends Message { field: string }
