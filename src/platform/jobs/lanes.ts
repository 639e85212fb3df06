/**
 * Jobs wait in lanes that do not wait for one another: a mail server that is silent keeps neither promises from being
 * watched nor new mail from being read, and a heap of mail that is hard to read keeps no answer from leaving.
 */
export const lanes = ['desk', 'inbox', 'outbox'] as const
export type Lane = typeof lanes[number]

/** Jobs whose length others decide: whoever wrote the mail, or the server that takes it. */
const laneByJob: Record<string, Lane> = { 'process-message': 'inbox', 'send-mail': 'outbox' }

export const laneOf = (jobName: string): Lane => laneByJob[jobName] ?? 'desk'
