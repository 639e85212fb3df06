import type { IncomingMessage } from './incoming-message.entity.js'

type Seen = Pick<IncomingMessage, 'state' | 'outcome'>

/** What an admin of mail may do with a message. What became part of a ticket is never made a second time. */
export const ledgerPolicy = {
  runAgain: ({ state, outcome }: Seen): boolean => state === 'set_aside' || (state === 'done' && (outcome === null || ['dropped', 'automatic', 'own', 'bounce'].includes(outcome))),
  release: ({ state }: Seen): boolean => state === 'quarantined',
  /** A reply has left already, and a note is nobody's mail to another ticket. */
  move: ({ state, outcome }: Seen): boolean => state === 'quarantined' || (state === 'done' && outcome !== null && ['ticket', 'message', 'automatic', 'dropped'].includes(outcome)),
  discard: ({ state }: Seen): boolean => state === 'quarantined' || state === 'set_aside'
}
