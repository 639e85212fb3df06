/** Topics in the admin panel. */
export const topicsEn = {
  'topics.name_taken': 'There is another topic called “{name}” now. Rename one of them first.',
  'topics.department_archived': 'This topic leads to a department that is out of use. Let it lead to another one first.'
} as const
