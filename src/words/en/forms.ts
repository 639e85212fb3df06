/** What is wrong with an answer to a topic's question. */
export const formsEn = {
  'forms.missing.text': 'Answer “{label}”',
  'forms.missing.choice': 'Choose an answer to “{label}”',
  'forms.missing.checkbox': 'Tick “{label}” to go on',
  'forms.missing.file': 'Add a file for “{label}”',
  'forms.bad.date': 'Enter a day that exists, for example 2026-11-24',
  'forms.bad.number': 'Enter a number, for example 12 or 3.5',
  'forms.bad.email': 'Enter an e-mail address such as name@example.org',
  'forms.bad.phone': 'Enter a phone number such as +49 621 555 0100'
} as const
