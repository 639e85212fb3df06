/** When the open tickets of an agent who will be away are handed over: never, at once, or when the absence begins. */
export const handOverTimes = ['keep', 'now', 'begin'] as const

export interface AbsenceHandOver {
  /** One of {@link handOverTimes}. */
  tickets: string
  /** Who gets them all; null finds an agent for each anew. */
  toAgentId: number | null
  /** Whether what is still open comes back when the absence ends. */
  givesBack: boolean
}
