const email = /[^\s<>()"“”,;:]+@[^\s<>()"“”,;:]+\.\p{L}{2,}/gu
/** Seven digits or more in a row, as numbers of telephones are written; no amounts, no days. */
const number = /(?<![\p{L}\d$€£¥#.,-])\+?\(?\d(?:[\s().\u2011/-]{0,2}\d){6,}(?![\p{L}\d]|[.,]\d)/gu
const day = /^\d{4}-\d{2}-\d{2}$/

/**
 * What somebody wrote, for where others read along: addresses and telephone numbers in it are taken out.
 *
 *     withoutContactDetails('Call her at 312 555 0142') // 'Call her at (number)'
 */
export const withoutContactDetails = (text: string): string =>
  text.replace(email, '(e-mail address)').replace(number, (found) => (day.test(found) ? found : '(number)'))
