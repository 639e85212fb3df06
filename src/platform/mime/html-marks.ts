import type { Element } from 'domhandler'
import type { MailLine } from './mail-line.js'

type Mark = MailLine['mark']

const quoteClasses = /(?:^|\s)(?:x_)*(?:gmail_attr|moz-cite-prefix)(?:\s|$)/i
const heldClasses = /(?:^|\s)(?:x_)*(?:yahoo_quoted|tutanota_quote|zmail_extra|zmail_extra_hr|front-blockquote|iwp_quote|hs_reply_quote|bloop_original_html|mail-editor-reference-message-container|moz-email-headers-table)(?:\s|$)/i
const heldIds = /^(?:x_)*(?:mail-editor-reference-message-container|isreplycontent|origbody)$/i
const restClasses = /(?:^|\s)(?:x_)*(?:ms-outlook-mobile-reference-message|outlookmessageheader)(?:\s|$)/i
const restIds = /^(?:x_)*(?:divrplyfwdmsg|stopspelling)$/i
const signatureClasses = /(?:^|\s)(?:x_)*(?:gmail_signature|gmail_signature_prefix|moz-signature|protonmail_signature_block|ydp[\w-]*signature|elementtoproof-signature|iwp_signature|mail_signature|bloop_sign|spark_signature|tutanota_signature|zmail_signature_below|ms-outlook-mobile-signature)(?:\s|$)/i
const signatureIds = /^(?:x_)*(?:signature|ms-outlook-mobile-signature|ms-outlook-ios-signature|applemailsignature|composer_signature|bloop_sign_\d+|sig\d+|ydp[\w-]*signature)$/i

/** What a known mail program says of an element and all that is in it, or null. */
export function markOf (element: Element): Mark {
  const { attribs, name } = element
  const classes = (attribs.class ?? '').slice(0, 500)
  const id = (attribs.id ?? '').slice(0, 200)
  const named = (attribs.name ?? '').slice(0, 60).toLowerCase()
  const marker = attribs['data-marker'] ?? ''

  if (isQuotation(element) || quoteClasses.test(classes) || id === 'reply-intro') return 'quote'
  if (heldIds.test(id) || heldClasses.test(classes) || named === 'quote' || named === 'messagereplysection' || marker === '__QUOTED_TEXT__') return 'held'
  if (restIds.test(id) || restClasses.test(classes) || marker === '__DIVIDER__' || marker === '__HEADERS__' || id === 'zwchr') return 'rest'
  if (signatureIds.test(id) || signatureClasses.test(classes) || named === 'messagesignaturesection' || marker === '__SIG_PRE__' || (name === 'div' && attribs['data-smartmail'] === 'gmail_signature')) return 'signature'
  return null
}

/** A `<blockquote>` that a mail program made; one of a person's own has none of these. */
export function isQuotation ({ name, attribs }: Element): boolean {
  if (name !== 'blockquote') return false
  return attribs.type?.toLowerCase() === 'cite' || /(?:^|\s)(?:x_)*(?:gmail_quote|protonmail_quote|spark_quote|zmail_quote)/i.test(attribs.class ?? '') || /^(?:qt|isreplycontent|mori)$/i.test(attribs.id ?? '') || attribs.cite?.startsWith('mid:') === true
}

/** A colour that answers inside a quotation are written in: far from black, white and grey. */
export function isColourful ({ attribs }: Element): boolean {
  const colour = /(?:^|;)\s*color\s*:\s*([^;]{3,30})/i.exec((attribs.style ?? '').slice(0, 2000))?.[1] ?? attribs.color ?? ''
  const value = colour.trim().toLowerCase()
  if (/^(?:red|darkred|green|darkgreen|lime|fuchsia|magenta|orange|crimson|blue|purple)$/.test(value)) return true
  const channels = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(value)?.slice(1).map(pair => parseInt(pair, 16)) ??
    /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(value)?.slice(1).map(Number)
  return channels !== undefined && Math.max(...channels) - Math.min(...channels) > 150
}
