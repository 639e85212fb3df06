import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { AnswerValue } from '../../forms/answer.entity.js'
import { checkAnswers } from '../../forms/check-answers.js'
import { listQuestions } from '../../forms/question.queries.js'
import type { Question } from '../../forms/question.entity.js'
import type { Context } from '../../platform/context.js'
import { isEmailAddress } from '../../platform/email-address.js'
import { InvalidFields } from '../../platform/errors.js'
import { translator } from '../../platform/i18n/translate.js'
import { cleanHtml } from '../../platform/mime/clean-html.js'
import { textOfHtml } from '../../platform/mime/html-text.js'
import { safeFileName } from '../../platform/storage/file-name.js'
import { findOrganisation } from '../../settings/organisation.js'
import { findFirstTopic, findRecentFirstTopic } from '../../topics/topic.queries.js'
import type { AskedByProgram, InlineFile } from '../asked-by-program.js'
import { fileLimits } from '../../platform/storage/file-limits.js'
import type { Ticket } from '../ticket.entity.js'
import type { Upload } from '../../platform/storage/upload.js'
import { addNote } from './add-note.js'
import { keepUploads } from './keep-uploads.js'
import { openTicket } from './open-ticket.js'
import type { MailedEntry } from './write-entry.js'

/**
 * Opens a ticket for a program. A topic that is missing or gone becomes the first one; an answer or a file
 * that does not fit is told to agents in a note, because programs do not read refusals.
 *
 * @throws InvalidFields when address, subject or text is missing.
 */
export async function openAskedTicket (ctx: Context, asked: AskedByProgram): Promise<Ticket> {
  if (!isEmailAddress(asked.email.trim())) throw new InvalidFields({ email: { key: 'accounts.email.wrong' } })
  const topicId = asked.topicId ?? (await findRecentFirstTopic(ctx.db.read))?.id
  try {
    return await open(ctx, asked, topicId ?? await findFirstTopicId(ctx))
  } catch (error) {
    if (!(error instanceof InvalidFields) || !('topic' in error.fields)) throw error
    return open(ctx, asked, await findFirstTopicId(ctx))
  }
}

async function open (ctx: Context, asked: AskedByProgram, topicId: number): Promise<Ticket> {
  const questions = asked.fields.size === 0 ? [] : await listQuestions(ctx.db.read, topicId, { publicOnly: false })
  const { answers, unfit } = readAnswers(questions, asked.fields)
  const { filesKey, refused } = await storeFiles(ctx, asked.files)
  const ticket = await openTicket(ctx, {
    topicId,
    subject: asked.subject,
    ...readText(asked.message),
    answers,
    requester: { name: asked.name, email: asked.email, phone: asked.phone },
    source: 'api',
    filesKey,
    priority: asked.priority,
    silentTo: [...asked.tellsAgents ? [] : ['agents' as const], ...asked.tellsRequester ? [] : ['requester' as const]]
  })
  await noteWhatIsMissing(ctx, ticket, [...asked.unreadable, ...refused], asked.leftOut, unfit)
  return ticket
}

/** Text as it came; of HTML its words, and what is left of it when it is cleaned. */
function readText ({ contentType, text }: AskedByProgram['message']): { text: string, mailed?: MailedEntry } {
  if (contentType !== 'text/html') return { text }
  const html = cleanHtml(text, new Map())
  const words = textOfHtml(html)
  return { text: words, mailed: { parts: [{ kind: 'written', text: words, html }], messageId: null } }
}

async function findFirstTopicId ({ db }: Context): Promise<number> {
  const topic = await findFirstTopic(db.read)
  if (topic === null) throw new InvalidFields({ topic: { key: 'tickets.topic.unknown' } })
  return topic.id
}

/** What a program calls a question: its label in small letters, everything else as underscores. */
const fieldName = (label: string): string => label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, '')

function readAnswers (questions: Question[], fields: AskedByProgram['fields']): { answers: Map<number, AnswerValue>, unfit: string[] } {
  const byName = new Map([...fields].map(([name, value]) => [fieldName(name), value]))
  const given = questions.filter(({ label }) => byName.has(fieldName(label)))
  const { answers, problems } = checkAnswers(given, new Map(given.map(({ id, label }) => [id, byName.get(fieldName(label)) ?? ''])))
  for (const id of problems.keys()) answers.delete(id)
  return { answers, unfit: given.filter(({ id }) => problems.has(id)).map(({ label }) => `${label}: ${[byName.get(fieldName(label))].flat().join(', ')}`) }
}

async function storeFiles (ctx: Context, files: InlineFile[]): Promise<{ filesKey: string | null, refused: string[] }> {
  const fit = files.filter(({ content }) => content.length > 0 && content.length <= fileLimits.bytes).slice(0, fileLimits.files)
  const refused = files.filter(file => !fit.includes(file)).map(({ name }) => name)
  if (fit.length === 0) return { filesKey: null, refused }

  const filesKey = `api-${randomUUID()}`
  const uploads: Upload[] = []
  for (const { name, contentType, content } of fit) {
    const { sha256, size } = await ctx.files.put(Readable.from([content]))
    uploads.push({ field: 'files', name: safeFileName(name), contentType: contentType.slice(0, 120), size, sha256 })
  }
  await keepUploads(ctx, filesKey, uploads)
  return { filesKey, refused }
}

/** So many files are named one by one; of the others agents are told how many there were. */
const mostNamed = 20
const longestAnswer = 500

async function noteWhatIsMissing (ctx: Context, { id }: Ticket, files: string[], leftOut: number, answers: string[]): Promise<void> {
  if (files.length + leftOut + answers.length === 0) return
  const t = translator((await findOrganisation(ctx.db.read)).defaultLocale)
  const unnamed = Math.max(0, files.length - mostNamed) + leftOut
  const lines = [
    ...files.slice(0, mostNamed).map(name => t('tickets.api.file_refused', { name: safeFileName(name) })),
    ...unnamed === 0 ? [] : [t('tickets.api.files_left_out', { count: unnamed })],
    ...answers.map(answer => t('tickets.api.answer_unfit', { answer: answer.slice(0, longestAnswer) }))
  ]
  await addNote(ctx, { ticketId: id, text: lines.join('\n').slice(0, 40_000) })
}
