import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { after, day } from '../platform/clock.js'
import { typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { addMacro, editMacro, removeMacro, type MacroValues } from './commands/save-macro.js'
import { findRuleChoices } from './known.queries.js'
import { nameProblems } from './named-problems.presenter.js'
import { presentMacroForm, presentMacros, type MacroFormView, type MacroListView } from './macro.presenter.js'
import { countMacroRuns, findMacro, listMacros } from './macro.queries.js'
import { pastDays } from './past-days.js'
import { changeDraft, focusAfter, readDraft, type Typed } from './rule-form.js'

declare module '../plugins/page.js' {
  interface Pages {
    'admin/rules/macros': MacroListView
    'admin/rules/macro': { form: MacroFormView }
  }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))
const blank: MacroValues = { name: '', departmentId: null, actions: [], isActive: true }

/** The buttons that agents have for what they do often, mounted at /admin. */
const macroAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/macros', async ({ t, format, ctx: { db: { read }, clock } }, reply) => {
    const [macros, used, choices] = await Promise.all([listMacros(read), countMacroRuns(read, after(clock.now(), -pastDays * day)), findRuleChoices(read)])
    return reply.page('admin/rules/macros', { title: t('rules.macros'), ...presentMacros(macros, used, choices, t, format) })
  })

  app.get('/macros/new', async (request, reply) => showMacro(request, reply, null, blank, 0))
  app.get('/macros/:id', { schema: { params } }, async (request, reply) => {
    const macro = await findMacro(request.ctx.db.read, request.params.id)
    return showMacro(request, reply, macro.id, macro, macro.version)
  })

  app.post('/macros', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/macros/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))
  app.post('/macros/:id/removal', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const macro = await findMacro(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await removeMacro(ctx, id, typedNumber(request.body, 'version'))
      return reply.flash({ kind: 'good', key: 'rules.removed', values: { name: macro.name } }).redirect('/admin/macros', 303)
    }, async problems => showMacro(request, reply, id, macro, macro.version, problems))
  })
}

export default macroAdminRoutes

/** Saves when “save” was pressed; any other button changes the page and saves nothing. */
async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Typed): Promise<FastifyReply> {
  const version = typedNumber(typed, 'version') || 0
  const act = typedText(typed, 'act')
  const draft = changeDraft(readDraft(typed), act, typed, new Map())
  const { name, actions } = draft
  const values: MacroValues = { name, actions, departmentId: typedNumber(typed, 'departmentId') || null, isActive: typed.isActive !== undefined }
  if (act !== '') return showMacro(request, reply, id, values, version, noProblems, focusAfter(act, draft))

  return actOrShowAgain(reply, async () => {
    await (id === null ? addMacro(request.ctx, values) : editMacro(request.ctx, id, values, version))
    return reply.flash({ kind: 'good', key: 'rules.saved', values: { name } }).redirect('/admin/macros', 303)
  }, async problems => showMacro(request, reply, id, values, version, problems))
}

async function showMacro (request: FastifyRequest, reply: FastifyReply, id: number | null, values: MacroValues, version: number, problems: Problems = noProblems, focus: string | null = null): Promise<FastifyReply> {
  const { t, ctx: { db: { read } } } = request
  const choices = await findRuleChoices(read)
  return reply.page('admin/rules/macro', { title: id === null ? t('rules.macros.new') : values.name || t('rules.macros'), form: presentMacroForm(values, { id, version, problems: nameProblems(problems, values, choices, t), focus }, choices, t) })
}
