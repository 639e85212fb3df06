/** A topic's questions in the admin panel. */
export const formsAdminEn = {
  'forms.question.no_label': 'Write the question, for example “Which printer?”',
  'forms.question.too_many': 'A topic asks at most {most} questions. Retire one first',
  'forms.question.answered': 'Somebody has answered this question already, so its kind has to stay. Retire it and add a new one',
  'forms.question.file_to_close': 'A file cannot be needed to close. Ask for it with a checkbox such as “Report is attached”',
  'forms.question.too_few_options': 'Write at least two options, each on a line of its own',
  'forms.question.too_many_options': 'Use at most {most} options',
  'forms.question.option_twice': '“{option}” is in the list twice. Remove one'
} as const
