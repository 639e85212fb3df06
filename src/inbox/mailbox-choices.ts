/** How we prove to a mail server that the mailbox is ours. */
export const authentications = ['password', 'microsoft', 'google'] as const
export type Authentication = typeof authentications[number]

/** What becomes of a message in the mailbox once it is safe with us. */
export const afterFetches = ['keep', 'move', 'delete'] as const
export type AfterFetch = typeof afterFetches[number]
