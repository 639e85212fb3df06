/** Whom a rule's mail may go to by what they are to the ticket; everybody else is named by an address. */
export const mailRoles = ['requester', 'participants', 'assignee', 'team', 'manager'] as const
export type MailRole = typeof mailRoles[number]

export const isMailRole = (text: string): text is MailRole => (mailRoles as readonly string[]).includes(text)
