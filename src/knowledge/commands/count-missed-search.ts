import { MoreThan, type EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { insertOrIgnore } from '../../platform/database/insert-or-ignore.js'
import { digestOf } from '../../platform/security/signer.js'
import { missedTerm } from '../missed-term.js'
import { MissedSearch } from '../missed-search.entity.js'

/** So many new terms of the public are taken on a day, and as many of agents, so that nobody can fill the disk, and no stranger the place of agents. Those that are known are counted on. */
export const mostTermsADay = 200

/** Counts that words found no article. Nothing of who looked is kept; what looks like somebody's address or number is not either. */
export async function countMissedSearch ({ db, clock, actor }: Pick<Context, 'db' | 'clock' | 'actor'>, words: string): Promise<void> {
  const term = missedTerm(words)
  if (term === null) return
  const termDigest = digestOf(term)
  const byAgents = actor.party === 'agent' ? 1 : 0
  const today = clock.now().toISOString().slice(0, 10)
  await db.transaction(async manager => {
    if (!await isKnown(manager, termDigest)) {
      if (await manager.countBy(MissedSearch, { firstOn: today, byAgents: byAgents === 0 ? 0 : MoreThan(0) }) >= mostTermsADay) return
      await insertOrIgnore(manager, 'missed_searches', { term_digest: termDigest, term, times: 0, by_agents: 0, first_on: today, last_on: today })
    }
    await manager.query('UPDATE missed_searches SET times = times + 1, by_agents = by_agents + ?, last_on = ? WHERE term_digest = ?', [byAgents, today, termDigest])
  })
}

const isKnown = async (manager: EntityManager, termDigest: string): Promise<boolean> => manager.existsBy(MissedSearch, { termDigest })
