/** Departments in the admin panel. */
export const departmentsEn = {
  'departments.bad.mail_address': 'Enter an e-mail address such as it@example.org, or nothing to take the organisation’s',
  'departments.bad.reminder_days': 'The reminder has to come before the request closes: enter fewer days than {grace}, or 0 for none',
  'departments.in_use.topics': 'Topics still lead here: {topics}. Let them lead to another department first.',
  'departments.in_use.tickets': '{count, plural, one {# ticket is still open here. Close or transfer it first.} =1000 {1,000 or more tickets are still open here. Close or transfer them first.} other {# tickets are still open here. Close or transfer them first.}}'
} as const
