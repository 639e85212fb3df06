/** What became of a mail, and why. */
export const inboxEn = {
  'inbox.no_subject': '(no subject)',
  'inbox.possibly': 'This mail may belong to #{number}. Whoever wrote it is not known there, so it is a ticket of its own. If it does, merge them.',
  'inbox.reason.own': 'It is our own mail that came back',
  'inbox.reason.bounce': 'A mail server reports on a mail of ours',
  'inbox.reason.bounce_unknown': 'A mail server reports on a mail that we cannot name',
  'inbox.reason.automatic': 'A machine wrote it by itself',
  'inbox.reason.automatic_about': 'A machine wrote it by itself, about #{number}',
  'inbox.reason.no_sender': 'It names no sender',
  'inbox.reason.too_many': 'This sender began {count} tickets within an hour',
  'inbox.reason.stranger': 'It names #{number}, but whoever wrote it is not known there',
  'inbox.reason.new': 'It answers nothing that we know',
  'inbox.reason.by_token': 'It carries the signed mark of #{number}',
  'inbox.reason.by_reference': 'It answers a mail of #{number}',
  'inbox.reason.by_number': 'Its subject names #{number}, and its sender belongs there',
  'inbox.reason.agent_unproved': 'It names an agent as its sender and is about #{number}, but nothing proves that the agent wrote it',
  'inbox.reason.agent_note': 'An agent noted something on #{number}',
  'inbox.reason.agent_reply': 'An agent answered #{number}',
  'inbox.reason.released': 'An admin released it',
  'inbox.reason.poison': 'It could not be read within the limits',
  'inbox.reason.no_message': 'It is no message: there is no header in it'
} as const
