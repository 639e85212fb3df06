import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { permissions } from '../platform/actor.js'
import { addRole, editRole, removeRole, type RoleEdit } from './commands/save-role.js'
import { idParams, text, ticked, version } from './form-schema.js'
import { findRole, listRoles } from './role.queries.js'
import { presentRoleForm, presentRoles, type RoleForm, type RoleMatrix } from './roles.presenter.js'

declare module '../plugins/page.js' {
  interface Pages {
    'admin/roles/index': { matrix: RoleMatrix }
    'admin/roles/edit': { form: RoleForm, problems: Problems }
  }
}

const roleSchema = { body: Type.Object({ version: version(), name: text(), description: text(), permissions: ticked() }) }

/** Roles: what agents may do with tickets. */
const roleRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/roles', async ({ ctx, t }, reply) => reply.page('admin/roles/index', { title: t('accounts.roles.title'), matrix: presentRoles(await listRoles(ctx.db.read), t) }))

  app.get('/roles/new', async (request, reply) => showNew(request, reply, { name: '', description: '', permissions: ['ticket.read'] }, noProblems))

  app.post('/roles', { schema: roleSchema }, async (request, reply) => {
    const edit = editOf(request.body)
    return actOrShowAgain(reply, async () => {
      await addRole(request.ctx, edit)
      return reply.flash({ kind: 'good', key: 'accounts.role.saved', values: { name: edit.name } }).redirect('/admin/roles', 303)
    }, async problems => showNew(request, reply, edit, problems))
  })

  app.get('/roles/:id', { schema: { params: idParams } }, async (request, reply) => showRole(request, reply, request.params.id, null, noProblems))

  app.post('/roles/:id', { schema: { params: idParams, ...roleSchema } }, async (request, reply) => {
    const { params: { id }, body } = request
    const edit = editOf(body)
    return actOrShowAgain(reply, async () => {
      await editRole(request.ctx, { ...edit, id, version: body.version })
      return reply.flash({ kind: 'good', key: 'accounts.role.saved', values: { name: edit.name } }).redirect('/admin/roles', 303)
    }, async problems => showRole(request, reply, id, edit, problems))
  })

  app.post('/roles/:id/removal', { schema: { params: idParams } }, async (request, reply) => actOrShowAgain(reply, async () => {
    await removeRole(request.ctx, request.params.id)
    return reply.flash({ kind: 'good', key: 'accounts.role.removed' }).redirect('/admin/roles', 303)
  }, async problems => showRole(request, reply, request.params.id, null, problems)))
}

export default roleRoutes

function editOf ({ name, description, permissions: asked }: { name: string, description: string, permissions: string[] }): RoleEdit {
  return { name, description, permissions: permissions.filter(permission => asked.includes(permission)) }
}

async function showNew ({ t }: FastifyRequest, reply: FastifyReply, edit: RoleEdit, problems: Problems): Promise<FastifyReply> {
  return reply.page('admin/roles/edit', { title: t('accounts.role.new'), form: presentRoleForm({ id: null, version: 0, agents: 0, ...edit }, t), problems })
}

async function showRole ({ ctx, t }: FastifyRequest, reply: FastifyReply, id: number, typed: RoleEdit | null, problems: Problems): Promise<FastifyReply> {
  const role = await findRole(ctx.db.read, id)
  return reply.page('admin/roles/edit', { title: role.name, form: presentRoleForm({ ...role, ...typed }, t), problems })
}
