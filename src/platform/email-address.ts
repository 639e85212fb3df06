/**
 * Whether a text is one bare e-mail address that can stand in a header as it is: a local part and a domain
 * of RFC 5321 without quotes, comments or spaces, in ASCII. Anything else is not worth the risk in a form.
 */
export function isEmailAddress (text: string): boolean {
  const address = text.trim()
  return address.length <= 190 && /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(address)
}

/** What stands behind the “@” of an address, in lower case; nothing when it is no address. */
export function domainOf (address: string): string {
  return isEmailAddress(address) ? address.trim().toLowerCase().slice(address.trim().indexOf('@') + 1) : ''
}
