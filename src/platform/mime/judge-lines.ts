import { attributionAt } from './attribution.js'
import { headerBlockAt, isForwardedMark, isOriginalMark } from './header-block.js'
import { isBlank, type MailLine, type PartKind } from './mail-line.js'
import { markQuotes, previousFilled } from './mark-quotes.js'
import { forwardPrefix } from './quote-words.js'
import { markSignature } from './signature.js'

/** What helps to judge a text, where it is known. */
export interface AboutText {
  /** A forwarded mail hides nothing of what it passes on. */
  subject?: string
  /** Everybody's address on the mail, its sender's too. A mail of somebody else is quoted to be shown. */
  parties?: string[]
}

/**
 * What each line of a mail is. The same rules for plain text and HTML, so that both read alike. A line is hidden only on
 * good grounds; without them it counts as written.
 */
export function judgeLines (lines: MailLine[], { subject = '', parties = [] }: AboutText): PartKind[] {
  const kinds = lines.map((): PartKind => 'written')
  const isForward = forwardPrefix.test(subject)
  const end = startOfForwarded(lines, isForward)

  markQuotes(lines, kinds, end, parties)
  let place = 0
  while (place < end) {
    let stop = place
    while (stop < end && kinds[stop] === kinds[place]) stop++
    if (kinds[place] === 'written') markSignature(lines, kinds, place, stop)
    place = stop
  }
  return joinBlanks(lines, showSomething(lines, kinds))
}

/** From here on everything is passed on, and shown. */
function startOfForwarded (lines: MailLine[], isForward: boolean): number {
  for (let place = 0; place < lines.length; place++) {
    const line = lines[place]!
    if (isForwardedMark(line.text) && (isOutside(line) || opensQuotation(lines, place))) return place
    if (!isForward) continue
    if (line.mark === 'quote' || line.mark === 'rest' || isOriginalMark(line.text) || attributionAt(lines, place)?.isFull === true || headerBlockAt(lines, place) !== null) return place
  }
  return lines.length
}

function opensQuotation (lines: MailLine[], place: number): boolean {
  const last = previousFilled(lines, place)
  if (last === -1) return true
  return isOutside(lines[last]!) && ![0, 1, 2, 3].some(above => last >= above && attributionAt(lines, last - above)?.end === last)
}

function isOutside ({ depth, mark }: MailLine): boolean {
  return depth === 0 && mark !== 'quote' && mark !== 'rest'
}

/** Leaves no mail empty: what stands in a signature may be all that was said. */
function showSomething (lines: MailLine[], kinds: PartKind[]): PartKind[] {
  const showsNothing = lines.every((line, place) => isBlank(line) || kinds[place] !== 'written')
  return showsNothing ? kinds.map(kind => kind === 'signature' ? 'written' : kind) : kinds
}

/** Empty lines go with the part that they stand at. */
function joinBlanks (lines: MailLine[], kinds: PartKind[]): PartKind[] {
  let next: PartKind = 'written'
  for (let place = lines.length - 1; place >= 0; place--) {
    if (isBlank(lines[place]!)) kinds[place] = next
    else next = kinds[place]!
  }
  const first = lines.findIndex(line => !isBlank(line))
  return kinds.map((kind, place) => place < first && kinds[first] === 'written' ? 'written' : kind)
}
