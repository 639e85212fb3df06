import { plainBody } from '../../knowledge/article-body.js'
import { listFiles } from '../../knowledge/article-file.queries.js'
import { findArticle } from '../../knowledge/article.queries.js'
import type { Context } from '../../platform/context.js'
import { Forbidden, NotFound, Refusal } from '../../platform/errors.js'
import { listFormFiles } from '../attachment.queries.js'
import { draftFilesKey } from '../draft-files.js'
import { findDraft } from '../draft.queries.js'
import { findTicket } from '../ticket.queries.js'
import { keepUploads } from './keep-uploads.js'
import { saveDraft } from './save-draft.js'
import { longestText } from './write-entry.js'

interface Insertion { ticketId: number, articleId: number, as: 'text' | 'link' }

/**
 * Puts a published article below what an agent has typed under a ticket: its text with its files, or its title with the address
 * at which everybody reads it. Nothing is sent. Returns how many files found no place beside those that wait already.
 *
 * @throws Refusal when both together are too long, or the public cannot follow a link.
 * @throws NotFound, Forbidden
 */
export async function insertArticle (ctx: Context, { ticketId, articleId, as }: Insertion): Promise<number> {
  const { actor, config, db: { read } } = ctx
  if (actor.party !== 'agent') throw new Forbidden()
  const ticket = await findTicket(read, actor, ticketId)
  const article = await findArticle(read, actor, articleId)
  if (article.state !== 'published') throw new NotFound()
  if (as === 'link' && article.visibility !== 'public') throw new Refusal('knowledge.no_link')

  const draft = await findDraft(read, { agentId: actor.id, ticketId })
  const inserted = as === 'link' ? `${article.title}\n${config.baseUrl}/answers/${article.id}` : plainBody(article.body)
  const text = [draft?.text.trimEnd() ?? '', inserted].filter(Boolean).join('\n\n')
  if (text.length > longestText) throw new Refusal('refusal.too_long', { values: { limit: longestText, length: text.length } })
  await saveDraft(ctx, { ticketId, kind: draft?.kind ?? 'reply', text, version: draft?.ticketVersion ?? ticket.version })
  return as === 'link' ? 0 : takeFilesAlong(ctx, articleId, draftFilesKey(actor.id, ticketId))
}

/** The bytes are in the store already; a file that waits from before is not taken twice. */
async function takeFilesAlong (ctx: Context, articleId: number, filesKey: string): Promise<number> {
  const { read } = ctx.db
  const waiting = await listFormFiles(read, filesKey)
  const files = (await listFiles(read, articleId)).filter(({ name, sha256 }) => !waiting.some(each => each.name === name && each.sha256 === sha256))
  return (await keepUploads(ctx, filesKey, files.map(({ name, contentType, size, sha256 }) => ({ field: 'files', name, contentType, size, sha256 })))).length
}
