/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance (colour: string): number {
  const channels = [1, 3, 5].map(place => Number.parseInt(colour.slice(place, place + 2), 16) / 255)
  const [red, green, blue] = channels.map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** How far two colours stand apart, from 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast (one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)
