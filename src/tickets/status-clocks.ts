/** What the clock of the solution does while a ticket carries an admin's status. */
export const statusClocks = ['as_state', 'pauses', 'runs'] as const
export type StatusClock = typeof statusClocks[number]
