import { expect, test } from 'vitest'
import { withoutContactDetails } from '../../src/present/contact-details.ts'

test.each([
  ['Call her at 312 555 0142', 'Call her at (number)'],
  ['Call (312) 555-0142 or +1-312-555-0142.', 'Call (number) or (number).'],
  ['Write to ana.silva@mail.example, please', 'Write to (e-mail address), please'],
  ['mail:ana@mail.example', 'mail:(e-mail address)'],
])('“%s” is shown as “%s”', (written, shown) => {
  expect(withoutContactDetails(written)).toBe(shown)
})

test.each([
  '$4,632.43 so far, last order Sep 13; last contacted 392 days ago.',
  'Promised for 2026-11-16: 2-Cycle Engine Oil, 6-Pack',
  'Budget max $1200000',
  'Order 100234, 20 lb bag, 4 x 100',
  'Wants 50 @ 3 each',
])('“%s” stays as it is', (written) => {
  expect(withoutContactDetails(written)).toBe(written)
})
