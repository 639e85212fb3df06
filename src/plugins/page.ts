import path from 'node:path'
import fastifyView from '@fastify/view'
import { Eta } from 'eta'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { languageNames, type Locale } from '../words/catalogue.js'
import { initials } from '../platform/initials.js'
import type { Area } from './areas.js'

/** Template name → the view model it takes. Each room adds its own lines by declaration merging. */
export interface Pages {}
export type PageName = keyof Pages & string

export interface NavLink { href: string, icon: string, label: string, count?: string | null, hot?: boolean, current?: boolean, key?: string }
export interface NavGroup { title: string, links: NavLink[] }

/** Draws the navigation of an area; rooms provide it when the app is composed. */
export type NavBuilder = (request: FastifyRequest, t: Translate) => Promise<NavGroup[]>

/** What every template may read beside its own view model. */
export interface Frame {
  t: Translate
  format: Format
  locale: Locale
  dir: 'ltr' | 'rtl'
  asset: (file: string) => string
  page: {
    title: string
    path: string
    area: Area
    theme: 'light' | 'dark' | null
    keys: boolean
    organisation: { name: string, logoPath: string | null, timeZoneName: string, hasOwnColours: boolean, coloursPath: string | null }
    languages: Array<{ code: Locale, name: string, href: string, current: boolean }>
    flash: Array<{ kind: string, text: string, undo: { action: string, seconds: number | null } | null }>
    agent: { name: string, initials: string, mayAdmin: boolean } | null
    requester: { name: string, email: string } | null
    nav: NavGroup[]
    alarms: PageAlarm[]
  }
}

export interface PageAlarm { text: string, href: string, label: string }

/** What an agent who can do something about it is told on every page. */
export type AlarmBuilder = (request: FastifyRequest) => Promise<PageAlarm[]>

interface PageOptions {
  /** Element id → the partial that draws it, for requests that replace only that element. */
  regions?: Record<string, string>
  /** Without navigation and alarms, so that nothing of it asks the database: for a page that says what went wrong. */
  isAlone?: boolean
}

declare module 'fastify' {
  interface FastifyReply {
    page: <Name extends PageName>(name: Name, view: Pages[Name] & { title?: string }, options?: PageOptions) => Promise<FastifyReply>
  }
}

const views = path.join(import.meta.dirname, '..', '..', 'views')

/**
 * The one way to answer with HTML. A browser without script gets the page in its layout; htmx gets the
 * region it asked for, drawn by the very partial that the page includes.
 */
export default fp(async (app, { navs, findAlarms = async () => [] }: { navs: Partial<Record<Area, NavBuilder>>, findAlarms?: AlarmBuilder }) => {
  await app.register(fastifyView, { engine: { eta: new Eta({ views, autoTrim: [false, 'nl'] }) }, root: views, production: process.env.NODE_ENV !== 'development' })

  app.decorateReply('page', async function (this: FastifyReply, name, view, { regions = {}, isAlone = false } = {}) {
    const region = requestedRegion(this.request)
    const template = Object.hasOwn(regions, region) ? regions[region] : name
    const frame = await buildFrame(this, view.title ?? '', isAlone ? undefined : navs[this.request.area], isAlone ? undefined : findAlarms)
    const html = await this.viewAsync(`${template}.eta`, { ...view, ...frame })
    return this.header('vary', 'HX-Request-Type, HX-Target').type('text/html; charset=utf-8').send(html)
  })

  async function buildFrame (reply: FastifyReply, title: string, nav: NavBuilder | undefined, alarms: AlarmBuilder | undefined): Promise<Frame> {
    const { request } = reply
    const { t, format } = request
    const organisation = await app.organisation()
    const { pathname, searchParams } = new URL(request.url, 'http://page')

    return {
      t,
      format,
      locale: request.locale,
      dir: 'ltr',
      asset: app.asset,
      page: {
        title,
        path: pathname,
        area: request.area,
        theme: request.agent?.preferences.theme ?? null,
        keys: request.agent?.preferences.keys ?? true,
        organisation: {
          name: organisation.name,
          logoPath: organisation.logoFile === null ? null : `/logo?v=${organisation.logoFile.slice(0, 10)}`,
          timeZoneName: format.zoneName(),
          hasOwnColours: organisation.colours !== null,
          coloursPath: organisation.colours === null ? null : `/colours.css?v=${encodeURIComponent(organisation.colours.door + organisation.colours.brand)}`
        },
        languages: organisation.languages.map(code => ({ code, name: languageNames[code], href: `${pathname}?${withLanguage(searchParams, code)}`, current: code === request.locale })),
        flash: request.takeFlash(reply).map(({ kind, key, values, undo }) => ({
          kind, text: t(key, values), undo: undo === undefined ? null : { action: undo.action, seconds: undo.until === undefined ? null : Math.max(0, Math.round((undo.until - app.platform.clock.now().getTime()) / 1000)) }
        })),
        agent: request.agent === null ? null : { name: request.agent.name, initials: initials(request.agent.name), mayAdmin: request.agent.adminRights.size > 0 },
        requester: request.requester === null ? null : { name: request.requester.name, email: request.requester.email },
        nav: nav === undefined ? [] : await nav(request, t),
        alarms: alarms === undefined || request.agent === null || request.area === 'portal' ? [] : await alarms(request)
      }
    }
  }
}, { name: 'page', dependencies: ['platform', 'assets', 'locale', 'flash', 'organisation'] })

/** htmx names its target “tag#id”; only a partial request may be answered with less than the page. */
function requestedRegion ({ headers }: FastifyRequest): string {
  return headers['hx-request-type'] === 'partial' ? String(headers['hx-target']).split('#')[1] ?? '' : ''
}

function withLanguage (searchParams: URLSearchParams, code: string): string {
  const changed = new URLSearchParams(searchParams)
  changed.set('lang', code)
  return changed.toString()
}
