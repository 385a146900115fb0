import { expect, test } from 'vitest'
import { digestPost, type ShownItem } from '../../../src/present/blocks/digest.ts'
import { faultsOf } from '../../../src/present/blocks/validate.ts'

const item = (id: number, more: Partial<ShownItem> = {}): ShownItem => ({
  ...{ id, ref: `C${id}`, name: `Customer ${id}`, sentences: ['Promised for today: “Call”'], channel: 'phone' },
  ...{ reach: { kind: 'shown', at: '312 555 0100' }, opening: 'Hi!', state: 'open', closed: null, mayUndo: false },
  ...more,
})
const done = (id: number) => item(id, { state: 'done', closed: 'reached', mayUndo: true })
const post = (items: readonly ShownItem[]) =>
  digestPost({
    ...{ greeting: 'Good morning, Dana', day: 'Monday, Nov 16, 2026', items, more: 2, sample: true },
    ...{ staleSince: 'Nov 9, 2026', lateness: 'Due at 8:00 AM, sent at 9:20 AM.' },
  })
const named = (items: readonly ShownItem[]) =>
  items.filter(({ name }) => new RegExp(`${name}\\b`).test(JSON.stringify(post(items).blocks))).length

test('a message holds fifteen open entries, and what is dealt with makes room for the next', () => {
  const numbers = Array.from({ length: 40 }, (_, at) => at + 1)
  expect(named(numbers.map((id) => item(id)))).toBe(15)
  expect(named(numbers.map((id) => (id <= 15 ? done(id) : item(id))))).toBe(25)
  expect(named(numbers.map(done))).toBe(40)
  for (const count of [0, 15, 40]) {
    const { blocks } = post(numbers.map((id) => (id <= count ? done(id) : item(id))))
    expect(blocks.length).toBeLessThanOrEqual(50)
    expect(faultsOf('message', blocks)).toEqual([])
  }
  expect(JSON.stringify(post(numbers.map((id) => item(id))).blocks)).toContain(
    '25 more promises and cases come up here as these are dealt with. 2 more can wait for the next days.',
  )
})

test.each([
  ['phone', 'Call 312 555 0100: they agreed to calls.', 'Left a message', 'Wrong number'],
  ['sms', 'Send a text to 312 555 0100: they agreed to texts.', 'Text sent', 'Wrong number'],
  ['email', 'Write an e-mail to 312 555 0100: they agreed to e-mail.', 'E-mail sent', 'Address is wrong'],
  ['post', 'Write a letter to 312 555 0100: they agreed to mail.', 'Letter sent', 'Address is wrong'],
  [null, 'They agreed to no channel: see to it when they come in', 'Left a message', 'Wrong number'],
] as const)('what can be said of a contact by %s is in its words', (channel, way, sent, wrong) => {
  const drawn = JSON.stringify(post([item(1, { channel })]).blocks)
  for (const words of [way, sent, wrong]) expect(drawn).toContain(words)
})

test('where others read along, how to reach somebody is a button, and an entry that closed by itself has no undo', () => {
  const drawn = JSON.stringify(post([item(1, { reach: { kind: 'asked' } }), { ...done(2), mayUndo: false }]).blocks)
  expect(drawn).toContain('digest_show_contact')
  expect(drawn).not.toContain('digest_undo')
  expect(drawn).not.toContain('312')
})
