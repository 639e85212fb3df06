import type { AgentActor } from '../actor.js'
import type { Format } from './format.js'
import type { Translate } from './translate.js'

/** What a presenter of the desk needs to speak to somebody: who reads, when, and in which words. */
export interface Reading { actor: AgentActor, now: Date, t: Translate, format: Format }
