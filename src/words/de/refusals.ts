import type { refusalsEn } from '../en/refusals.js'

export const refusalsDe: Record<keyof typeof refusalsEn, string> = {
  'refusal.not_found': 'Hier ist nichts. Vielleicht ist der Link unvollständig, oder das Ziel wurde entfernt.',
  'refusal.forbidden': 'Das dürfen Sie nicht. Fragen Sie eine Administratorin oder einen Administrator, wenn Sie es brauchen.',
  'refusal.stale': 'Hier hat sich etwas geändert, seit Sie die Seite geöffnet haben. Ihr Text ist noch da: Vergleichen Sie ihn mit dem jetzigen Stand und speichern Sie noch einmal.',
  'refusal.invalid_fields': 'Mit Ihren Angaben stimmt etwas nicht.',
  'refusal.too_many': '{minutes, plural, one {Zu viele Versuche. Kommen Sie in einer Minute wieder.} other {Zu viele Versuche. Kommen Sie in # Minuten wieder.}}',
  'refusal.other_origin': 'Dieses Formular kam von einer anderen Website und wurde nicht angenommen. Nichts wurde geändert. Öffnen Sie die Seite hier und senden Sie es noch einmal.',
  'refusal.too_large': 'Das ist zu groß. Kürzen Sie den Text oder wählen Sie kleinere Dateien.',
  'refusal.bad_request': 'Diese Anfrage war nicht lesbar. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'refusal.fault': 'Bei uns ist etwas schiefgegangen. Es wurde vermerkt. Was Sie vorher gesendet haben, ist sicher.',
  'refusal.away': 'Der Helpdesk erreicht gerade seine Datenbank nicht. Warten Sie eine Minute und laden Sie diese Seite neu. Wenn Sie etwas gesendet haben, sendet Ihr Browser es noch einmal.',
  'refusal.fault_reference': 'Wenn Sie uns davon berichten, nennen Sie diese Nummer: {reference}',
  'refusal.required': 'Füllen Sie dieses Feld aus',
  'refusal.too_long': 'Höchstens {limit} Zeichen. Sie haben {length}',
  'refusal.name_missing': 'Geben Sie einen Namen ein',
  'refusal.name_taken': 'Es gibt schon etwas mit diesem Namen. Wählen Sie einen anderen',
  'refusal.not_between': 'Geben Sie eine ganze Zahl von {least} bis {most} ein',
  'refusal.not_a_choice': 'Wählen Sie eine der Möglichkeiten'
}
