import type { topicsEn } from '../en/topics.js'

export const topicsDe: Record<keyof typeof topicsEn, string> = {
  'topics.name_taken': 'Es gibt inzwischen ein anderes Thema namens „{name}“. Benennen Sie zuerst eines um.',
  'topics.department_archived': 'Dieses Thema führt in eine Abteilung, die außer Gebrauch ist. Lassen Sie es zuerst in eine andere führen.'
}
