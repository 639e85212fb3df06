interface Lifecycle {
  initial: string
  transitions: Record<string, { from: readonly string[], to: string | readonly string[], by: readonly string[] }>
}

/** Draws a lifecycle as a Mermaid state diagram, an arrow for each move with who may make it. */
export function drawLifecycle ({ initial, transitions }: Lifecycle): string {
  const arrows = Object.entries(transitions).flatMap(([name, { from, to, by }]) =>
    from.flatMap(state => [to].flat().map(target => `  ${state} --> ${target}: ${name} (${by.join(', ')})`)))
  return ['stateDiagram-v2', `  [*] --> ${initial}`, ...arrows].join('\n')
}
