import type { QuestionKind } from '../forms/question-kind.js'

/** Whether a rule may answer a question: with one line of text, and so no ticks and no files. */
export const isAnswerable = ({ kind }: { kind: QuestionKind }): boolean => !['choices', 'checkbox', 'file', 'long_text'].includes(kind)
