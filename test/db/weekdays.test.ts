import { expect, test } from 'vitest'
import { shopSettings } from '../../src/db/settings.ts'
import { weekdaysOf, weekdaysText } from '../../src/db/weekdays.ts'

test.each([
  ['1,2,3,4,5,6', 'Mon–Sat'],
  ['Mon-Fri', 'Mon–Fri'],
  ['monday to friday and sunday', 'Mon–Fri, Sun'],
  ['Tue – Thur, Sat', 'Tue–Thu, Sat'],
  ['fri, mon; wed', 'Mon, Wed, Fri'],
  ['Sat–Mon', 'Mon, Sat, Sun'],
  ['Sat, Sun', 'Sat, Sun'],
  ['weekdays', 'Mon–Fri'],
  ['1-7', 'every day'],
])('the working days “%s” are %s', (given, shown) => {
  expect(shopSettings.working_days.schema.parse(given)).toBe(shown)
  expect(weekdaysText(weekdaysOf(shown) ?? [])).toBe(shown)
})

test.each(['', 'never', '8', 'Mon–', 'moon', '1,,9', 'Mon Tue', 'wedding'])('“%s” are no working days', (given) => {
  expect(shopSettings.working_days.schema.safeParse(given).success).toBe(false)
})
