/** A ticket that something happened to, with the last thing and how many there were. */
export interface DigestTicket { ticketId: number, subject: string, count: number }
