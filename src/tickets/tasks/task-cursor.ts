export const tasksAPage = 25

/** The day that stands for none, so that what has no day comes last. */
export const noDay = '9999-12-31'

/** Where a page of tasks begins: behind the one with this day, or {@link noDay}, and id. */
export interface TaskCursor { day: string, id: number }

/** Where an address says that a page begins; the first when it says nothing that makes sense. */
export function readTaskCursor (text: string | undefined): TaskCursor | null {
  const [, day, id] = /^(\d{4}-\d{2}-\d{2})\.(\d{1,9})$/.exec(text ?? '') ?? []
  return day === undefined ? null : { day, id: Number(id) }
}
