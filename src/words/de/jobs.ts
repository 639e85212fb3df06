import type { jobsEn } from '../en/jobs.js'

export const jobsDe: Record<keyof typeof jobsEn, string> = {
  'jobs.title': 'Aufträge',
  'jobs.lead': 'Mails, Uhren und Aufräumen im Hintergrund',
  'jobs.summary': '{ready} warten, {late, plural, =0 {keiner verspätet} one {# mehr als eine Minute verspätet} other {# mehr als eine Minute verspätet}}, {dead, plural, =0 {keiner beiseitegelegt} one {# nach dem letzten Versuch beiseitegelegt} other {# nach dem letzten Versuch beiseitegelegt}}.',
  'jobs.dead': 'Beiseitegelegt',
  'jobs.ready': 'Wartend',
  'jobs.none_dead': 'Kein Auftrag wurde beiseitegelegt. Alles Zugesagte ist geschehen oder wird noch versucht.',
  'jobs.none_ready': 'Nichts wartet: Alles ist getan.',
  'jobs.name': 'Auftrag',
  'jobs.attempts': 'Versuche',
  'jobs.next': 'Nächster Versuch',
  'jobs.error': 'Was schiefging',
  'jobs.run': 'Noch einmal ausführen',
  'jobs.revived': 'Der Auftrag läuft jetzt noch einmal.',
  'jobs.older': 'Ältere'
}
