/** How many files one form holds, and how large each may be. */
export const fileLimits = { files: 10, bytes: 25_000_000 }
