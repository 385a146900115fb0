import { expect, test } from 'vitest'
import { movedTo } from '../../src/notes/moved.ts'

test.each([
  ['call Friday', 'call Thursday', '2026-11-20', '2026-11-19'],
  ['call Friday', 'call Thursday', null, null],
  ['call Friday', 'call on Friday', '2026-11-18', null],
  ['call Friday', 'call Friday or Thursday', '2026-11-20', null],
  ['call Friday', 'no need to call', '2026-11-20', null],
  ['likes dogs', 'likes dogs, call Thursday', '2026-11-20', '2026-11-19'],
])('%s → %s, promised on %s: %s', (before, body, promised, on) => {
  expect(movedTo(before, { body, promised }, '2026-11-16')?.on ?? null).toBe(on)
})
