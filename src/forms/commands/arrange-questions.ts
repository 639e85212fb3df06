import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { moveRow, type Direction } from '../../platform/database/move-row.js'
import { NotFound } from '../../platform/errors.js'
import { Question } from '../question.entity.js'

/** Asks a question earlier or later among those that its topic asks. @throws NotFound when it is asked no more. */
export async function moveQuestion (ctx: Context, { id, direction }: { id: number, direction: Direction }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const question = await manager.findOneBy(Question, { id })
    if (question === null) throw new NotFound()
    const { row, position } = await moveRow(manager, Question, { topicId: question.topicId, isActive: true }, id, direction)
    await recordChange(manager, ctx, { action: 'question.moved', subjectType: 'question', subjectId: id, subjectName: row.label, before: { position: row.position }, after: { position } })
  })
}

/**
 * Asks a question no more, or again. What was answered stays readable on its tickets, and no ticket waits for
 * an answer to it before it can be solved.
 *
 * @throws NotFound, Stale
 */
export async function switchQuestion (ctx: Context, { id, version, isActive }: { id: number, version: number, isActive: boolean }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const question = await lockVersion(manager, Question, id, version)
    if (question.isActive === isActive) return
    await manager.update(Question, { id }, { isActive, version: version + 1 })
    await recordChange(manager, ctx, { action: isActive ? 'question.restored' : 'question.retired', subjectType: 'question', subjectId: id, subjectName: question.label, before: { isActive: !isActive }, after: { isActive } })
  })
}
