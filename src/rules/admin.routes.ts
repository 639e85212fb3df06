import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { after, day } from '../platform/clock.js'
import { InvalidFields, Refusal } from '../platform/errors.js'
import { listCompanyChoices } from '../companies/company.queries.js'
import { ticketPolicy } from '../tickets/ticket.policy.js'
import { requireRight } from '../plugins/areas.js'
import { typedNumber, typedText } from '../plugins/admin-pages.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { arrangeRules } from './commands/arrange-rules.js'
import { addRule, editRule, removeRule } from './commands/save-rule.js'
import { tryOnPast, type PastTrial } from './commands/try-on-past.js'
import { tryOnTicket } from './commands/try-on-ticket.js'
import { tryRules, type Trial } from './commands/try-rules.js'
import { countRules, findHits } from './hits.queries.js'
import { findRuleChoices, knownOf } from './known.queries.js'
import { changeDraft, focusAfter, readDraft, withoutEmptyGroups, type Typed } from './rule-form.js'
import { presentPastTrial, toldWords, type PastTrialView } from './past-trial.presenter.js'
import { nameProblems } from './named-problems.presenter.js'
import { triggers, type Trigger } from './rule-fields.js'
import { presentRuleForm, presentRules, type RuleFormView, type RuleListView } from './rule.presenter.js'
import type { RuleValues } from './rule-values.js'
import { findRule, listRules, listTickets } from './rule.queries.js'
import { actionPieces, type Piece } from './rule-words.presenter.js'
import { withCompanyIds } from './typed-companies.js'
import { presentLines, type RunLineView } from './run.presenter.js'
import { linesOf } from './run-lines.js'

declare module '../plugins/page.js' {
  interface Pages {
    'admin/rules/index': RuleListView & { sample: string, problem: string | null, number: string, numberProblem: string | null, trial: { lines: RunLineView[], wanted: Piece[][], told: string, stoppedBy: string | null } | null }
    'admin/rules/edit': { form: RuleFormView, past: PastTrialView | null }
  }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const querystring = Type.Object({ trigger: Type.Optional(Type.String()) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))
const triggerOf = (text: string | undefined): Trigger => triggers.find(each => each === text) ?? 'created'

/** What follows when something comes or happens, mounted at /admin. */
const ruleAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/rules', { schema: { querystring } }, async (request, reply) => showRules(request, reply, triggerOf(request.query.trigger)))
  app.get('/rules/new', { schema: { querystring } }, async (request, reply) => showRule(request, reply, null, blank(triggerOf(request.query.trigger)), 0))
  app.get('/rules/:id', { schema: { params } }, async (request, reply) => {
    const rule = await findRule(request.ctx.db.read, request.params.id)
    return showRule(request, reply, rule.id, rule, rule.version)
  })

  app.post('/rules', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/rules/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))
  app.post('/rules/:id/removal', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const rule = await findRule(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await removeRule(ctx, id, typedNumber(request.body, 'version'))
      return reply.flash({ kind: 'good', key: 'rules.removed', values: { name: rule.name } }).redirect(`/admin/rules?trigger=${rule.trigger}`, 303)
    }, async problems => showRule(request, reply, id, rule, rule.version, problems))
  })

  app.post('/rules/order', { schema: { body } }, async (request, reply) => {
    const { ctx, body: typed } = request
    const trigger = triggerOf(typedText(typed, 'trigger'))
    const ids = [typed.id ?? []].flat().map(Number).filter(id => Number.isInteger(id) && id > 0)
    const arranged = ids.map((id, index) => ({ id, place: typedNumber(typed, `place${id}`) || index + 1, isActive: typed[`on${id}`] !== undefined }))
    const back = `/admin/rules?trigger=${trigger}`
    try {
      await arrangeRules(ctx, trigger, arranged)
      return reply.flash({ kind: 'good', key: 'rules.arranged' }).redirect(back, 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return reply.flash({ kind: 'bad', key: error.key, values: error.values }).redirect(back, 303)
    }
  })

  app.post('/rules/trials', { schema: { body } }, async (request, reply) => {
    const number = typedText(request.body, 'number').slice(0, 60)
    if (number.trim() !== '') return tryNumber(request, reply, triggerOf(typedText(request.body, 'trigger')), number)
    const sample = typedText(request.body, 'sample').slice(0, 100_000)
    if (sample.trim() === '') return showRules(request, reply.code(422), 'created', { sample, problem: request.t('rules.try.empty') })
    return showRules(request, reply, 'created', { sample, trial: await tryRules(request.ctx, sample) })
  })
}

export default ruleAdminRoutes

const blank = (trigger: Trigger): RuleValues => ({ name: '', trigger, conditions: { match: 'all', parts: [] }, actions: [], stops: false, timing: trigger === 'time' ? { span: '1 working days', side: 'after', of: 'active_at' } : null })

/** Saves when “save” was pressed; any other button changes the page and saves nothing. */
async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Typed): Promise<FastifyReply> {
  const { ctx } = request
  const version = typedNumber(typed, 'version') || 0
  const typedDraft = readDraft(typed)
  const draft = { ...typedDraft, conditions: withCompanyIds(typedDraft.conditions, await listCompanyChoices(ctx.db.read)) }
  const whole = { ...draft, conditions: withoutEmptyGroups(draft.conditions) }
  const act = typedText(typed, 'act')
  if (act === 'try-past') {
    return actOrShowAgain(reply, async () => showRule(request, reply, id, draft, version, noProblems, { past: await tryOnPast(ctx, id ?? 0, whole) }), async problems => showRule(request, reply, id, draft, version, problems))
  }
  if (act !== '') {
    const changed = changeDraft(draft, act, typed, knownOf(await findRuleChoices(ctx.db.read)).questionKinds)
    return showRule(request, reply, id, changed, version, noProblems, { focus: focusAfter(act, changed) })
  }

  return actOrShowAgain(reply, async () => {
    if (id === null) await addRule(ctx, whole)
    else await editRule(ctx, id, { ...whole, trigger: (await findRule(ctx.db.read, id)).trigger }, version)
    return reply.flash({ kind: 'good', key: 'rules.saved', values: { name: draft.name } }).redirect(`/admin/rules?trigger=${draft.trigger}`, 303)
  }, async problems => showRule(request, reply, id, draft, version, problems))
}

/** What the rules of a kind would say of one ticket. */
async function tryNumber (request: FastifyRequest, reply: FastifyReply, trigger: Trigger, number: string): Promise<FastifyReply> {
  try {
    return await showRules(request, reply, trigger, { number, trial: await tryOnTicket(request.ctx, trigger, number) })
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error
    return showRules(request, reply.code(422), trigger, { number, numberProblem: request.t('rules.try.no_ticket') })
  }
}

interface Tried { sample?: string, problem?: string | null, number?: string, numberProblem?: string | null, trial?: Trial | null }

async function showRules (request: FastifyRequest, reply: FastifyReply, trigger: Trigger, { sample = '', problem = null, number = '', numberProblem = null, trial = null }: Tried = {}): Promise<FastifyReply> {
  const { t, format, ctx: { db: { read }, clock } } = request
  const rules = await listRules(read, trigger)
  const [counts, hits, choices] = await Promise.all([countRules(read), findHits(read, rules.map(({ id }) => id), after(clock.now(), -30 * day)), findRuleChoices(read)])
  return reply.page('admin/rules/index', {
    title: t('rules.title'),
    ...presentRules(rules, counts, trigger, hits, choices, t, format),
    sample,
    problem,
    number,
    numberProblem,
    trial: trial === null ? null : {
      lines: presentLines(linesOf(trial.decision), choices, t, format),
      wanted: trial.decision.effects.map(({ action }) => actionPieces(action, choices, t)),
      told: toldWords(trial.decision.effects.map(({ action }) => action), trial.facts, choices, t),
      stoppedBy: trial.decision.stoppedBy === null ? null : trial.decision.verdicts.at(-1)?.name ?? null
    }
  })
}

async function showRule (request: FastifyRequest, reply: FastifyReply, id: number | null, draft: RuleValues, version: number, problems: Problems = noProblems, { past = null, focus = null }: { past?: PastTrial | null, focus?: string | null } = {}): Promise<FastifyReply> {
  const { t, format, ctx: { actor, db: { read } } } = request
  const choices = await findRuleChoices(read)
  const tickets = (await listTickets(read, past?.shown.map(({ ticketId }) => ticketId) ?? [])).filter(ticket => ticketPolicy.read(actor, ticket))
  return reply.page('admin/rules/edit', {
    title: id === null ? t('rules.new') : draft.name || t('rules.title'),
    form: presentRuleForm(draft, { id, version, problems: nameProblems(problems, draft, choices, t), focus }, choices, knownOf(choices).questionKinds, t),
    past: past === null ? null : presentPastTrial(past, tickets, draft.trigger === 'time', choices, t, format)
  })
}
