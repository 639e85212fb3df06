/** “Ana Ribeiro” → “AR”: the letters that stand in a person's doorway. */
export function initials (name: string): string {
  const words = name.trim().split(/\s+/).filter(word => /\p{L}/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(word => Array.from(word ?? '').find(letter => /\p{L}/u.test(letter)) ?? '')
  return letters.join('').toUpperCase() || '?'
}
