import type { schedulesEn } from '../en/schedules.js'

/** Öffnungszeiten und was an ihnen falsch sein kann. */
export const schedulesDe: Record<keyof typeof schedulesEn, string> = {
  'schedules.problem.unknown_zone': 'Eine Zeitzone „{zone}“ gibt es nicht. Wählen Sie eine wie Europe/Berlin.',
  'schedules.problem.bad_time': '„{time}“ ist keine Uhrzeit. Schreiben Sie sie als 09:30; das Ende des Tages ist 24:00.',
  'schedules.problem.backwards': '{from} bis {to} endet, bevor es beginnt. Tragen Sie Zeiten über Mitternacht an beiden Tagen ein.',
  'schedules.problem.overlap': '{from} bis {to} überschneidet sich mit den Zeiten davor. Fassen Sie beide zusammen oder verschieben Sie eine.',
  'schedules.problem.bad_day': '„{day}“ ist kein Tag. Schreiben Sie ihn als 2026-12-24.',
  'schedules.problem.day_twice': '{day} steht zweimal in der Liste. Entfernen Sie einen Eintrag.',
  'schedules.problem.never_open': 'Mit diesen Zeiten ist das ganze Jahr geschlossen. Öffnen Sie mindestens eine Stunde.'
}
