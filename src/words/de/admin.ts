import type { adminEn } from '../en/admin.js'

export const adminDe: Record<keyof typeof adminEn, string> = {
  'admin.group.people': 'Personen',
  'admin.group.work': 'Arbeit',
  'admin.group.mail': 'E-Mail',
  'admin.group.system': 'System',
  'admin.nav.agents': 'Agenten',
  'admin.nav.roles': 'Rollen',
  'admin.nav.teams': 'Teams',
  'admin.nav.departments': 'Abteilungen',
  'admin.nav.topics': 'Themen',
  'admin.nav.schedules': 'Arbeitszeiten',
  'admin.nav.sla': 'Servicezusagen',
  'admin.nav.statuses': 'Lebenslauf',
  'admin.nav.templates': 'Mailvorlagen',
  'admin.nav.mails': 'Mailprotokoll',
  'admin.nav.organisation': 'Organisation',
  'admin.nav.jobs': 'Aufträge',
  'admin.nav.audit': 'Änderungsprotokoll',
  'admin.order': 'Reihenfolge',
  'admin.up': 'Nach oben',
  'admin.down': 'Nach unten'
}
