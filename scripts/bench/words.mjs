/** The same numbers in the same order at every run, from 0 up to 1 (mulberry32). */
export function createDice (seed) {
  let state = seed >>> 0
  const roll = () => {
    state = (state + 0x6D2B79F5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { chance: share => roll() < share, below: limit => Math.floor(roll() * limit), among: list => list[Math.floor(roll() * list.length)] }
}

const openings = ['ba', 'co', 'de', 'fi', 'gu', 'ha', 'ki', 'lo', 'ma', 'ne', 'po', 'ra', 'se', 'ti', 'vo', 'zu']
const endings = ['bel', 'cor', 'dan', 'fer', 'gis', 'lum', 'mor', 'nat', 'pel', 'rin', 'sot', 'tar', 'vex']

/** About three thousand made-up words, drawn so that some are frequent and most are not, as in any language. */
const vocabulary = openings.flatMap(first => openings.flatMap(second => endings.map(last => first + second + last)))

/** In nearly every ticket. */
export const commonWord = 'printer'
/** In a handful of tickets, old and new, whatever the size of the desk. */
export const rareWord = 'quetzalcoatl'

/** A sentence of `length` words. */
export function sentence (dice, length) {
  const words = []
  for (let place = 0; place < length; place += 1) {
    const skewed = dice.below(1 + dice.below(vocabulary.length))
    words.push(vocabulary[skewed])
  }
  return words.join(' ')
}
