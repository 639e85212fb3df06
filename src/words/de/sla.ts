import type { slaEn } from '../en/sla.js'

export const slaDe: Record<keyof typeof slaEn, string> = {
  'sla.bad.target': 'Schreiben Sie es, wie man es sagt: 30 min, 4 h, 3 Tage. Leer heißt kein Ziel',
  'sla.bad.solved_first': 'Die erste Antwort wäre nach der Lösung fällig. Geben Sie der Lösung mehr Zeit',
  'sla.days': '{days, plural, one {# Tag} other {# Tage}}'
}
