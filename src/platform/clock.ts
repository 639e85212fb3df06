/** Where commands and jobs get the time from, so that tests can set it. */
export interface Clock { now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** The moment `ms` milliseconds after another. */
export const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms)
