import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'

/**
 * A way to reach somebody as it is stored: `normalized` is what is written to or dialled, `matchKey` is only for
 * finding duplicates, `valid` says that it can be used, `doubt` is what a person should look at.
 */
export interface ContactValue {
  readonly raw: string
  readonly normalized: string
  readonly matchKey: string | null
  readonly valid: boolean
  readonly doubt: string | null
}

/**
 * A cell without what spreadsheets and exports put around text: outer blanks, the apostrophe that keeps a number from
 * being turned into one ('+57300…, '02139), and ="…" around it.
 *
 *     cellText("'02139") // '02139'
 */
export function cellText(cell: string): string {
  const text = cell.trim()
  const first = text.charCodeAt(0)
  if (first === 0x27) return text.slice(1).trim()
  if (first === 0x3d && text.startsWith('="') && text.endsWith('"') && text.length > 2) return text.slice(2, -1).trim()
  return text
}

/** Text as one line: composed accents (NFC), no control characters, single blanks. The writing of the name is kept. */
export function normalizeName(raw: string): string {
  if (raw === '') return raw
  const visible = raw.normalize('NFC').replace(/[\u200b\u200e\u200f\u2060\ufeff]+/gu, '')
  return visible.replace(/[\p{Cc}\s]+/gu, ' ').trim()
}

/** Letters that carry no separable accent; the same replacements as PostgreSQL's `unaccent`. */
const PLAIN_LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ı: 'i',
    ħ: 'h',
    ŧ: 't',
    ŋ: 'n',
  }),
)

/**
 * What names are searched and compared by: lower case without accents.
 *
 *     searchName('Zoë', 'Łukasiewicz') // 'zoe lukasiewicz'
 */
export function searchName(...parts: readonly (string | null)[]): string {
  const lower = normalizeName(parts.filter((part) => part !== null).join(' ')).toLowerCase()
  if (isPlainAscii(lower)) return lower
  const bare = lower
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
  return bare.replace(/[ßæœøłđðþıħŧŋ]/gu, (letter) => PLAIN_LETTERS.get(letter) ?? letter).replace(/[’‘`´]/gu, "'")
}

function isPlainAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 126) return false
  return true
}

const EMAIL = /^[^\s@<>()[\],;:"\\]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u

/** Providers that ignore dots, or what follows a plus sign, in the part before the @. */
const MAIL_HABITS: ReadonlyMap<string, { readonly dots: boolean; readonly domain: string }> = new Map([
  ['gmail.com', { dots: true, domain: 'gmail.com' }],
  ['googlemail.com', { dots: true, domain: 'gmail.com' }],
  ['outlook.com', { dots: false, domain: 'outlook.com' }],
  ['hotmail.com', { dots: false, domain: 'hotmail.com' }],
  ['live.com', { dots: false, domain: 'live.com' }],
  ['icloud.com', { dots: false, domain: 'icloud.com' }],
  ['me.com', { dots: false, domain: 'icloud.com' }],
])

/**
 * An e-mail address: trimmed and lower-cased for storing, with a separate key for finding duplicates.
 *
 * The key drops dots and +tags where the provider ignores them. It is never written to: jane.doe+shop@… is the address
 * she gave. Returns null for a blank cell; a malformed address is kept with `valid: false`.
 *
 *     normalizeEmail(' Jane.Doe+shop@GoogleMail.com ')
 *     // { normalized: 'jane.doe+shop@googlemail.com', matchKey: 'janedoe@gmail.com', valid: true, … }
 */
export function normalizeEmail(raw: string): ContactValue | null {
  const text = cellText(raw)
  if (text === '') return null
  const address = text
    .replace(/^mailto:/iu, '')
    .replace(/^[^<]*<([^<>]+)>$/u, '$1')
    .trim()
  const normalized = address.normalize('NFC').toLowerCase()
  const local = normalized.slice(0, normalized.lastIndexOf('@'))
  const valid = normalized.length <= 254 && EMAIL.test(normalized) && !/^\.|\.\.|\.$/u.test(local)
  if (!valid)
    return { raw: text, normalized, matchKey: null, valid, doubt: `“${shown(text)}” is not an e-mail address` }
  return { raw: text, normalized, matchKey: emailMatchKey(normalized), valid, doubt: null }
}

function emailMatchKey(address: string): string {
  const at = address.lastIndexOf('@')
  const habits = MAIL_HABITS.get(address.slice(at + 1))
  if (habits === undefined) return address
  const local = address.slice(0, at).replace(/\+.*$/u, '')
  return `${habits.dots ? local.replaceAll('.', '') : local}@${habits.domain}`
}

const EXCEL_NUMBER = /^\d(?:[.,]\d+)?E\+?\d{1,2}$/iu

/**
 * A phone number in E.164, read with the shop's country where it has no country code.
 *
 * `valid` means that it can be dialled as far as its length tells; a number no operator has given out (555-0100) is
 * kept and used, and only doubted. What a spreadsheet turned into 4.15556E+09 has lost its digits and is never guessed.
 *
 *     normalizePhone('0412 345 678', 'AU') // { normalized: '+61412345678', valid: true, … }
 */
export function normalizePhone(raw: string, country: string): ContactValue | null {
  const text = cellText(raw)
  if (text === '') return null
  if (EXCEL_NUMBER.test(text)) {
    return badPhone(
      text,
      `“${shown(text)}” lost its digits in a spreadsheet; format the column as text and export again`,
    )
  }
  if (text.length > 60 || (text.match(/\d/gu)?.length ?? 0) < 5)
    return badPhone(text, `“${shown(text)}” is not a phone number`)
  const phone = readPhone(text, country)
  if (phone === undefined || !phone.isPossible()) return badPhone(text, `“${shown(text)}” is not a whole phone number`)
  const extension = phone.ext === undefined ? '' : `;ext=${phone.ext}`
  const doubt = phone.isValid() ? null : `“${shown(text)}” is not a number in use as far as is known`
  return { raw: text, normalized: phone.number + extension, matchKey: phone.number, valid: true, doubt }
}

/** A number as far as it can be read: with the country's own code where it has none, with 00 for + where that makes one. */
export function readPhone(text: string, country: string): PhoneNumber | undefined {
  const region = isSupportedCountry(country) ? (country as CountryCode) : undefined
  const foreign = /^[\s(]*00/u.test(text) ? parsePhoneNumberFromString(text.replace(/^[\s(]*00/u, '+')) : undefined
  return foreign?.isValid() === true
    ? foreign
    : parsePhoneNumberFromString(text, region ? { defaultCountry: region } : {})
}

function badPhone(raw: string, doubt: string): ContactValue {
  return { raw, normalized: raw, matchKey: null, valid: false, doubt }
}

/** A postal address as one line; its key joins house, street and postal code without accents and punctuation. */
export function normalizeAddress(street: string, postalCode: string | null): ContactValue | null {
  const normalized = normalizeName(cellText(street))
  if (normalized === '') return null
  const key = searchName(normalized, postalCode)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const valid = /[\p{L}\p{N}]/u.test(normalized)
  const doubt = valid ? null : `“${shown(normalized)}” is not an address`
  return { raw: street.trim(), normalized, matchKey: valid ? key : null, valid, doubt }
}

/** A value for a sentence: one line, cut at 40 characters, so that a message stays a message. */
export function shown(value: string): string {
  const line = normalizeName(value)
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}

const YES = new Set([
  'yes',
  'y',
  'true',
  't',
  '1',
  'on',
  'subscribed',
  'opted in',
  'opted-in',
  'opt-in',
  'x',
  'ja',
  'oui',
  'si',
  'sí',
])
const NO = new Set([
  'no',
  'n',
  'false',
  'f',
  '0',
  'off',
  'unsubscribed',
  'not subscribed',
  'opted out',
  'opted-out',
  'opt-out',
  'never subscribed',
  'nein',
  'non',
])

/** Yes, no, nothing said (null), or a word that is neither. */
export function parseYesNo(cell: string): boolean | null | 'unclear' {
  const word = cellText(cell).toLowerCase()
  if (word === '') return null
  if (YES.has(word)) return true
  return NO.has(word) ? false : 'unclear'
}

const PLAIN_AMOUNT = /^-?\d{1,12}(?:\.\d{1,2})?$/u

/**
 * An amount of money as exact decimal text with at most `places` decimals, or null where it cannot be read with certainty.
 *
 * "1.234" may be a thousand or one and a bit: it is not guessed, unless a currency's cents or the other separator decide.
 *
 *     parseMoney('$1,234.50') // '1234.50'
 *     parseMoney('1.234,50 €') // '1234.50'
 *     parseMoney('1,234') // null
 */
export function parseMoney(cell: string): string | null {
  if (PLAIN_AMOUNT.test(cell)) return cell
  const text = cellText(cell).replace(/[\s\u00a0\u202f]+/gu, '')
  const inBrackets = /^\((.+)\)$/u.exec(text)
  const bare = (inBrackets?.[1] ?? text)
    .replace(/^(-?)(?:[A-Z]{2,3})?\p{Sc}?(-?)/u, '$1$2')
    .replace(/(?:\p{Sc}|[A-Z]{3})$/u, '')
  const sign = bare.startsWith('-') || inBrackets !== null ? '-' : ''
  const amount = plainDecimal(bare.replace(/^[-+]+/u, ''))
  return amount === null ? null : sign + amount
}

function plainDecimal(digits: string): string | null {
  if (/^\d{1,12}(?:\.\d+)?$/u.test(digits)) return /\.\d{3}$/u.test(digits) && !/^0\./u.test(digits) ? null : digits
  if (/^\.\d+$/u.test(digits)) return `0${digits}`
  if (/^\d{1,12},\d{1,2}$/u.test(digits)) return digits.replace(',', '.')
  if (/^\d{1,3}(?:[,' ]\d{3})+\.\d+$/u.test(digits)) return digits.replace(/[,' ]/gu, '')
  if (/^\d{1,3}(?:[.' ]\d{3})+,\d+$/u.test(digits)) return digits.replace(/[.' ]/gu, '').replace(',', '.')
  if (/^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:\.\d{3}){2,}$/u.test(digits)) return digits.replace(/[.,]/gu, '')
  return null
}

/** A whole number as text ("3", "3.0", "-12"), within PostgreSQL's integer; null otherwise. */
export function parseWhole(cell: string): string | null {
  const text = /^-?\d{1,9}$/u.test(cell) ? cell : cellText(cell)
  const whole = /^([-+]?)(\d{1,9})(?:\.0+)?$/u.exec(text)
  return whole === null ? null : `${whole[1] === '-' ? '-' : ''}${whole[2]}`
}
