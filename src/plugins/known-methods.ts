/** What can be asked at which address, to tell who asks in the wrong way from who asks at the wrong place. */
export class KnownMethods {
  readonly #methods = new Map<string, Set<string>>()
  readonly #patterns = new Map<string, RegExp>()

  /** `url` as routes write it, such as `/api/v1/tickets/:id`. */
  add (url: string, method: string | string[]): void {
    const methods = this.#methods.get(url) ?? new Set()
    for (const each of [method].flat()) methods.add(each)
    this.#methods.set(url, methods)
    this.#patterns.set(url, new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+')}$`))
  }

  /** In the order of the alphabet; none when nothing is there. */
  at (path: string): string[] {
    return [...new Set([...this.#patterns].flatMap(([url, pattern]) => pattern.test(path) ? [...this.#methods.get(url) ?? []] : []))].sort()
  }
}
