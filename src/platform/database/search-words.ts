/** Words that MySQL's index leaves out: asking for them would find nothing. */
const leftOut = new Set('a about an are as at be by com de en for from how i in is it la of on or that the this to was what when where who will with und www'.split(' '))

/** The words of a text that the full-text index of either engine knows, small, each as often as it stands there, at most `most`. Nothing in them is an operator. */
export function searchWords (text: string, most: number): string[] {
  return text.toLowerCase().normalize('NFC').split(/[^\p{L}\p{N}]+/u).filter(word => word.length >= 3 && !leftOut.has(word)).slice(0, most)
}
