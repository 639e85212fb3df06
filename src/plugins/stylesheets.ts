import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Which parts of public/css each surface sends, in the order in which they are written. */
const parts = {
  portal: ['tokens', 'base', 'layout', 'components', 'portal'],
  desk: ['tokens', 'base', 'layout', 'components', 'desk'],
  admin: ['tokens', 'base', 'layout', 'components', 'desk', 'admin']
} as const

export type Surface = keyof typeof parts
export const surfaces = Object.keys(parts) as Surface[]

const folder = path.join(import.meta.dirname, '..', '..', 'public', 'css', 'parts')

/** All styles of a surface in one sheet, so that a cold page waits for one request instead of six. */
export function stylesheet (surface: Surface): string {
  return parts[surface].map(part => minify(readFileSync(path.join(folder, `${part}.css`), 'utf8'))).join('\n')
}

const comment = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\/\*[\s\S]*?\*\//g
const blank = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s*([{};,])\s*|(:)\s+|\s+/g

/** Takes out comments and blank space. Strings stay as they are, and no rule is rewritten. */
export function minify (css: string): string {
  return css
    .replace(comment, (_match, text: string | undefined) => text ?? '')
    .replace(blank, (_match, text: string | undefined, mark: string | undefined, colon: string | undefined) => text ?? mark ?? colon ?? ' ')
    .replaceAll(';}', '}')
    .trim()
}
