import type { schedulesAdminEn } from '../en/schedules-admin.js'

export const schedulesAdminDe: Record<keyof typeof schedulesAdminEn, string> = {
  'schedules.bad.no_default': 'Ein Zeitplan muss der Standard sein. Machen Sie stattdessen einen anderen zum Standard',
  'schedules.bad.too_many_holidays': 'Höchstens {most} Feiertage. Entfernen Sie vergangene',
  'schedules.bad.too_much': 'Das ist mehr, als ein Zeitplan fassen kann. Kürzen Sie die Namen der Feiertage oder entfernen Sie vergangene',
  'schedules.bad.too_many_intervals': 'Höchstens {most} Zeiträume am Tag',
  'schedules.in_use.default': 'Dieser Zeitplan ist der Standard. Machen Sie zuerst einen anderen zum Standard.',
  'schedules.in_use.by': '{more, plural, =0 {Wird noch benutzt von {names}. Wählen Sie dort zuerst einen anderen Zeitplan.} other {Wird noch benutzt von {names} und # weiteren. Wählen Sie dort zuerst einen anderen Zeitplan.}}',
  'schedules.in_use.tickets': 'In diesen Zeiten wurde die Zeit von Tickets gezählt, darum müssen sie bleiben. Benennen Sie den Zeitplan um, wenn er nicht mehr benutzt werden soll.'
}
