/** What the words in braces of a rule's or macro's text stand for. */
export interface TextValues { number: string, subject: string, requester: string, agent: string }

/** Puts the ticket's number, subject and requester, and the agent who acts, where a text names them. What a value holds is not looked at again. */
export function fillText (text: string, values: TextValues): string {
  return text.replace(/\{(number|subject|requester|agent)\}/g, (_all, key: string) => values[key as keyof TextValues])
}
