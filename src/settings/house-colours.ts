import type { HouseColours } from './organisation.js'

/** The organisation's colours as a style sheet that comes after ours. In the dark theme the link colour is mixed with white to stay readable. */
export function houseColours ({ door, brand }: HouseColours): string {
  return `@layer tokens {
  :root {
    --door: ${door};
    --brand: light-dark(${brand}, color-mix(in oklab, ${brand} 45%, white));
    --brand-fill: ${brand};
    --brand-press: color-mix(in oklab, ${brand} 85%, black);
    --brand-soft: light-dark(color-mix(in oklab, ${brand} 12%, white), color-mix(in oklab, ${brand} 25%, black));
  }
}
`
}
