/** What can be answered to a question. */
export const questionKinds = ['short_text', 'long_text', 'choice', 'choices', 'date', 'number', 'email', 'phone', 'checkbox', 'file'] as const
export type QuestionKind = typeof questionKinds[number]
