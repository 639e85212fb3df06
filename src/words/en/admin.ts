/** The admin panel's own frame. */
export const adminEn = {
  'admin.group.people': 'People',
  'admin.group.work': 'Work',
  'admin.group.mail': 'Mail',
  'admin.group.system': 'System',
  'admin.nav.agents': 'Agents',
  'admin.nav.roles': 'Roles',
  'admin.nav.teams': 'Teams',
  'admin.nav.departments': 'Departments',
  'admin.nav.topics': 'Help topics',
  'admin.nav.schedules': 'Working hours',
  'admin.nav.sla': 'Service levels',
  'admin.nav.statuses': 'Lifecycle',
  'admin.nav.templates': 'Mail templates',
  'admin.nav.mails': 'Mail log',
  'admin.nav.organisation': 'Organisation',
  'admin.nav.jobs': 'Jobs',
  'admin.nav.audit': 'Audit log',
  'admin.order': 'Order',
  'admin.up': 'Up',
  'admin.down': 'Down'
} as const
