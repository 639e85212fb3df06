import type { EntityManager } from 'typeorm'
import { Department } from '../departments/department.entity.js'
import { Topic } from '../topics/topic.entity.js'
import type { Mailbox } from './mailbox.entity.js'

/** As a reader of the history of changes knows a mailbox: by names, and with the marks of its secrets. */
export async function auditedMailbox (manager: EntityManager, mailbox: Mailbox): Promise<Record<string, unknown>> {
  const { name, address, senderName, host, port, security, userName, authentication, clientId, authority, clientSecretExpiresOn, folder, afterFetch, moveTo, priority, isActive, topicId, departmentId } = mailbox
  const topic = topicId === null ? null : await manager.findOneBy(Topic, { id: topicId })
  const department = await manager.findOneBy(Department, { id: departmentId })
  return {
    name, address, senderName, host, port, security, userName, authentication, clientId, authority, clientSecretExpiresOn, folder, afterFetch, moveTo, priority, isActive,
    department: department?.name ?? null, topic: topic?.name ?? null, secret: mark(mailbox.secret), clientSecret: mark(mailbox.clientSecret)
  }
}

/** Tells one sealed secret from the next without telling anything of it. */
const mark = (sealed: string | null): string => sealed === null ? '' : `(secret …${sealed.slice(-4)})`
