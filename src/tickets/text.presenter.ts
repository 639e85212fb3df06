/**
 * Plain text as paragraphs of lines. Templates escape each line; nothing here makes HTML.
 */
export function presentParagraphs (text: string): string[][] {
  return text.split(/\n{2,}/).map(paragraph => paragraph.split('\n')).filter(lines => lines.some(line => line.trim() !== ''))
}
