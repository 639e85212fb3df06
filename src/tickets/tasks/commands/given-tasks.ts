import type { Task } from '../task.entity.js'

/** What history keeps of tasks that are given to somebody, so that he or she is told. */
export function givenIn (tasks: readonly Task[]): { givenTaskIds?: number[] } {
  const ids = tasks.filter(({ assigneeId, doneAt }) => assigneeId !== null && doneAt === null).map(({ id }) => id)
  return ids.length === 0 ? {} : { givenTaskIds: ids }
}
