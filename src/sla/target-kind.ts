/** The three promises. */
export const targetKinds = ['first_response', 'next_response', 'resolution'] as const
export type TargetKind = typeof targetKinds[number]

/** Minutes of working time for each priority (1 low … 4 urgent) and target; null promises nothing. */
export type TargetMinutes = Record<1 | 2 | 3 | 4, Record<TargetKind, number | null>>
