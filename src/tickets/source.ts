import type { Actor } from '../platform/actor.js'

/** By what way a ticket or an entry came. */
export const sources = ['web', 'email', 'api', 'phone', 'desk'] as const
export type Source = typeof sources[number]

/** By what way something is written that did not come by mail: through a program that acts for an agent, or on a page of the desk. */
export const sourceOf = (author: Actor): Source => author.party === 'agent' && author.isProgram === true ? 'api' : 'desk'
