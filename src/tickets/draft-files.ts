/** The key under which an agent's files wait for the reply or note that they belong to. */
export const draftFilesKey = (agentId: number, ticketId: number): string => `draft:${agentId}:${ticketId}`
