import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agentOf } from '../plugins/desk-reading.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { digestOf } from '../platform/security/signer.js'
import { shortestPassword } from '../platform/security/passwords.js'
import { blankAbsence, readAbsence, type AbsenceTyped } from './absence-form.js'
import { presentAbsences, type AbsencesView } from './absence.presenter.js'
import { findAgent, listSessions } from './agent.queries.js'
import { addAbsence, removeAbsence } from './commands/change-absences.js'
import { changeOwnPassword } from './commands/choose-password.js'
import { editOwnProfile } from './commands/edit-own-profile.js'
import { endOwnSession } from './commands/end-sessions.js'
import { findAbsencesAround } from './hand-over-plan.queries.js'
import { absenceBody, idParams, text, ticked, version } from './form-schema.js'
import { presentMe, type MeView } from './me.presenter.js'
import { digestRhythms, notificationChoices } from './notification-choices.js'

declare module '../plugins/page.js' {
  interface Pages { 'accounts/me': { me: MeView, shortest: number, absences: AbsencesView, problems: Problems } }
}

const profileSchema = {
  body: Type.Object({
    version: version(), name: text(), locale: text(20), timeZone: text(100), signature: text(20_000),
    theme: text(20), keys: text(10), takesTickets: text(10), notifications: ticked(), digest: text(20)
  })
}
const passwordSchema = { body: Type.Object({ current: text(100_000), password: text(100_000) }) }
const absenceSchema = { body: absenceBody }
const sessionSchema = { body: Type.Object({ session: text(100) }) }

/** What agents see and change of themselves. */
const meRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/me', async (request, reply) => showMe(request, reply))

  app.post('/me', { schema: profileSchema }, async (request, reply) => {
    const { body } = request
    const theme = body.theme === 'light' || body.theme === 'dark' ? body.theme : null
    const [keys, takesTickets] = [body.keys !== '', body.takesTickets !== '']
    return actOrShowAgain(reply, async () => {
      const notifications = Object.fromEntries(notificationChoices.map(({ name }) => [name, body.notifications.includes(name)]))
      await editOwnProfile(request.ctx, { version: body.version, name: body.name, locale: body.locale, timeZone: body.timeZone || null, signature: body.signature, theme, keys, takesTickets, notifications, digest: digestRhythms.find(rhythm => rhythm === body.digest) ?? null })
      return reply.flash({ kind: 'good', key: 'accounts.me.saved' }).redirect('/desk/me', 303)
    }, async problems => {
      const choose = (options: MeView['languages'], values: string[]) => options.map(option => ({ ...option, chosen: values.includes(option.value) }))
      return showMe(request, reply, problems, me => ({
        ...me,
        name: body.name,
        signature: body.signature,
        keys,
        takesTickets,
        languages: choose(me.languages, [body.locale]),
        timeZones: choose(me.timeZones, [body.timeZone]),
        themes: choose(me.themes, [body.theme]),
        mails: choose(me.mails, body.notifications),
        digests: choose(me.digests, [body.digest])
      }))
    })
  })

  app.post('/me/password', { schema: passwordSchema }, async (request, reply) => actOrShowAgain(reply, async () => {
    await changeOwnPassword(request.ctx, { ...request.body, sessionDigest: ownSession(request) })
    return reply.flash({ kind: 'good', key: 'accounts.password.changed' }).redirect('/desk/me', 303)
  }, async problems => showMe(request, reply, problems)))

  app.post('/me/absences', { schema: absenceSchema }, async (request, reply) => actOrShowAgain(reply, async () => {
    const agent = agentOf(request)
    await addAbsence(request.ctx, { agentId: agent.id, ...readAbsence(request.body, agent.timeZone ?? (await app.organisation()).timeZone) })
    return reply.flash({ kind: 'good', key: 'accounts.absence.added' }).redirect('/desk/me', 303)
  }, async problems => showMe(request, reply, problems, me => me, request.body)))

  app.post('/me/absences/:id/removal', { schema: { params: idParams } }, async (request, reply) => {
    await removeAbsence(request.ctx, { agentId: agentOf(request).id, absenceId: request.params.id })
    return reply.flash({ kind: 'good', key: 'accounts.absence.removed' }).redirect('/desk/me', 303)
  })

  app.post('/me/ended-sessions', { schema: sessionSchema }, async (request, reply) => {
    await endOwnSession(request.ctx, request.body.session)
    return reply.flash({ kind: 'good', key: 'accounts.me.sessions.ended' }).redirect('/desk/me', 303)
  })

  async function showMe (request: FastifyRequest, reply: FastifyReply, problems: Problems = noProblems, typed = (me: MeView) => me, absence: AbsenceTyped = blankAbsence): Promise<FastifyReply> {
    const { ctx, t, format } = request
    const [now, { id }] = [ctx.clock.now(), agentOf(request)]
    const me = presentMe({
      agent: (await findAgent(ctx.db.read, id)).agent,
      sessions: await listSessions(ctx.db.read, id, now),
      ownSession: ownSession(request),
      organisationZone: (await app.organisation()).timeZone
    }, t, format)
    return reply.page('accounts/me', { title: t('accounts.me.title'), me: typed(me), shortest: shortestPassword, absences: presentAbsences(await findAbsencesAround(ctx.db.read, id, now), '/desk/me/absences', absence, t, format), problems })
  }
}

export default meRoutes

const ownSession = (request: FastifyRequest): string => digestOf(request.session.sessionId)
