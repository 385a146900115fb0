import { expect, test } from 'vitest'
import { nearest, suggestion } from '../src/nearest.ts'

const commands = ['ask', 'import', 'sample', 'settings', 'migrate', 'doctor']

test.each([
  ['setings', 'settings'],
  ['migrat', 'migrate'],
  ['dcotor', 'doctor'],
  ['Import', 'import'],
  ['sett', 'settings'],
  ['weather', null],
  ['x', null],
  ['', null],
])('%j means %j', (typed, meant) => {
  expect(nearest(typed, commands)).toBe(meant)
})

test('without a near name the known ones are listed', () => {
  expect(suggestion('weather', ['a', 'b'], 'commands')).toBe('Known commands: a, b.')
  expect(suggestion('setings', commands, 'commands')).toBe('Did you mean settings?')
})
