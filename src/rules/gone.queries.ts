import type { EntityManager } from 'typeorm'
import { Department } from '../departments/department.entity.js'
import { SlaPolicy } from '../sla/sla-policy.entity.js'
import { Team } from '../teams/team.entity.js'
import { Topic } from '../topics/topic.entity.js'
import type { Wish } from './decide.js'

/** The wishes that name a topic, a department, a team or a service level that went out of use after the rule was saved. */
export async function listGoneWishes (manager: EntityManager, wishes: readonly Wish[]): Promise<Wish[]> {
  const gone: Wish[] = []
  for (const wish of wishes) if (!await isThere(manager, wish)) gone.push(wish)
  return gone
}

async function isThere (manager: EntityManager, { action }: Wish): Promise<boolean> {
  const isActive = true
  switch (action.kind) {
    case 'set_topic': return manager.existsBy(Topic, { id: action.topicId, isActive })
    case 'set_department': return manager.existsBy(Department, { id: action.departmentId, isActive })
    case 'set_team': return action.teamId === null || manager.existsBy(Team, { id: action.teamId, isActive })
    case 'set_sla': return manager.existsBy(SlaPolicy, { id: action.policyId, isActive })
    default: return true
  }
}
