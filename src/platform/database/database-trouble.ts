/** Why no server answers, or none that we believe. */
const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'PROTOCOL_CONNECTION_LOST', 'HANDSHAKE_SSL_ERROR', 'HANDSHAKE_NO_SSL_SUPPORT'])
const refused = new Set(['ER_ACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR', 'ER_HOST_NOT_PRIVILEGED', 'ER_SECURE_TRANSPORT_REQUIRED'])
const withoutRights = new Set(['ER_DBACCESS_DENIED_ERROR', 'ER_TABLEACCESS_DENIED_ERROR', 'ER_COLUMNACCESS_DENIED_ERROR', 'ER_SPECIFIC_ACCESS_DENIED_ERROR'])

/** What is wrong with the way to the database and what helps, in a sentence each; null for anything else. */
export function databaseTrouble (error: unknown): { trouble: string, cure: string } | null {
  const { code = '', message = '' } = error as { code?: string, message?: string }
  const reason = (message || code).replace(/\.$/, '')
  if (code === 'ER_BAD_DB_ERROR') return { trouble: `The database does not let us in: ${reason}.`, cure: 'Correct its name in DATABASE_URL, or make it: CREATE DATABASE name CHARACTER SET utf8mb4.' }
  if (withoutRights.has(code)) return { trouble: `The database does not let us in: ${reason}.`, cure: 'Check its name in DATABASE_URL, or give the user all rights there: GRANT ALL ON name.* TO user@host.' }
  if (refused.has(code)) return { trouble: `The database does not let us in: ${reason}.`, cure: 'Check user, password and name in DATABASE_URL, and the rights of the user.' }
  if (['ENOENT', 'EACCES', 'ENOTSOCK'].includes(code) && (error as NodeJS.ErrnoException).syscall === 'connect') return { trouble: `The database cannot be reached: ${reason}.`, cure: 'Check that the server runs, that socket in DATABASE_URL names the place at which it listens, and that this user may go there.' }
  if (/certificate|altnames|self-signed/i.test(reason)) return { trouble: `The database cannot be reached: ${reason}.`, cure: 'Name in DATABASE_URL the server as its certificate does, and by &ssl-ca=FILE the authority that signed it.' }
  if (unreachable.has(code)) return { trouble: `The database cannot be reached: ${reason}.`, cure: 'Check DATABASE_URL and that the server runs.' }
  return sqliteTrouble(code, reason)
}

function sqliteTrouble (code: string, reason: string): { trouble: string, cure: string } | null {
  if (/unable to open (?:connection to local )?database/i.test(reason) || code.startsWith('SQLITE_CANTOPEN')) return { trouble: `The database file cannot be opened: ${reason}.`, cure: 'DATABASE_URL has to name a file, in a folder that this user may write to.' }
  if (code.startsWith('SQLITE_READONLY') || /readonly database/i.test(reason)) return { trouble: `The database file cannot be written: ${reason}.`, cure: 'Let this user write to it and to its folder, or correct DATABASE_URL.' }
  return code === 'SQLITE_NOTADB' || /not a database/i.test(reason) ? { trouble: `What DATABASE_URL names is no SQLite database: ${reason}.`, cure: 'Correct DATABASE_URL, or restore the last backup into another file.' } : null
}
