import type { formsAdminEn } from '../en/forms-admin.js'

export const formsAdminDe: Record<keyof typeof formsAdminEn, string> = {
  'forms.question.no_label': 'Schreiben Sie die Frage, zum Beispiel „Welcher Drucker?“',
  'forms.question.too_many': 'Ein Thema stellt höchstens {most} Fragen. Nehmen Sie zuerst eine heraus',
  'forms.question.answered': 'Diese Frage wurde schon beantwortet, darum bleibt ihre Art. Nehmen Sie sie heraus und fügen Sie eine neue hinzu',
  'forms.question.file_to_close': 'Eine Datei kann nicht zum Schließen nötig sein. Fragen Sie mit einem Kästchen wie „Bericht liegt bei“ danach',
  'forms.question.too_few_options': 'Schreiben Sie mindestens zwei Möglichkeiten, jede in eine eigene Zeile',
  'forms.question.too_many_options': 'Höchstens {most} Möglichkeiten',
  'forms.question.option_twice': '„{option}“ steht zweimal in der Liste. Entfernen Sie eine'
}
