/** Symbols of the icon sheet that can stand beside a topic. */
export const topicIcons = [
  'question', 'laptop', 'printer', 'wifi', 'screen', 'key', 'lock', 'mail', 'phone', 'globe', 'card', 'book', 'building', 'home', 'wrench', 'box', 'calendar',
  'file', 'users', 'shield', 'star', 'bolt'
] as const
