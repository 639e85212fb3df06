import { drawLifecycle } from './platform/lifecycle-diagram.js'
import { ticketLifecycle } from './tickets/ticket.lifecycle.js'

/** The whole of docs/lifecycles.md, from the tables themselves. */
export function drawLifecycles (): string {
  return `# Lifecycles

Drawn from the code by \`npm run draw\`. Do not edit by hand: change the table and draw again.

## Ticket

\`\`\`mermaid
${drawLifecycle(ticketLifecycle)}
\`\`\`
`
}
