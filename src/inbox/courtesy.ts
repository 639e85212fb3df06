const longest = 80
const thanks = /^(?:(?:ok(?:ay)?|great|super|perfect|prima|hi|hello|hallo)[,.! ]*)?(?:thanks?|thank you|many thanks|thx|cheers|danke|vielen dank|besten dank|herzlichen dank|merci|gracias|muchas gracias|grazie|obrigad[oa]|dank je|dank u|bedankt|tack|tak|takk|kiitos|dzi\u0119kuj\u0119|d\u011bkuji|\u0441\u043f\u0430\u0441\u0438\u0431\u043e|te\u015fekk\u00fcrler)\b/iu

/** Whether a message says thank you and nothing else. When in doubt it does not: it is better to look once too often. */
export function isCourtesy (text: string): boolean {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= longest && thanks.test(line) && !/[?\d]|\b(?:but|aber|mais|pero|still|noch|not|nicht|no)\b/i.test(line)
}
