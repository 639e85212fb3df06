export interface PublicReader { id: number, email: string, isMuted?: boolean }

/**
 * The people outside who read what is said to them on a ticket: the requester, then the participants who
 * have not asked for peace, without the one who caused it. Nobody twice.
 *
 * The button's words (“Send to Maria Keller and 1 other”), the preview and the sender all ask here, so
 * that what is promised is what happens.
 */
export function publicRecipients<Reader extends PublicReader> ({ requester, participants }: { requester: Reader, participants: readonly Reader[] }, causedBy: { personId: number | null, email: string | null } = { personId: null, email: null }): Reader[] {
  const told = new Set(causedBy.email === null ? [] : [causedBy.email.toLowerCase()])
  return [requester, ...participants.filter(({ isMuted }) => isMuted !== true)].filter(reader => {
    const email = reader.email.toLowerCase()
    if (reader.id === causedBy.personId || told.has(email)) return false
    told.add(email)
    return true
  })
}
