import sanitizeHtml from 'sanitize-html'

const tags = ['a', 'abbr', 'b', 'blockquote', 'br', 'caption', 'code', 'col', 'colgroup', 'dd', 'del', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'mark',
  'ol', 'p', 'pre', 'q', 's', 'samp', 'small', 'span', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'u', 'ul']

/** Content-ID without its brackets → the SHA-256 digest of the picture that came with the mail. */
export type Pictures = ReadonlyMap<string, string>

/**
 * HTML of a stranger, by an allow-list: no script, no style, no form, nothing that is loaded from elsewhere. Pictures that
 * came with the mail are named by their digest. This runs last: nothing edits the HTML after it.
 */
export function cleanHtml (html: string, pictures: Pictures): string {
  return sanitizeHtml(html, {
    allowedTags: tags,
    allowedAttributes: { a: ['href', 'title'], img: ['src', 'alt', 'width', 'height'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'], ol: ['start'], '*': ['dir', 'lang'] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid'] },
    allowProtocolRelative: false,
    nestingLimit: 100,
    transformTags: {
      img: (tagName, attribs) => {
        const id = /^cid:(.+)$/i.exec(attribs.src?.trim() ?? '')?.[1]
        const sha256 = id === undefined ? undefined : pictures.get(safeDecode(id))
        return { tagName, attribs: { ...attribs, src: sha256 === undefined ? '' : `cid:${sha256}` } }
      }
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && (attribs.src ?? '') === ''
  })
}

function safeDecode (text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
