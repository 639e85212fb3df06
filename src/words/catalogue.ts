import { knowledgeDe } from './de/knowledge.js'
import { knowledgeEn } from './en/knowledge.js'
import { webhooksDe } from './de/webhooks.js'
import { webhooksEn } from './en/webhooks.js'
import { recurringDe } from './de/recurring.js'
import { recurringEn } from './en/recurring.js'
import { tasksDe } from './de/tasks.js'
import { tasksEn } from './en/tasks.js'
import { reportsDe } from './de/reports.js'
import { reportsEn } from './en/reports.js'
import { apiDe } from './de/api.js'
import { apiEn } from './en/api.js'
import { apiFaultsDe } from './de/api-faults.js'
import { apiFaultsEn } from './en/api-faults.js'
import { apiFieldsDe } from './de/api-fields.js'
import { apiFieldsEn } from './en/api-fields.js'
import { apiSetUpDe } from './de/api-set-up.js'
import { apiSetUpEn } from './en/api-set-up.js'
import { mailboxesDe } from './de/mailboxes.js'
import { mailboxesEn } from './en/mailboxes.js'
import { auditDe } from './de/audit.js'
import { auditEn } from './en/audit.js'
import { departmentsDe } from './de/departments.js'
import { departmentsEn } from './en/departments.js'
import { companiesDe } from './de/companies.js'
import { companiesEn } from './en/companies.js'
import { teamsDe } from './de/teams.js'
import { teamsEn } from './en/teams.js'
import { schedulesAdminDe } from './de/schedules-admin.js'
import { schedulesAdminEn } from './en/schedules-admin.js'
import { slaDe } from './de/sla.js'
import { slaEn } from './en/sla.js'
import { topicsDe } from './de/topics.js'
import { topicsEn } from './en/topics.js'
import { formsAdminDe } from './de/forms-admin.js'
import { formsAdminEn } from './en/forms-admin.js'
import { portalDe } from './de/portal.js'
import { portalEn } from './en/portal.js'
import { formsDe } from './de/forms.js'
import { formsEn } from './en/forms.js'
import { inboxDe } from './de/inbox.js'
import { inboxEn } from './en/inbox.js'
import { rulesDe } from './de/rules.js'
import { ruleTermsDe } from './de/rule-terms.js'
import { rulesEn } from './en/rules.js'
import { ruleTermsEn } from './en/rule-terms.js'
import { routingDe } from './de/routing.js'
import { routingEn } from './en/routing.js'
import { jobsDe } from './de/jobs.js'
import { jobsEn } from './en/jobs.js'
import { schedulesDe } from './de/schedules.js'
import { schedulesEn } from './en/schedules.js'
import { statusesDe } from './de/statuses.js'
import { statusesEn } from './en/statuses.js'
import { settingsDe } from './de/settings.js'
import { settingsEn } from './en/settings.js'
import { ticketsDe } from './de/tickets.js'
import { ticketsEn } from './en/tickets.js'
import { queuesDe } from './de/queues.js'
import { queuesEn } from './en/queues.js'
import { adminDe } from './de/admin.js'
import { adminEn } from './en/admin.js'
import { accountsAdminDe } from './de/accounts-admin.js'
import { accountsDe } from './de/accounts.js'
import { commonDe } from './de/common.js'
import { formatDe } from './de/format.js'
import { mailAdminDe } from './de/mail-admin.js'
import { mailsDe } from './de/mails.js'
import { ledgerDe } from './de/ledger.js'
import { ledgerEn } from './en/ledger.js'
import { sendingServersDe } from './de/sending-servers.js'
import { sendingServersEn } from './en/sending-servers.js'
import { refusalsDe } from './de/refusals.js'
import { setupDe } from './de/setup.js'
import { accountsAdminEn } from './en/accounts-admin.js'
import { accountsEn } from './en/accounts.js'
import { commonEn } from './en/common.js'
import { formatEn } from './en/format.js'
import { mailAdminEn } from './en/mail-admin.js'
import { mailsEn } from './en/mails.js'
import { refusalsEn } from './en/refusals.js'
import { setupEn } from './en/setup.js'

/** Every word that a person reads, in each language. One line for each room. */
const english = {
  ...webhooksEn, ...reportsEn,
  ...apiEn, ...apiFaultsEn, ...apiFieldsEn, ...apiSetUpEn,
  ...auditEn,
  ...departmentsEn,
  ...teamsEn,
  ...companiesEn,
  ...schedulesAdminEn,
  ...slaEn,
  ...topicsEn,
  ...knowledgeEn,
  ...formsAdminEn,
  ...portalEn,
  ...formsEn,
  ...inboxEn,
  ...rulesEn, ...ruleTermsEn, ...routingEn,
  ...jobsEn,
  ...schedulesEn,
  ...statusesEn,
  ...settingsEn,
  ...ticketsEn, ...tasksEn, ...recurringEn,
  ...queuesEn,
  ...adminEn,
  ...accountsAdminEn,
  ...accountsEn,
  ...commonEn,
  ...formatEn,
  ...mailAdminEn,
  ...mailsEn,
  ...sendingServersEn,
  ...ledgerEn,
  ...mailboxesEn,
  ...refusalsEn,
  ...setupEn
} as const

const german: Record<WordKey, string> = {
  ...webhooksDe, ...reportsDe,
  ...apiDe, ...apiFaultsDe, ...apiFieldsDe, ...apiSetUpDe,
  ...auditDe,
  ...departmentsDe,
  ...teamsDe,
  ...companiesDe,
  ...schedulesAdminDe,
  ...slaDe,
  ...topicsDe,
  ...knowledgeDe,
  ...formsAdminDe,
  ...portalDe,
  ...formsDe,
  ...inboxDe,
  ...rulesDe, ...ruleTermsDe, ...routingDe,
  ...jobsDe,
  ...schedulesDe,
  ...statusesDe,
  ...settingsDe,
  ...ticketsDe, ...tasksDe, ...recurringDe,
  ...queuesDe,
  ...adminDe,
  ...accountsAdminDe,
  ...accountsDe,
  ...commonDe,
  ...formatDe,
  ...mailAdminDe,
  ...mailsDe,
  ...sendingServersDe,
  ...ledgerDe,
  ...mailboxesDe,
  ...refusalsDe,
  ...setupDe
}

export type WordKey = keyof typeof english
export type WordValues = Record<string, string | number>
export type Locale = 'en' | 'de'

export const catalogue: Record<Locale, Record<WordKey, string>> = { en: english, de: german }
export const locales = Object.keys(catalogue) as Locale[]

/** Each language in its own words, for the links that change it. */
export const languageNames: Record<Locale, string> = { en: 'English', de: 'Deutsch' }
