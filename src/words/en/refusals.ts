/** Refusals that any page may meet. */
export const refusalsEn = {
  'refusal.not_found': 'There is nothing here. The link may be incomplete, or what it led to has been removed.',
  'refusal.forbidden': 'You are not allowed to do that. Ask an admin if you need it.',
  'refusal.stale': 'This has changed since you opened it. What you typed is still here: compare it with the present state and save again.',
  'refusal.invalid_fields': 'There is a problem with what you entered.',
  'refusal.too_many': '{minutes, plural, one {Too many tries. Come back in a minute.} other {Too many tries. Come back in # minutes.}}',
  'refusal.other_origin': 'This form was sent from another site, so it was not accepted. Nothing was changed. Open the page here and send it again.',
  'refusal.too_large': 'What you sent is too large. Shorten the text or choose smaller files.',
  'refusal.bad_request': 'This request could not be read. Go back, reload the page and try once more.',
  'refusal.fault': 'Something broke on our side. It has been noted. What you had sent before is safe.',
  'refusal.away': 'The desk cannot reach its database at the moment. Wait a minute and reload this page. If you sent something, your browser sends it again.',
  'refusal.fault_reference': 'If you tell us about it, name this reference: {reference}',
  'refusal.required': 'Fill in this field',
  'refusal.too_long': 'Use at most {limit} characters. You have {length}',
  'refusal.name_missing': 'Enter a name',
  'refusal.name_taken': 'There is another one with this name. Choose a different name',
  'refusal.not_between': 'Enter a whole number from {least} to {most}',
  'refusal.not_a_choice': 'Choose one of the options'
} as const
