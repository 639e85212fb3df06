/** Work that happens later, in the admin panel. */
export const jobsEn = {
  'jobs.title': 'Jobs',
  'jobs.lead': 'Mails, clocks and clean-up that happen in the background',
  'jobs.summary': '{ready} waiting, {late, plural, =0 {none late} one {# late by more than a minute} other {# late by more than a minute}}, {dead, plural, =0 {none set aside} one {# set aside after its last try} other {# set aside after their last try}}.',
  'jobs.dead': 'Set aside',
  'jobs.ready': 'Waiting',
  'jobs.none_dead': 'No job was set aside. Everything that was promised has happened or is still being tried.',
  'jobs.none_ready': 'Nothing waits: all work is done.',
  'jobs.name': 'Job',
  'jobs.attempts': 'Tries',
  'jobs.next': 'Next try',
  'jobs.error': 'What went wrong',
  'jobs.run': 'Run it again',
  'jobs.revived': 'The job runs again now.',
  'jobs.older': 'Older'
} as const
