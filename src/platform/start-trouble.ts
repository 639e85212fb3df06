import { databaseTrouble } from './database/database-trouble.js'
import { NewerSchema } from './database/migrate.js'

/** A door that cannot be opened, with the setting that says where it should be. */
export class CannotListen extends Error {
  constructor (readonly setting: 'PORT' | 'INBOX_URL', cause: unknown) { super((cause as Error).message, { cause }) }
}

/** Runs what listens. @throws CannotListen */
export async function listening<Result> (setting: CannotListen['setting'], listen: () => Promise<Result>): Promise<Result> {
  try {
    return await listen()
  } catch (error) {
    throw new CannotListen(setting, error)
  }
}

/** A folder that cannot be used; the message says what helps. */
export class CannotKeepFiles extends Error {}

/** What keeps a process from starting, in a line for whoever runs it; null for a fault of ours, whose stack is worth more. */
export function startTrouble (error: unknown): string | null {
  if (error instanceof NewerSchema || error instanceof CannotKeepFiles) return (error as Error).message
  if (error instanceof CannotListen) return listenTrouble(error)
  const known = databaseTrouble(error)
  if (known !== null) return `${known.trouble} ${known.cure}`
  const { code = '', syscall = '', path = '', message } = error as NodeJS.ErrnoException
  return ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST', 'ENOSPC'].includes(code) && syscall === 'mkdir' ? `The folder ${path} cannot be made: ${message}. Let this user write there, or name another folder in DATABASE_URL.` : null
}

function listenTrouble ({ setting, cause }: CannotListen): string | null {
  const { code = '', port, message = '' } = cause as { code?: string, port?: number, message?: string }
  const host = setting === 'PORT' ? 'HOST' : setting
  if (code === 'EADDRINUSE') return `Somebody else listens on port ${port ?? '?'} already. Stop it, or set ${setting}.`
  if (code === 'EACCES') return `Port ${port ?? '?'} is not open to this user. ${setting === 'PORT' ? 'Set PORT to one above 1023 and put a proxy in front.' : 'Name one above 1023 in INBOX_URL.'}`
  return ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code) ? `This machine has no such address to listen on: ${message}. Set ${host} to one of its own, such as 127.0.0.1.` : null
}
