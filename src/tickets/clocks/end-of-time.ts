/** Where tickets without a due time sort: after all others. */
export const endOfTime = new Date('9999-12-31T00:00:00Z')
