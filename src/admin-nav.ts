import type { AdminRight } from './platform/actor.js'
import type { NavBuilder } from './plugins/page.js'
import type { WordKey } from './words/catalogue.js'

interface AdminPage { href: string, icon: string, label: WordKey, right: AdminRight }

const groups: Array<{ title: WordKey, pages: AdminPage[] }> = [
  {
    title: 'admin.group.people',
    pages: [
      { href: '/admin/agents', icon: 'users', label: 'admin.nav.agents', right: 'people' },
      { href: '/admin/roles', icon: 'key', label: 'admin.nav.roles', right: 'people' },
      { href: '/admin/teams', icon: 'users', label: 'admin.nav.teams', right: 'people' },
      { href: '/admin/skills', icon: 'tag', label: 'accounts.skills', right: 'people' },
      { href: '/admin/people', icon: 'user', label: 'companies.people.title', right: 'people' },
      { href: '/admin/companies', icon: 'building', label: 'companies.title', right: 'people' }
    ]
  },
  {
    title: 'admin.group.work',
    pages: [
      { href: '/admin/departments', icon: 'building', label: 'admin.nav.departments', right: 'departments' },
      { href: '/admin/topics', icon: 'list', label: 'admin.nav.topics', right: 'departments' },
      { href: '/admin/routing', icon: 'route', label: 'routing.title', right: 'departments' },
      { href: '/admin/schedules', icon: 'calendar', label: 'admin.nav.schedules', right: 'departments' },
      { href: '/admin/sla', icon: 'clock', label: 'admin.nav.sla', right: 'departments' },
      { href: '/admin/rules', icon: 'bolt', label: 'admin.nav.rules', right: 'departments' },
      { href: '/admin/macros', icon: 'play', label: 'rules.macros', right: 'departments' },
      { href: '/admin/recurring', icon: 'copy', label: 'recurring.title', right: 'departments' },
      { href: '/admin/statuses', icon: 'route', label: 'admin.nav.statuses', right: 'departments' }
    ]
  },
  {
    title: 'admin.group.mail',
    pages: [
      { href: '/admin/mailboxes', icon: 'inbox', label: 'inbox.mailboxes.title', right: 'mail' },
      { href: '/admin/sending-servers', icon: 'bolt', label: 'mails.servers.title', right: 'mail' },
      { href: '/admin/mail-templates', icon: 'pencil', label: 'admin.nav.templates', right: 'mail' },
      { href: '/admin/ledger', icon: 'inbox', label: 'inbox.ledger.title', right: 'mail' }
    ]
  },
  {
    title: 'admin.group.system',
    pages: [
      { href: '/admin/organisation', icon: 'door', label: 'admin.nav.organisation', right: 'appearance' },
      { href: '/admin/api-keys', icon: 'key', label: 'admin.nav.api_keys', right: 'system' },
      { href: '/admin/webhooks', icon: 'bolt', label: 'webhooks.title', right: 'system' },
      { href: '/admin/jobs', icon: 'wrench', label: 'admin.nav.jobs', right: 'system' },
      { href: '/admin/audit', icon: 'book', label: 'admin.nav.audit', right: 'system' }
    ]
  }
]

/** The admin pages that this admin may open. */
export function createAdminNav (): NavBuilder {
  return async ({ agent, url }, t) => groups
    .map(({ title, pages }) => ({
      title: t(title),
      links: pages.filter(({ right }) => agent?.adminRights.has(right)).map(({ href, icon, label }) => ({ href, icon, label: t(label), current: url === href || url.startsWith(`${href}/`) || url.startsWith(`${href}?`) }))
    }))
    .filter(({ links }) => links.length > 0)
}
