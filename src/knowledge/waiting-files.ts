import type { Signer } from '../platform/security/signer.js'
import type { KeptFile } from './kept-file.js'

const purpose = 'file of an article'

/** A file that came with a form which was refused, as the form carries it until it is saved. Good for the agent who sent it. */
export function carryFile (signer: Signer, agentId: number, { name, contentType, size, sha256 }: KeptFile): string {
  return signer.sign(purpose, JSON.stringify([agentId, name, contentType, size, sha256]))
}

/** The files that a form carries; what was not signed for this agent is none. */
export function readCarried (signer: Signer, agentId: number, carried: readonly string[]): KeptFile[] {
  return carried.flatMap(each => {
    const text = signer.verify(purpose, each)
    if (text === null) return []
    const [owner, name, contentType, size, sha256] = JSON.parse(text) as [number, string, string, number, string]
    return owner === agentId ? [{ name, contentType, size, sha256 }] : []
  })
}
