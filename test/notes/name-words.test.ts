import { expect, test } from 'vitest'
import { isNameLike, isNearName } from '../../src/notes/name-words.ts'

test.each([
  ['Jackson', true],
  ['O’Shea,', true],
  ['McNeil', true],
  ['Wants', false],
  ['Friday', false],
  ['VIP', false],
  ['jackson', false],
])('%s stands there as a name does: %s', (word, is) => expect(isNameLike(word)).toBe(is))

test.each([
  ['oshea', 'O’Shea', true],
  ['desay', 'Desai', true],
  ['łopez', 'Lopez', true],
  ['wants', 'Rao', false],
  ['has', 'Hays', false],
  ['called', 'Caller', false],
])('%s may be %s misspelt: %s', (word, name, is) => expect(isNearName(word, name)).toBe(is))
