import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { listQuestions } from '../forms/question.queries.js'
import type { Question } from '../forms/question.entity.js'
import type { Message } from '../platform/errors.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Topic } from '../topics/topic.entity.js'
import { findTopicOfForm } from '../topics/public-topic.queries.js'
import type { RequestForm } from './request-form.entity.js'
import { findRequestForm } from './request-form.queries.js'
import { isFormSent } from './sent.queries.js'

declare module '../plugins/page.js' {
  interface Pages { 'portal/form-expired': object }
}

export interface Problem { href: string, text: string }

/** What the head of each page of the form shows. `query` leads back to the last page when only one thing is changed. */
export interface Step { key: string, step: number, topic: string, backPath: string, query: '' | '?to=check', problems: Problem[] }

/** A form in hand: its key, what it holds so far and what its topic asks. */
export interface OpenForm { key: string, form: RequestForm, topic: Topic | null, questions: Question[] }

export const formSchema = {
  params: Type.Object({ key: Type.String({ maxLength: 600 }) }),
  querystring: Type.Object({ to: Type.Optional(Type.Literal('check')) })
}

/** Several values under one name, as check boxes send them; none at all from an empty form. */
export const typedBody = Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 100 })])))

export type Typed = Record<string, string | string[]> | undefined
export type FormRequest = FastifyRequest<{ Params: { key: string }, Querystring: { to?: 'check' } }>

/** The first value under a name, without blank ends. */
export const typedText = (body: Typed, name: string): string => String([body?.[name] ?? ''].flat()[0] ?? '').trim()

/**
 * Runs a page of a form that is still kept. A form that was sent shows what became of it instead, also long
 * after the form itself is forgotten, so that no press and no bookmark makes a second request.
 */
export async function withForm (request: FormRequest, reply: FastifyReply, page: (open: OpenForm) => Promise<FastifyReply>): Promise<FastifyReply> {
  const { ctx: { db: { read }, clock }, params: { key } } = request
  const form = await findRequestForm(read, key, clock.now())
  if (form === null ? await isFormSent(read, key) : form.ticketId !== null) return reply.redirect(`/ask/${key}/sent`, 303)
  if (form === null) return showExpired(request, reply)

  const topic = await findTopicOfForm(read, form.topicId)
  return page({ key, form, topic, questions: topic === null ? [] : await listQuestions(read, topic.id, { publicOnly: true }) })
}

/** The page for a key that leads to nothing, with the way to start anew. */
export async function showExpired (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return reply.code(410).page('portal/form-expired', { title: request.t('portal.expired.title') })
}

/** The head of a page. Back leads one page back, or to the last page when the person came from there. */
export function stepOf ({ query }: FormRequest, { key, topic }: OpenForm, step: number, back: string, problems: Problem[] = []): Step {
  return { key, step, topic: topic?.name ?? '', backPath: `/ask/${key}/${query.to ?? back}`, query: query.to === undefined ? '' : '?to=check', problems }
}

/** Where to go on: to the next page, or back to the last one. */
export const pathOn = ({ params: { key }, query: { to } }: FormRequest, next: string): string => `/ask/${key}/${to ?? next}`

/** What is wrong, by field, as lines that lead to the fields. */
export function listProblems (problems: ReadonlyMap<string, Message>, t: Translate): Problem[] {
  return [...problems].map(([field, { key, values }]) => ({ href: `#${field}`, text: t(key, values) }))
}
