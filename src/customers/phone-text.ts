import { type CountryCode, getCountryCallingCode, isSupportedCountry, type PhoneNumber } from 'libphonenumber-js/max'
import { readPhone } from './normalize.ts'

/**
 * A phone number as people of the shop's country read and dial it: its national form at home, the international one for
 * any other. What is no whole number stays as it was written.
 *
 *     writePhone('+13125550128', 'US') // '(312) 555-0128'
 *     writePhone('+442079460123', 'US') // '+44 20 7946 0123'
 */
export function writePhone(number: string, country: string): string {
  const phone = readPhone(number.replace(/;ext=/u, ' ext. '), country)
  if (!phone?.isPossible()) return number
  return isOf(phone, country) ? phone.formatNational() : phone.formatInternational()
}

/** Numbers that are not given out have no country; then the calling code decides. */
function isOf(phone: PhoneNumber, country: string): boolean {
  const own = country.toUpperCase()
  if (phone.country !== undefined) return phone.country === own
  return isSupportedCountry(own) && getCountryCallingCode(own as CountryCode) === phone.countryCallingCode
}

/** The same for each number in E.164 that stands in a sentence. */
export const withPhonesWritten = (text: string, country: string): string =>
  text.replace(/\+\d{7,15}(?:;ext=\d+)?(?!\d)/gu, (number) => writePhone(number, country))
