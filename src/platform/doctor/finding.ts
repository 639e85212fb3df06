/** One thing that was looked at. Whatever is not well says what helps. */
export interface Finding { area: string, level: 'ok' | 'warn' | 'bad', text: string, cure?: string }

export const ok = (area: string, text: string): Finding => ({ area, level: 'ok', text })
export const warn = (area: string, text: string, cure: string): Finding => ({ area, level: 'warn', text, cure })
export const bad = (area: string, text: string, cure: string): Finding => ({ area, level: 'bad', text, cure })

/** What went wrong, in one line and without what stands behind an @ of an address with a password. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\/\/[^@\s]*@/g, '//…@').split('\n')[0]!.slice(0, 300)
