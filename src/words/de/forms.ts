import type { formsEn } from '../en/forms.js'

export const formsDe: Record<keyof typeof formsEn, string> = {
  'forms.missing.text': 'Beantworten Sie „{label}“',
  'forms.missing.choice': 'Wählen Sie eine Antwort auf „{label}“',
  'forms.missing.checkbox': 'Kreuzen Sie „{label}“ an, um fortzufahren',
  'forms.missing.file': 'Fügen Sie eine Datei für „{label}“ hinzu',
  'forms.bad.date': 'Geben Sie einen Tag ein, den es gibt, zum Beispiel 2026-11-24',
  'forms.bad.number': 'Geben Sie eine Zahl ein, zum Beispiel 12 oder 3,5',
  'forms.bad.email': 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org',
  'forms.bad.phone': 'Geben Sie eine Telefonnummer ein, zum Beispiel +49 621 555 0100'
}
