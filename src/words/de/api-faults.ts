import type { apiFaultsEn } from '../en/api-faults.js'

export const apiFaultsDe: Record<keyof typeof apiFaultsEn, string> = {
  'api.problem.method-not-allowed': 'So nicht',
  'api.problem.method-not-allowed.detail': 'Diese Adresse gibt es, sie nimmt aber nur {methods}.',
  'api.problem.wrong-encoding': 'Falsche Kodierung',
  'api.problem.wrong-encoding.detail': 'Senden Sie den Inhalt unkomprimiert, und JSON in UTF-8.',
  'api.fault.of_replies': 'Eine Notiz hat kein Ergebnis: Lassen Sie es weg, oder schreiben Sie eine Antwort',
  'api.fault.or': 'oder',
  'api.fault.type': 'muss vom Typ {type} sein',
  'api.fault.enum': 'muss eines hiervon sein: {values}',
  'api.fault.pattern': 'muss zu {pattern} passen',
  'api.fault.several': 'muss eines oder mehrere hiervon sein, mit Kommas dazwischen: {values}',
  'api.fault.one_word': 'muss ein Wort sein, ohne Leerzeichen, Kommas und Strichpunkte',
  'api.fault.holder': 'muss die Nummer eines Agenten sein, „me“ oder „none“',
  'api.fault.routing': 'muss manager, everybody, pool oder etwas wie team:3 oder agent:7 sein',
  'api.fault.repeated': 'steht mehrmals in der Adresse; geben Sie es einmal an',
  'api.fault.moment': 'muss ein Zeitpunkt wie 2026-11-23T08:00:00Z sein, ein „+“ in einer Adresse als %2B',
  'api.fault.day': 'muss ein Tag wie 2026-12-24 sein',
  'api.fault.min_length': 'muss mindestens {limit, plural, one {# Zeichen} other {# Zeichen}} haben',
  'api.fault.max_length': 'darf höchstens {limit, plural, one {# Zeichen} other {# Zeichen}} haben',
  'api.fault.minimum': 'muss mindestens {limit} sein',
  'api.fault.maximum': 'darf höchstens {limit} sein',
  'api.fault.min_items': 'muss mindestens {limit, plural, one {# Eintrag} other {# Einträge}} haben',
  'api.fault.max_items': 'darf höchstens {limit, plural, one {# Eintrag} other {# Einträge}} haben',
  'api.fault.unique_items': 'darf keinen Eintrag zweimal haben',
  'api.fault.min_properties': 'muss mindestens {limit, plural, one {# Feld} other {# Felder}} haben',
  'api.files.not_a_form': 'Senden Sie die Datei selbst als Inhalt und kein Formular, mit curl zum Beispiel durch --data-binary @lampe.jpg und ihren Inhaltstyp.'
}
