import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { createDemoWorld } from '../../src/demo/create-demo-world.js'
import { demoPassword } from '../../src/demo/demo-organisation.js'
import { buildApp } from '../../src/app.js'
import type { Engine } from '../../src/platform/database/engine.js'
import { createWorker } from '../../src/worker.js'
import { openTestPlatform, type TestPlatform } from './platform.js'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface Desk { base: string, platform: TestPlatform, browser: Browser, runJobs: () => Promise<number>, close: () => Promise<void> }

/** The sample desk, listening for a real browser. Its clock stands still, so pictures and words are the same each time. */
export async function openDesk (engine: Engine = 'sqlite'): Promise<Desk> {
  const platform = await openTestPlatform(engine)
  platform.clock.set('2026-11-23T12:00:00Z')
  await createDemoWorld(platform)
  const app = await buildApp(platform)
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  const worker = createWorker(platform)
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  })

  return {
    base,
    platform,
    browser,
    runJobs: async () => worker.runDue(),
    async close () {
      await browser.close()
      await app.close()
      await platform.close()
    }
  }
}

export async function openPage ({ browser, base }: Desk, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: base, locale: 'en-GB', javaScriptEnabled: false, viewport: { width: 1280, height: 900 }, ...options })
  context.setDefaultTimeout(10_000)
  return context.newPage()
}

export async function signIn (page: Page, email = 'ana@riverside.example'): Promise<void> {
  await page.goto('/desk/sign-in')
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', demoPassword)
  await page.click('main button.button-main')
}

/** What axe finds on a page, a line each. The page must have been opened with scripts on. */
export async function axeProblems (page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (where: unknown, how: object) => Promise<{ violations: Array<{ id: string, nodes: Array<{ target: string[], failureSummary: string }> }> }> } }
    const found = await axe.run((globalThis as unknown as { document: unknown }).document, { resultTypes: ['violations'] })
    return found.violations
  })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary.split('\n')[1]?.trim() ?? ''})`))
}

/** Whether anything makes the page itself scroll sideways. */
export async function scrollsSideways (page: Page): Promise<boolean> {
  const { cssContentSize, cssLayoutViewport } = await (await page.context().newCDPSession(page)).send('Page.getLayoutMetrics')
  return cssContentSize.width > cssLayoutViewport.clientWidth + 1
}
