/** How programs are told what does not fit. */
export const apiFaultsEn = {
  'api.problem.method-not-allowed': 'Not in this way',
  'api.problem.method-not-allowed.detail': 'This address is there, but takes only {methods}.',
  'api.problem.wrong-encoding': 'Wrong encoding',
  'api.problem.wrong-encoding.detail': 'Send the body uncompressed, and JSON in UTF-8.',
  'api.fault.of_replies': 'A note has no outcome: leave it out, or write a reply',
  'api.fault.or': 'or',
  'api.fault.type': 'has to be of the type {type}',
  'api.fault.enum': 'has to be one of: {values}',
  'api.fault.pattern': 'has to match {pattern}',
  'api.fault.moment': 'has to be a moment such as 2026-11-23T08:00:00Z, with “+” written as %2B in an address',
  'api.fault.day': 'has to be a day such as 2026-12-24',
  'api.fault.min_length': 'has to have {limit, plural, one {# character} other {# characters}} at least',
  'api.fault.max_length': 'may have {limit, plural, one {# character} other {# characters}} at most',
  'api.fault.minimum': 'has to be {limit} or more',
  'api.fault.maximum': 'has to be {limit} or less',
  'api.fault.min_items': 'has to have {limit, plural, one {# entry} other {# entries}} at least',
  'api.fault.max_items': 'may have {limit, plural, one {# entry} other {# entries}} at most',
  'api.fault.unique_items': 'may have no entry twice',
  'api.fault.min_properties': 'has to have {limit, plural, one {# field} other {# fields}} at least',
  'api.files.not_a_form': 'Send the file itself as the body and not a form, for example with curl --data-binary @lamp.jpg and its content type.'
} as const
