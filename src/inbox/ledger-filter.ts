/** What the ledger can be narrowed to. The conditions are our own words and take nothing that was typed; an empty one fits nothing. */
export const groups = {
  tickets: { incoming: "i.outcome = 'ticket'", outgoing: '' },
  added: { incoming: "i.outcome IN ('message', 'agent_reply', 'agent_note')", outgoing: '' },
  machines: { incoming: "i.outcome IN ('bounce', 'automatic', 'own', 'dropped')", outgoing: '' },
  quarantined: { incoming: "i.state = 'quarantined'", outgoing: '' },
  set_aside: { incoming: "i.state = 'set_aside'", outgoing: '' },
  waiting: { incoming: "i.state = 'stored'", outgoing: "m.state = 'queued'" },
  undelivered: { incoming: '', outgoing: "(m.state IN ('failed', 'held') OR m.bounced_at IS NOT NULL)" }
} as const satisfies Record<string, { incoming: string, outgoing: string }>
export type Group = keyof typeof groups
export const groupNames = Object.keys(groups) as Group[]

export interface LedgerFilter {
  direction: 'in' | 'out' | null
  group: Group | null
  mailboxId: number | null
  search: { kind: 'none' | 'message_id' | 'address' | 'ticket' | 'words', text: string }
}

/** The last id of each way that was shown. */
export interface LedgerCursor { in: number | null, out: number | null }

/** What somebody looks for: `<…@…>` is a Message-ID, `…@…` an address, `#…` a ticket's number, all else words of a subject. */
export function readSearch (typed: string): LedgerFilter['search'] {
  const text = typed.trim()
  if (text === '') return { kind: 'none', text }
  if (/^<[^<>\s]+>$/.test(text)) return { kind: 'message_id', text }
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(text)) return { kind: 'address', text: text.toLowerCase() }
  if (/^#[^\s#]+$/.test(text)) return { kind: 'ticket', text }
  return { kind: 'words', text }
}

/** “12-345”; anything else begins at the top. */
export function readCursor (typed: string): LedgerCursor {
  const [, incoming, outgoing] = /^(\d{0,10})-(\d{0,10})$/.exec(typed) ?? []
  return { in: incoming ? Number(incoming) : null, out: outgoing ? Number(outgoing) : null }
}

/** The ledger's address under a filter. */
export function ledgerPath ({ direction, group, mailboxId, search }: LedgerFilter, cursor: LedgerCursor | null = null): string {
  const values = { direction, group, mailbox: mailboxId, q: search.text === '' ? null : search.text, before: cursor === null ? null : `${cursor.in ?? ''}-${cursor.out ?? ''}` }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value !== null) query.set(name, String(value))
  return query.size === 0 ? '/admin/ledger' : `/admin/ledger?${query.toString()}`
}
