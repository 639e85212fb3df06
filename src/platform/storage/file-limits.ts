/** How many files one form holds, and how large each may be. */
export const fileLimits = { files: 10, bytes: 25_000_000 }

/** No page shows a picture that is larger. It can be saved all the same. */
export const largestPicture = 10 * 1024 * 1024
