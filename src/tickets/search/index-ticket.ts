import type { EntityManager } from 'typeorm'
import type { Platform } from '../../platform/context.js'

/**
 * How many of the newest tickets MySQL keeps in the small table that is asked first. A word in all of them
 * costs as many matches as this; one that does not fill a page here has at most 26 in as many tickets of the
 * large table, which at a million tickets is about as much again.
 */
export const recentTickets = 5000
const mostCharacters = 500_000

/**
 * Writes a ticket's words into the full-text index, anew. Runs as a job, so that no writer waits for it;
 * running it twice writes the same words twice.
 */
export async function indexTicket ({ db }: Platform, ticketId: number): Promise<void> {
  await db.transaction(async manager => {
    const words = await wordsOf(manager, ticketId)
    if (words === null) return
    if (db.engine === 'sqlite') {
      await manager.query('DELETE FROM ticket_search WHERE rowid = ?', [ticketId])
      await manager.query('INSERT INTO ticket_search (rowid, words) VALUES (?, ?)', [ticketId, words])
    } else {
      await manager.query('REPLACE INTO ticket_search (ticket_id, words) VALUES (?, ?)', [ticketId, words])
      await indexAmongRecent(manager, ticketId, words)
    }
  })
}

async function wordsOf (manager: EntityManager, ticketId: number): Promise<string | null> {
  const [ticket] = await manager.query('SELECT t.number, t.subject, p.name, p.email FROM tickets t JOIN people p ON p.id = t.requester_id WHERE t.id = ?', [ticketId]) as Array<Record<string, string>>
  if (ticket === undefined) return null
  const entries = await manager.query('SELECT text FROM thread_entries WHERE ticket_id = ? AND withdrawn_at IS NULL ORDER BY id', [ticketId]) as Array<{ text: string }>
  return [ticket.number, ticket.subject, ticket.name, ticket.email, ...entries.map(({ text }) => text)].join('\n').slice(0, mostCharacters)
}

async function indexAmongRecent (manager: EntityManager, ticketId: number, words: string): Promise<void> {
  const [newest] = await manager.query('SELECT MAX(id) AS id FROM tickets') as Array<{ id: number }>
  if (ticketId <= (newest?.id ?? 0) - recentTickets) return
  await manager.query('REPLACE INTO ticket_search_recent (ticket_id, words) VALUES (?, ?)', [ticketId, words])
  await manager.query('DELETE FROM ticket_search_recent WHERE ticket_id <= ? ORDER BY ticket_id LIMIT 10', [(newest?.id ?? 0) - recentTickets])
}
