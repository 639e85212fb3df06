import type { Translate } from '../platform/i18n/translate.js'
import { languageNames, type Locale } from '../words/catalogue.js'
import { templateKind, templateNames, type MailTemplateKind, type TemplateName } from './templates.js'

export type TemplatesView = ReturnType<typeof presentTemplates>

/** All mails by whom they are for, with the way to each language's wording. */
export function presentTemplates (own: ReadonlySet<string>, departmentId: number, languages: readonly Locale[], t: Translate) {
  // Who signs in is with no department yet.
  const groups: Array<MailTemplateKind['to']> = departmentId === 0 ? ['public', 'desk', 'access'] : ['public', 'desk']
  const standard = departmentId === 0 ? 'mails.templates.standard' : 'mails.templates.organisations'
  return groups.map(group => ({
    title: t(`mails.templates.${group}`),
    templates: templateNames.filter(name => templateKind(name).to === group).map(name => ({
      name: t(`mails.name.${name}`),
      when: t(`mails.when.${name}`),
      languages: languages.map(locale => ({
        href: templatePath({ departmentId, name, locale }),
        language: languageNames[locale],
        label: t('mails.templates.edit_label', { name: t(`mails.name.${name}`), language: languageNames[locale] }),
        state: t(own.has(`${name} ${locale}`) ? 'mails.templates.own' : standard)
      }))
    }))
  }))
}

export const templatesPath = (departmentId: number): string => departmentId === 0 ? '/admin/mail-templates' : `/admin/mail-templates?department=${departmentId}`

export const templatePath = ({ departmentId, name, locale }: { departmentId: number, name: TemplateName, locale: Locale }): string =>
  `/admin/mail-templates/${departmentId === 0 ? '' : `departments/${departmentId}/`}${name}/${locale}`

/** What may stand between braces in a mail, and what it stands for. */
export function presentPlaceholders (name: TemplateName, t: Translate) {
  return templateKind(name).placeholders.map(placeholder => ({ text: `{${placeholder}}`, meaning: t(`mails.placeholder.${placeholder}`) }))
}
