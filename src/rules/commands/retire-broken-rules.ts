import { recordChange } from '../../audit/commands/record-change.js'
import { noticeToAdmins } from '../../notifications/admin-notice.js'
import { system } from '../../platform/actor.js'
import { withActor, type Platform } from '../../platform/context.js'
import { forgetRules } from '../recent-rules.js'
import { listBrokenRules } from '../rule.queries.js'
import { Rule } from '../rule.entity.js'

/**
 * Switches off the rules that ask about a question that is no longer asked, and tells admins. Until then they
 * are not asked either: an answer that nobody can give would make every “not” hold.
 */
export async function retireBrokenRules (platform: Platform): Promise<void> {
  const broken = await listBrokenRules(platform.db.read)
  if (broken.length === 0) return

  const now = platform.clock.now()
  await platform.db.transaction(async manager => {
    for (const { id, name, version } of broken) {
      const { affected } = await manager.update(Rule, { id, version }, { isActive: false, version: version + 1 })
      if (affected === 0) continue // somebody mends it right now
      await recordChange(manager, withActor(platform, system), { action: 'rule.updated', subjectType: 'rule', subjectId: id, subjectName: name, before: { isActive: true }, after: { isActive: false } })
      await noticeToAdmins(manager, { right: 'departments', words: { key: 'rules.retired', values: { name } }, path: `/admin/rules/${id}`, cause: `rule:${id}:${version}` }, now)
    }
  })
  forgetRules(platform.db)
}
