/** What admins change; each has its word on the page of changes. */
export const auditKinds = [
  'organisation', 'department', 'agent', 'role', 'team', 'skill', 'company', 'person', 'topic', 'question', 'article', 'article_category', 'missed_search', 'schedule', 'sla_policy',
  'status', 'rule', 'macro', 'plan', 'mail_template', 'mailbox', 'sending_server', 'incoming_message', 'api_key', 'webhook'
] as const
export type AuditKind = typeof auditKinds[number]

/** What is done to it. */
export const auditVerbs = [
  'created', 'updated', 'archived', 'restored', 'removed', 'moved', 'retired', 'reset', 'links_voided', 'hand_over_planned', 'handed_over', 'handed_back',
  'consented', 'released', 'discarded', 'run_again'
] as const
export type AuditVerb = typeof auditVerbs[number]

/** `department.updated` and the like. */
export type AuditAction = `${AuditKind}.${AuditVerb}`
