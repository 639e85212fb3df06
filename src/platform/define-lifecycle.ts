import type { Party } from './actor.js'

/** Who has to act next. Null when nobody has. */
export type WaitingOn = 'us' | 'requester' | 'third_party' | null

export interface State {
  /** What the clock of the resolution target does while a record rests in this state. */
  clock: 'runs' | 'pauses' | 'as_policy' | 'stops'
  waitingOn: WaitingOn
}

export interface Transition<StateName extends string> {
  from: readonly StateName[]
  /** Where it leads. A list for a move that undoes another and returns to where that one began. */
  to: StateName | readonly StateName[]
  by: readonly Party[]
}

/**
 * Turns a table of states and transitions into the one object that entities, policies, templates,
 * documentation and property tests read.
 *
 * @throws Error at start when a state cannot be reached from the initial one.
 */
export function defineLifecycle<
  const States extends Record<string, State>,
  const Transitions extends Record<string, Transition<keyof States & string>>
> (table: { initial: keyof States & string, states: States, transitions: Transitions }) {
  type StateName = keyof States & string
  type TransitionName = keyof Transitions & string

  const stateNames = Object.keys(table.states) as StateName[]
  const transitionNames = Object.keys(table.transitions) as TransitionName[]
  const transitions: Record<TransitionName, Transition<StateName>> = table.transitions
  const states: Record<StateName, State> = table.states
  const targets = (name: TransitionName): readonly StateName[] => [transitions[name].to].flat() as StateName[]

  const reached = new Set<StateName>([table.initial])
  for (const state of reached) { // the set grows while we walk it
    for (const name of transitionNames) if (transitions[name].from.includes(state)) targets(name).forEach(target => reached.add(target))
  }
  const unreachable = stateNames.filter(state => !reached.has(state))
  if (unreachable.length > 0) throw new Error(`No path leads to: ${unreachable.join(', ')}`)

  return {
    initial: table.initial as StateName,
    states,
    transitions,
    stateNames,
    transitionNames,
    targets,
    allows: (name: TransitionName, from: StateName) => transitions[name].from.includes(from),
    available: (from: StateName, by: Party) =>
      transitionNames.filter(name => transitions[name].from.includes(from) && transitions[name].by.includes(by))
  }
}
