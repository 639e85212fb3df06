import { existsSync } from 'node:fs'
import path from 'node:path'
import { Absence } from './accounts/absence.entity.js'
import { HandOverPlan } from './accounts/hand-over-plan.entity.js'
import { ApiKey } from './accounts/api-key.entity.js'
import { Agent } from './accounts/agent.entity.js'
import { Membership } from './accounts/membership.entity.js'
import { OneTimeToken } from './accounts/one-time-token.entity.js'
import { Person } from './accounts/person.entity.js'
import { Role } from './accounts/role.entity.js'
import { Session } from './accounts/session.entity.js'
import { AgentSkill } from './accounts/agent-skill.entity.js'
import { Skill } from './accounts/skill.entity.js'
import { AuditEntry } from './audit/audit-entry.entity.js'
import { Company } from './companies/company.entity.js'
import { CompanyDomain } from './companies/company-domain.entity.js'
import { Department } from './departments/department.entity.js'
import { Answer } from './forms/answer.entity.js'
import { Question } from './forms/question.entity.js'
import { Mailbox } from './inbox/mailbox.entity.js'
import { IncomingMessage } from './inbox/incoming-message.entity.js'
import { BouncedAddress } from './notifications/bounced-address.entity.js'
import { DigestLine } from './notifications/digest-line.entity.js'
import { MailTemplate } from './notifications/mail-template.entity.js'
import { Mail } from './notifications/mail.entity.js'
import { DepartmentServer, SendingServer } from './notifications/sending-server.entity.js'
import type { Schema } from './platform/database/engine.js'
import { IdempotentRequest } from './platform/idempotency/idempotent-request.entity.js'
import { Job } from './platform/jobs/job.entity.js'
import { Timer } from './platform/jobs/timer.entity.js'
import { Brake } from './platform/security/brake.entity.js'
import { Turn } from './routing/turn.entity.js'
import { Macro } from './rules/macro.entity.js'
import { MacroRun } from './rules/macro-run.entity.js'
import { AskedFacts } from './rules/asked-facts.entity.js'
import { RuleHit } from './rules/rule-hit.entity.js'
import { RuleRun } from './rules/rule-run.entity.js'
import { Rule } from './rules/rule.entity.js'
import { Schedule } from './schedules/schedule.entity.js'
import { Setting } from './settings/setting.entity.js'
import { SlaPolicy } from './sla/sla-policy.entity.js'
import { Plan } from './recurring/plan.entity.js'
import { PlanRun } from './recurring/plan-run.entity.js'
import { Rating } from './surveys/rating.entity.js'
import { TeamMember } from './teams/team-member.entity.js'
import { Team } from './teams/team.entity.js'
import { Attachment } from './tickets/attachment.entity.js'
import { Draft } from './tickets/draft.entity.js'
import { Participant } from './tickets/participant.entity.js'
import { Presence } from './tickets/presence.entity.js'
import { HandOver, HandOverTicket } from './tickets/hand-overs/hand-over.entity.js'
import { Referral } from './tickets/referral.entity.js'
import { RequestForm } from './tickets/request-form.entity.js'
import { Segment } from './tickets/segment.entity.js'
import { Status } from './tickets/status.entity.js'
import { Target } from './tickets/target.entity.js'
import { Task } from './tickets/tasks/task.entity.js'
import { ThreadEntry } from './tickets/thread-entry.entity.js'
import { TicketEvent } from './tickets/ticket-event.entity.js'
import { TicketLink } from './tickets/ticket-link.entity.js'
import { TicketRead } from './tickets/ticket-read.entity.js'
import { TicketTag } from './tickets/ticket-tag.entity.js'
import { Ticket } from './tickets/ticket.entity.js'
import { Topic } from './topics/topic.entity.js'
import { Delivery } from './webhooks/delivery.entity.js'
import { Webhook, WebhookCursor } from './webhooks/webhook.entity.js'

const compiled = path.join(import.meta.dirname, 'migrations')
const folder = existsSync(compiled) ? compiled : path.join(import.meta.dirname, '..', 'migrations')

/** Every table, and every step that led to it. */
export const schema: Schema = {
  entities: [
    Setting, AuditEntry, Job, Timer, Brake, IdempotentRequest,
    Agent, Person, Role, Membership, Absence, HandOverPlan, Session, OneTimeToken, ApiKey, Skill, AgentSkill,
    Department, Team, TeamMember, Company, CompanyDomain, Schedule, SlaPolicy, Question, Answer, Topic, Turn,
    Ticket, TicketEvent, ThreadEntry, Attachment, Participant, TicketTag, TicketLink, Referral, HandOver, HandOverTicket, Task, Segment, Target, Draft, Presence, TicketRead, Status, RequestForm,
    Mail, MailTemplate, SendingServer, DepartmentServer, BouncedAddress, DigestLine, IncomingMessage, Rule, RuleRun, RuleHit, AskedFacts, Macro, MacroRun, Plan, PlanRun, Rating,
    Mailbox, Webhook, WebhookCursor, Delivery
  ],
  migrations: [path.join(folder, '*T*-*.js'), path.join(folder, '*T*-*.ts')]
}
