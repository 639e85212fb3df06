import departmentAdminRoutes from './departments/admin.routes.js'
import mailLogAdminRoutes from './notifications/mail-log.admin.routes.js'
import mailTemplatesAdminRoutes from './notifications/mail-templates.admin.routes.js'
import type { Room } from './plugins/areas.js'
import scheduleAdminRoutes from './schedules/admin.routes.js'
import jobsAdminRoutes from './settings/jobs.admin.routes.js'
import organisationAdminRoutes from './settings/organisation.admin.routes.js'
import slaAdminRoutes from './sla/admin.routes.js'
import topicAdminRoutes from './topics/admin.routes.js'
import questionsAdminRoutes from './topics/questions.admin.routes.js'
import auditAdminRoutes from './audit/admin.routes.js'
import ruleAdminRoutes from './rules/admin.routes.js'
import { createAdminNav } from './admin-nav.js'
import { createOverviewRoutes } from './settings/overview.admin.routes.js'
import teamAdminRoutes from './teams/admin.routes.js'
import statusesAdminRoutes from './tickets/statuses.admin.routes.js'

/** Every page of the admin panel but people's, which stand in the accounts room. */
export const adminRooms: Room[] = [createOverviewRoutes(createAdminNav()), departmentAdminRoutes, topicAdminRoutes, questionsAdminRoutes, auditAdminRoutes, teamAdminRoutes, scheduleAdminRoutes, slaAdminRoutes, ruleAdminRoutes, statusesAdminRoutes, organisationAdminRoutes, jobsAdminRoutes, mailLogAdminRoutes, mailTemplatesAdminRoutes]
