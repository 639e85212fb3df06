import t, { type Test } from 'tap'
import type { Page } from 'playwright-core'
import { openDesk, openPage, signIn, type Desk } from '../support/browser.js'
import { engines } from '../support/engines.js'

interface Focused { name: string, tag: string, isMarked: boolean, isSeen: boolean }

/** What has the focus: by which name, and whether a person sees it and that it has the focus; null for the page itself. */
async function focusOf (page: Page): Promise<Focused | null> {
  return page.evaluate(() => {
    const { document, getComputedStyle, innerHeight } = globalThis as unknown as Browser
    const element = document.activeElement
    if (element === null || element === document.body) return null
    const named = element.getAttribute('aria-label') ?? ([...element.labels ?? []].map(label => label.innerText).join(' ') || element.innerText || element.getAttribute('value') || '')
    const box = element.getBoundingClientRect()
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 16))
    const isMarked = [element, element.parentElement, element.closest('label')].some(each => each !== null && getComputedStyle(each).outlineStyle !== 'none' && getComputedStyle(each).outlineWidth !== '0px')
    const isSeen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && hit !== null && (element.contains(hit) || hit.contains(element) || element.closest('label')?.contains(hit) === true) && hit.closest('.save-bar') === element.closest('.save-bar')
    return { name: named.replace(/\s+/g, ' ').trim(), tag: element.tagName.toLowerCase(), isMarked, isSeen }
  })
}

/** As much of a browser's page as is asked about above. */
interface Browser {
  document: { activeElement: Part | null, body: Part, elementFromPoint: (x: number, y: number) => Part | null }
  getComputedStyle: (part: Part) => { outlineStyle: string, outlineWidth: string }
  innerHeight: number
}
interface Part {
  getAttribute: (name: string) => string | null
  labels?: Iterable<{ innerText: string }>
  innerText: string
  tagName: string
  parentElement: Part | null
  closest: (selector: string) => Part | null
  contains: (other: Part) => boolean
  getBoundingClientRect: () => { left: number, top: number, bottom: number, width: number, height: number }
}

/** Presses Tab until something of that name has the focus; everything on the way is seen, and seen to have it. */
async function tabTo (t: Test, page: Page, name: string | RegExp, most = 90): Promise<void> {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab')
    const focus = await focusOf(page)
    if (focus === null) continue
    if (!focus.isMarked || !focus.isSeen) t.fail(`the focus is seen on “${focus.name}” (${focus.tag})`)
    if (typeof name === 'string' ? focus.name === name : name.test(focus.name)) return
  }
  t.fail(`“${String(name)}” is reached by Tab within ${most} presses`)
}

/** Past the navigation, as people without a mouse begin. */
async function toContent (t: Test, page: Page, path: string): Promise<void> {
  await page.goto(path)
  await tabTo(t, page, 'Skip to the content', 1)
  await page.keyboard.press('Enter')
}

/** Presses what loads a page. */
async function pressAndLoad (page: Page, key = 'Enter'): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)])
}

/** Chooses by typing, as in any list of a browser. */
const choose = async (page: Page, text: string): Promise<void> => page.keyboard.type(text)

const openAt = async (desk: Desk): Promise<Page> => {
  const page = await openPage(desk, { javaScriptEnabled: true })
  await signIn(page)
  return page
}

for (const engine of engines) {
  t.test(`a ticket is worked with the keyboard alone (${engine})`, async t => {
    const desk = await openDesk(engine)
    t.teardown(desk.close)
    const page = await openAt(desk)

    await toContent(t, page, '/desk/queues/open')
    await tabTo(t, page, 'Printer on floor 3 prints blank pages')
    await pressAndLoad(page)
    t.match(page.url(), /\/desk\/tickets\/\d+$/)
    const path = new URL(page.url()).pathname

    await tabTo(t, page, /^Give to/)
    await page.keyboard.press('Enter')
    await tabTo(t, page, 'Assigned to', 1)
    await choose(page, 'Ana')
    await tabTo(t, page, 'Give it to them', 2)
    await pressAndLoad(page)
    t.match(await page.textContent('main'), 'The ticket was given to Ana Ribeiro, Printing.')

    await toContent(t, page, path)
    await tabTo(t, page, 'Your text')
    await page.keyboard.type('A new drum is on its way.')
    await tabTo(t, page, /^Send to/)
    await pressAndLoad(page)
    t.match(await page.textContent('.toast'), 'leaves in')

    await toContent(t, page, path)
    await tabTo(t, page, 'Done: Put it in and print a test page')
    await pressAndLoad(page, 'Space')
    t.match(await page.textContent('#tasks'), '2 of 3 done')
    await tabTo(t, page, 'Not done after all: Put it in and print a test page', 6)

    await toContent(t, page, path)
    await tabTo(t, page, 'Add a task')
    await page.keyboard.press('Enter')
    await tabTo(t, page, 'What is to be done', 1)
    await page.keyboard.type('Ring Maria')
    await tabTo(t, page, 'Add the task', 6)
    await pressAndLoad(page)
    t.match(await page.textContent('#tasks'), 'Ring Maria')

    await toContent(t, page, path)
    await tabTo(t, page, 'More actions')
    await page.keyboard.press('Enter')
    await tabTo(t, page, /^To department/, 1)
    await tabTo(t, page, /^Reason/, 1)
    await page.keyboard.type('It is the socket')
    await tabTo(t, page, /^Transfer/, 1)
    await pressAndLoad(page)
    t.match(await page.textContent('main'), 'The ticket is with Facilities now.')
  })

  t.test(`rules, macros, hours, promises and the way of tickets are set with the keyboard alone (${engine})`, async t => {
    const desk = await openDesk(engine)
    t.teardown(desk.close)
    const page = await openAt(desk)

    await toContent(t, page, '/admin/rules/new?trigger=created')
    await tabTo(t, page, 'Name')
    await page.keyboard.type('Exams by key')
    await tabTo(t, page, 'Ask about')
    await choose(page, 'subject')
    await tabTo(t, page, 'Add a condition')
    await pressAndLoad(page)
    t.match(await focusOf(page), { name: 'How subject is compared', isMarked: true, isSeen: true }, 'what was added has the focus')
    await choose(page, 'contains')
    await tabTo(t, page, 'What subject is compared with', 1)
    await page.keyboard.type('viva')
    await tabTo(t, page, 'Add a group')
    await pressAndLoad(page)
    t.match(await focusOf(page), { name: 'Ask about', isSeen: true })
    await page.keyboard.press('Shift+Tab')
    t.equal((await focusOf(page))?.name, 'Remove the group', 'of the new group')
    await pressAndLoad(page)
    t.match(await focusOf(page), { name: 'Ask about', isSeen: true }, 'the focus is not lost with the group')
    await tabTo(t, page, 'Do')
    await tabTo(t, page, 'Add it', 1)
    await pressAndLoad(page)
    t.match(await focusOf(page), { name: 'set the priority to', isMarked: true, isSeen: true })
    await choose(page, 'Urgent')
    await tabTo(t, page, 'Save the rule')
    await pressAndLoad(page)
    t.match((await page.textContent('main'))?.replace(/\s+/g, ' '), /subject contains viva ?, then set the priority to Urgent/)

    await toContent(t, page, '/admin/macros/new')
    await tabTo(t, page, 'Name')
    await page.keyboard.type('Close it')
    await tabTo(t, page, 'Do')
    await choose(page, 'close')
    await tabTo(t, page, 'Add it', 1)
    await pressAndLoad(page)
    t.match(await focusOf(page), { name: 'Remove', isSeen: true }, 'an action without fields has its button')
    await tabTo(t, page, 'Save the macro')
    await pressAndLoad(page)
    t.match(await page.textContent('main'), 'Close it')

    await toContent(t, page, '/admin/schedules/1')
    await tabTo(t, page, 'Saturday')
    await page.keyboard.type('10:00-9:00')
    await tabTo(t, page, 'Save the hours')
    await pressAndLoad(page)
    t.match(await page.textContent('.error-summary'), 'ends before it begins')
    await tabTo(t, page, /ends before it begins/)
    await page.keyboard.press('Enter')
    t.equal((await focusOf(page))?.name, 'Saturday', 'the summary leads to the field')

    await toContent(t, page, '/admin/sla/1')
    await tabTo(t, page, 'Add step')
    await pressAndLoad(page)
    t.equal(await page.locator('#steps li').count(), 2)
    t.match(await focusOf(page), { name: 'Target', isMarked: true, isSeen: true }, 'of the new step')
    await page.keyboard.press('Shift+Tab')
    t.equal((await focusOf(page))?.name, 'Remove step 1', 'it comes after the first')

    await toContent(t, page, '/admin/routing')
    await tabTo(t, page, /^A ticket for/)
    await choose(page, 'Printing')
    await tabTo(t, page, 'Show who would get it')
    await pressAndLoad(page)
    t.match(await page.textContent('main'), 'would get it')

    for (const path of ['/admin/rules', '/admin/rules/1', '/admin/sla/1', '/admin/people/1', '/admin/recurring/1', '/desk/promises', '/desk/tickets/9']) {
      await toContent(t, page, path)
      t.ok(await leaves(t, page), `${path} lets the focus out again`)
    }
  })
}

/** Walks through everything on a page until the focus is back where it began. */
async function leaves (t: Test, page: Page): Promise<boolean> {
  for (let pressed = 0; pressed < 150; pressed += 1) {
    await page.keyboard.press('Tab')
    const focus = await focusOf(page)
    if (focus === null || focus.name === 'Skip to the content') return true
    if (!focus.isMarked || !focus.isSeen) t.fail(`the focus is seen on “${focus.name}” (${focus.tag})`)
  }
  return false
}
