import { describe, expect, test } from 'vitest'
import { withPhonesWritten, writePhone } from '../../src/customers/phone-text.ts'

describe('a phone number is written as it is dialled in the shop’s country', () => {
  test.each<[number: string, country: string, written: string]>([
    ['+13125550128', 'US', '(312) 555-0128'],
    ['+1 773-555-0188', 'US', '(773) 555-0188'],
    ['3125550128', 'US', '(312) 555-0128'],
    ['+12125550123;ext=45', 'US', '(212) 555-0123 ext. 45'],
    ['+442079460123', 'US', '+44 20 7946 0123'],
    ['+442079460123', 'GB', '020 7946 0123'],
    ['0044 20 7946 0123', 'GB', '020 7946 0123'],
    ['+14165550123', 'GB', '+1 416 555 0123'],
    ['+61412345678', 'AU', '0412 345 678'],
    ['555-01', 'US', '555-01'],
    ['ask at the desk', 'US', 'ask at the desk'],
    ['+13125550128', '??', '+1 312 555 0128'],
  ])('%s in %s: %s', (number, country, written) => expect(writePhone(number, country)).toBe(written))

  test('also within a sentence, where whole numbers alone are changed', () =>
    expect(withPhonesWritten('+13125550128 with Eric (C0659), order +12, +442079460123', 'US')).toBe(
      '(312) 555-0128 with Eric (C0659), order +12, +44 20 7946 0123',
    ))
})
