import type { departmentsEn } from '../en/departments.js'

export const departmentsDe: Record<keyof typeof departmentsEn, string> = {
  'departments.bad.mail_address': 'Geben Sie eine E-Mail-Adresse wie it@example.org ein oder nichts, um die der Organisation zu nehmen',
  'departments.bad.reminder_days': 'Die Erinnerung muss kommen, bevor sich die Anfrage schließt: Geben Sie weniger als {grace} Tage ein oder 0 für keine',
  'departments.in_use.topics': 'Hierher führen noch Themen: {topics}. Lassen Sie sie zuerst in eine andere Abteilung führen.',
  'departments.in_use.tickets': '{count, plural, one {Hier ist noch # Ticket offen. Schließen oder übergeben Sie es zuerst.} =1000 {Hier sind noch mindestens 1.000 Tickets offen. Schließen oder übergeben Sie sie zuerst.} other {Hier sind noch # Tickets offen. Schließen oder übergeben Sie sie zuerst.}}'
}
