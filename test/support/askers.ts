import { setTimeout as wait } from 'node:timers/promises'

const atOnce = 8

export interface Asking {
  /** Numbers that askers were told. */
  confirmed: Set<string>
  /** Statuses that they were answered with when it was not the next page. */
  refused: number[]
  /** How many were sent so far. */
  sent: () => number
  /** Until all are sent. @throws when one gives up. */
  done: Promise<void>
}

/** Eight people fill in the form page by page, `forms` times in all; each begins a step again, for half a minute, until it is answered. */
export function askByForm (base: string, topicId: number, forms: number): Asking {
  const confirmed = new Set<string>()
  const refused: number[] = []
  let sent = 0

  async function send (to: string, values: Record<string, string>): Promise<string> {
    const answer = await fetch(base + to, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams(values) })
    if (answer.status === 303) return answer.headers.get('location') ?? ''
    refused.push(answer.status)
    throw new Error(`${to} answered ${answer.status}`)
  }

  async function askOnce (place: number): Promise<void> {
    for (let key = '', tries = 0; ; tries += 1) {
      try {
        if (key === '') key = keyOf(await send('/ask', { topic: String(topicId) }))
        await send(`/ask/${key}/details`, { subject: `Request ${place}`, text: 'Please help.' })
        await send(`/ask/${key}/you`, { name: `Person ${place}`, email: `person${place}@riverside.example` })
        const answer = await send(`/ask/${key}/send`, { website: '' })
        if (!answer.endsWith('/sent')) throw new Error(`not sent: ${answer}`)
        const shown = await (await fetch(`${base}/ask/${key}/sent`)).text()
        const number = /class="number">([^<]+)</.exec(shown)?.[1]
        if (number === undefined) throw new Error('no number was shown')
        confirmed.add(number)
        sent += 1
        return
      } catch (error) {
        if (tries > 300) throw error
        await wait(100)
      }
    }
  }

  const askers = Array.from({ length: atOnce }, async (_, asker) => { for (let place = asker; place < forms; place += atOnce) await askOnce(place) })
  return { confirmed, refused, sent: () => sent, done: Promise.all(askers).then(() => {}) }
}

const keyOf = (location: string): string => /^\/ask\/([\w-]+)\//.exec(location)?.[1] ?? ''
