import type { Page } from 'playwright-core'

/**
 * Opens the pages at `start` and every page that links lead to from there, one of each kind, and calls `look` on each.
 * Links that `kindOf` says null of are left alone. Returns the kinds in the order in which they were opened.
 */
export async function crawl (page: Page, start: string[], kindOf: (path: string) => string | null, look: (path: string, status: number) => Promise<void>): Promise<string[]> {
  const waiting = [...start]
  const kinds = new Set(start.map(kindOf))
  const opened: string[] = []
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const answer = await page.goto(path)
    opened.push(kindOf(path) ?? path)
    await look(path, answer?.status() ?? 0)
    const { origin } = new URL(page.url())
    for (const href of await page.locator('a[href]:not([download])').evaluateAll(links => links.map(link => (link as unknown as { href: string }).href))) {
      const found = href.slice(origin.length).split('#')[0]!
      const kind = href.startsWith(`${origin}/`) ? kindOf(found) : null
      if (kind === null || kinds.has(kind)) continue
      kinds.add(kind)
      waiting.push(found)
    }
  }
  return opened
}
