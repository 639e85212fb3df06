import type { inboxEn } from '../en/inbox.js'

export const inboxDe: Record<keyof typeof inboxEn, string> = {
  'inbox.no_subject': '(ohne Betreff)',
  'inbox.possibly': 'Diese Mail gehört vielleicht zu #{number}. Es ist nicht sicher, dass dazugehört, wer sie schrieb, darum ist sie ein eigenes Ticket. Falls doch, führen Sie beide zusammen.',
  'inbox.forwarded': '{agent} leitete diese Mail weiter. Dass {name} sie zuerst schrieb, ist aus ihrem Text geschlossen. Die ganze Mail:',
  'inbox.reason.own': 'Es ist unsere eigene Mail, die zurückkam',
  'inbox.reason.bounce': 'Ein Mailserver berichtet über eine Mail von uns',
  'inbox.reason.bounce_unknown': 'Ein Mailserver berichtet über eine Mail, die wir nicht benennen können',
  'inbox.reason.automatic': 'Eine Maschine schrieb sie von selbst',
  'inbox.reason.automatic_about': 'Eine Maschine schrieb sie von selbst, zu #{number}',
  'inbox.reason.no_sender': 'Sie nennt keinen Absender',
  'inbox.reason.too_many': 'Dieser Absender begann {count} Tickets in einer Stunde',
  'inbox.reason.stranger': 'Sie nennt #{number}, aber wer sie schrieb, ist dort nicht bekannt',
  'inbox.reason.refuted': 'Sie nennt #{number}, aber unser Mailserver bestätigt nicht, dass sie von ihrem Absender kommt',
  'inbox.reason.forwarded': 'Ein Bearbeiter leitete eine Mail von {name} weiter',
  'inbox.reason.new': 'Sie antwortet auf nichts, was wir kennen',
  'inbox.reason.by_token': 'Sie trägt die signierte Marke von #{number}',
  'inbox.reason.by_reference': 'Sie antwortet auf eine Mail von #{number}',
  'inbox.reason.by_number': 'Ihr Betreff nennt #{number}, und der Absender gehört dazu',
  'inbox.reason.agent_unproved': 'Sie nennt einen Bearbeiter als Absender und handelt von #{number}, aber nichts belegt, dass er sie schrieb',
  'inbox.reason.agent_note': 'Ein Bearbeiter notierte etwas zu #{number}',
  'inbox.reason.agent_reply': 'Ein Bearbeiter antwortete auf #{number}',
  'inbox.reason.agent_solved': 'Ein Bearbeiter löste #{number}',
  'inbox.reason.agent_empty': 'Ein Bearbeiter antwortete auf #{number}, aber es steht nichts darin als das, was sie zitiert',
  'inbox.reason.released': 'Eine Administratorin gab sie frei',
  'inbox.reason.poison': 'Sie konnte innerhalb der Grenzen nicht gelesen werden',
  'inbox.reason.no_message': 'Es ist keine Nachricht: Sie hat keinen Kopf'
}
