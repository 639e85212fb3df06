import type { ReferredTo } from './referral.policy.js'

const nobody: ReferredTo = { departmentId: null, teamId: null, agentId: null }

/** Reads what a list of departments, teams and agents sends, such as `team:4`; nobody when it is none of those. */
export function readReferredTo (text: string): ReferredTo {
  const [, kind, id] = /^(department|team|agent):([1-9]\d{0,8})$/.exec(text) ?? []
  return kind === undefined ? nobody : { ...nobody, [`${kind}Id`]: Number(id) }
}
