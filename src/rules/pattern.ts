import { RE2JS } from 're2js'

const longestPattern = 500
const mostKept = 1000
const kept = new Map<string, RE2JS | null>()

/**
 * A pattern in the syntax of RE2, which is matched in linear time whatever is thrown at it: it has no
 * back-references and no look-around. Letters are compared whatever their case.
 */
function compiled (pattern: string): RE2JS | null {
  const known = kept.get(pattern)
  if (known !== undefined) return known
  if (kept.size >= mostKept) kept.clear()
  const fresh = compile(pattern)
  kept.set(pattern, fresh)
  return fresh
}

function compile (pattern: string): RE2JS | null {
  if (pattern.length > longestPattern) return null
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE)
  } catch {
    return null
  }
}

/** Whether a text is a pattern that can be matched. */
export const isPattern = (pattern: string): boolean => compiled(pattern) !== null

/** Whether a pattern is found anywhere in a text. What is no pattern is found nowhere. */
export const matches = (pattern: string, text: string): boolean => compiled(pattern)?.matcher(text).find() ?? false
