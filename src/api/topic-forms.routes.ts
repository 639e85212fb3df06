import { Type } from '@fastify/type-provider-typebox'
import { closurePolicies } from '../departments/choices.js'
import { moveQuestion, switchQuestion } from '../forms/commands/arrange-questions.js'
import { saveQuestion, type QuestionForm } from '../forms/commands/save-question.js'
import { questionKinds } from '../forms/question-kind.js'
import { findQuestion } from '../forms/question.queries.js'
import { moveTopic, switchTopic } from '../topics/commands/arrange-topics.js'
import { saveTopic, type TopicForm } from '../topics/commands/save-topic.js'
import { topicIcons } from '../topics/topic-icons.js'
import { findTopic } from '../topics/topic.queries.js'
import type { Edits } from './edits.routes.js'
import { description, flag, keepAsMade, name, orNobody } from './form-schema.routes.js'
import { Id, priorities, PriorityName } from './schemas.js'
import type { PriorityName as Priority } from '../tickets/record.presenter.js'
import { priorityOf } from './ticket.presenter.js'

const place = { position: Type.Integer() }

type TopicEdit = Omit<TopicForm, 'priority'> & { priority: Priority }

export const topicEdits: Edits<TopicEdit> = {
  path: 'topics',
  title: 'TopicSettings',
  right: 'departments',
  properties: { name, description, icon: Type.Enum([...topicIcons]), departmentId: Id, teamId: orNobody, priority: PriorityName, closurePolicy: Type.Union([Type.Enum([...closurePolicies]), Type.Null()]), isPublic: flag },
  blank: { description: '', icon: 'question', teamId: null, priority: 'normal', closurePolicy: null, isPublic: true },
  told: place,
  find: async (reader, id) => {
    const topic = await findTopic(reader, id)
    return { ...topic, priority: priorities[topic.priority - 1]! }
  },
  save: async (ctx, id, { priority, ...form }, version) => (await saveTopic(ctx, id, { ...form, priority: priorityOf(priority) }, version)).id,
  switch: async (ctx, seen, isActive) => switchTopic(ctx, { ...seen, isActive }),
  shift: moveTopic
}

/** What a topic asks. A question that is out of use is asked no more; what was answered to it stays. */
export const questionEdits: Edits<QuestionForm> = {
  path: 'questions',
  title: 'QuestionSettings',
  right: 'departments',
  properties: {
    topicId: Id, label: Type.String({ minLength: 1, maxLength: 190, examples: ['Which shelf?'] }), hint: description, kind: Type.Enum([...questionKinds]), options: Type.Array(Type.String({ maxLength: 120 }), { maxItems: 100 }),
    isRequired: flag, isPublic: flag, neededToClose: flag
  },
  blank: { hint: '', kind: 'short_text', options: [], isRequired: false, isPublic: true, neededToClose: false },
  told: place,
  find: findQuestion,
  save: async (ctx, id, form, version) => {
    if (id !== null) keepAsMade('topicId', (await findQuestion(ctx.db.read, id)).topicId, form.topicId)
    return (await saveQuestion(ctx, id, form, version)).id
  },
  switch: async (ctx, seen, isActive) => switchQuestion(ctx, { ...seen, isActive }),
  shift: moveQuestion
}
