/** How the line to a mail server is kept private: from its first byte, from STARTTLS on, or not at all. */
export const securities = ['tls', 'starttls', 'none'] as const
export type Security = typeof securities[number]

const ownMachine = ['localhost', '127.0.0.1', '::1']

/** A password is never sent over an open line to another machine. */
export const mayLogIn = (security: Security, host: string): boolean => security !== 'none' || ownMachine.includes(host.toLowerCase())
