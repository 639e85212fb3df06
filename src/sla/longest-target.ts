/** In minutes of working time: a year and a bit around the clock. What takes longer is no promise that anybody waits for. */
export const longestTarget = 600_000
