import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { mountEdits } from './edits.routes.js'
import { agentEdits, departmentEdits, teamEdits } from './organisation-forms.routes.js'
import { roleEdits, skillEdits, statusEdits } from './role-forms.routes.js'
import { planEdits } from './plan-forms.routes.js'
import { scheduleEdits, slaPolicyEdits } from './promise-forms.routes.js'
import { macroEdits, ruleEdits } from './rule-forms.routes.js'
import { questionEdits, topicEdits } from './topic-forms.routes.js'

/** What admins set up in the panel, for programs that act for them. */
const organisationEditRoutes: FastifyPluginAsyncTypebox = async app => {
  mountEdits(app, departmentEdits)
  mountEdits(app, teamEdits)
  mountEdits(app, agentEdits)
  mountEdits(app, roleEdits)
  mountEdits(app, skillEdits)
  mountEdits(app, topicEdits)
  mountEdits(app, questionEdits)
  mountEdits(app, statusEdits)
  mountEdits(app, slaPolicyEdits)
  mountEdits(app, scheduleEdits)
  mountEdits(app, ruleEdits)
  mountEdits(app, macroEdits)
  mountEdits(app, planEdits)
}

export default organisationEditRoutes
