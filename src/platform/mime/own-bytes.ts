/** The memory below some bytes when nothing else lies in it, so that it can be handed to another thread and need not be copied. */
export function ownBytes ({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0 ? [buffer] : []
}
