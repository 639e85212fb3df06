import type { tasksEn } from '../en/tasks.js'

export const tasksDe: Record<keyof typeof tasksEn, string> = {
  'tasks.title': 'Aufgaben',
  'tasks.progress': '{done} von {all} erledigt',
  'tasks.short': '{done} von {all}',
  'tasks.none': 'Nichts abzuhaken. Solange eine Aufgabe offen ist, kann das Ticket nicht gelöst werden.',
  'tasks.add': 'Aufgabe hinzufügen',
  'tasks.text': 'Was zu tun ist',
  'tasks.assignee': 'Wer',
  'tasks.due_on': 'Bis wann',
  'tasks.due': 'bis {date}',
  'tasks.save_new': 'Aufgabe hinzufügen',
  'tasks.save': 'Aufgabe speichern',
  'tasks.change': 'Ändern',
  'tasks.up': 'Nach oben',
  'tasks.down': 'Nach unten',
  'tasks.remove': 'Von der Liste nehmen',
  'tasks.tick': 'Erledigt: {text}',
  'tasks.untick': 'Doch nicht erledigt: {text}',
  'tasks.is_done': 'Erledigt:',
  'tasks.is_open': 'Zu tun:',
  'tasks.done_by': '{name}, {when}',
  'tasks.from': 'aus {number}',

  'tasks.text_missing': 'Schreiben Sie, was zu tun ist, zum Beispiel „Neue Trommel bestellen“',
  'tasks.bad_day': 'Geben Sie einen Tag ein, den es gibt, zum Beispiel 2026-12-24',
  'tasks.too_many': 'Ein Ticket hat höchstens {limit} Aufgaben. Nehmen Sie von der Liste, was nicht mehr nötig ist.',
  'tasks.gone': 'Jemand hat diese Aufgabe inzwischen von der Liste genommen. Die Liste zeigt, was übrig ist.',
  'tasks.stale': 'Jemand anderes hat diese Aufgabe inzwischen geändert. Was Sie eingegeben haben, ist noch da: Sehen Sie es an und speichern Sie noch einmal.',
  'tasks.still_open': '{count, plural, one {Eine Aufgabe ist} other {# Aufgaben sind}} noch offen. Haken Sie sie ab oder nehmen Sie sie von der Liste, dann lässt sich das Ticket lösen.',

  'tasks.event.added': 'Aufgaben hinzugefügt von {actor}: {texts}',
  'tasks.event.done': 'Erledigt von {actor}: {text}',
  'tasks.event.reopened': 'Noch zu tun, sagt {actor}: {text}',
  'tasks.event.removed': 'Aufgabe von der Liste genommen von {actor}: {text}',
  'tasks.event.changed': 'Aufgabe geändert von {actor}: {from} → {text}',
  'tasks.event.arranged': 'Person oder Tag einer Aufgabe geändert von {actor}: {text}'
}
