/** A moment as programs write it, RFC 3339 in UTC. */
export const moment = (at: number | string): string => new Date(Number(at)).toISOString()
export const momentOrNull = (at: number | string | null): string | null => at === null ? null : moment(at)
