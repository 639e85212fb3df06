import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const folder = path.join(import.meta.dirname, '..', '..', 'public', 'js')
const htmx = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js')

/**
 * The desk's script as one file: `public/js/desk.js` with each module that it imports in its own function,
 * so that a cold page waits for one request. The modules only listen; they export nothing.
 */
export function deskScript (): string {
  return readFileSync(path.join(folder, 'desk.js'), 'utf8')
    .replace(/^import '\.\/([\w./-]+)'$/gm, (_line, file: string) => `(() => {\n${source(file)}\n})();`)
}

function source (file: string): string {
  return readFileSync(file === 'vendor/htmx.min.js' ? htmx : path.join(folder, file), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/gm, '')
}
