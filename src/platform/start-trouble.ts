import { NewerSchema } from './database/migrate.js'

const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'PROTOCOL_CONNECTION_LOST', 'HANDSHAKE_SSL_ERROR', 'HANDSHAKE_NO_SSL_SUPPORT'])
const refused = new Set(['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR', 'ER_HOST_NOT_PRIVILEGED', 'ER_SECURE_TRANSPORT_REQUIRED'])

/** What keeps a process from starting, in a line for whoever runs it; null for a fault of ours, whose stack is worth more. */
export function startTrouble (error: unknown): string | null {
  const { code = '', message = '', syscall = '', port } = error as { code?: string, message?: string, syscall?: string, port?: number }
  if (error instanceof NewerSchema) return message
  if (code === 'EADDRINUSE') return `Somebody else listens on port ${port ?? '?'} already. Stop it, or set PORT.`
  if (code === 'EACCES' && syscall === 'listen') return `Port ${port ?? '?'} is not open to this user. Set PORT to one above 1023 and put a proxy in front.`
  const reason = message || code
  if (unreachable.has(code) || /certificate|altnames|self-signed/i.test(reason)) return `The database cannot be reached: ${reason}. Check DATABASE_URL and that the server runs.`
  return refused.has(code) ? `The database does not let us in: ${reason}. Check user, password and name in DATABASE_URL, and the rights of the user.` : null
}
