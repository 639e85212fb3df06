import type { reportsEn } from '../en/reports.js'

export const reportsDe: Record<keyof typeof reportsEn, string> = {
  'reports.promises.title': 'Zusagen',
  'reports.promises.lead': 'Eine Zusage zählt an dem Tag, an dem sie gehalten oder als verfehlt erkannt wurde, in der Abteilung, in der ihr Ticket jetzt ist.',
  'reports.promises.total': '{share} gehalten',
  'reports.promises.period': 'Zeitraum',
  'reports.promises.days': '{days, plural, one {letzter Tag} other {letzte # Tage}}',
  'reports.promises.kind': 'Zusage',
  'reports.promises.all_departments': 'Alle meine',
  'reports.promises.all_kinds': 'Alle',
  'reports.promises.show': 'Zeigen',
  'reports.promises.none': 'In dieser Zeit hat sich keine Zusage entschieden.',
  'reports.promises.by_level': 'Nach Abteilung und Servicezusage',
  'reports.promises.level': 'Servicezusage',
  'reports.promises.kept': 'Gehalten',
  'reports.promises.missed': 'Verfehlt',
  'reports.promises.share': 'Anteil gehalten',
  'reports.promises.missed_list': 'Verfehlt',
  'reports.promises.file': 'Als Datei',
  'reports.promises.promise': 'Zusage',
  'reports.promises.met': 'Spät gehalten',
  'reports.promises.not_yet': 'noch nicht'
}
