import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSavedShop, type SavedShop } from '../../segments/saved-shop.ts'

let shop: SavedShop
beforeAll(async () => {
  shop = await openSavedShop()
})
afterAll(() => shop[Symbol.asyncDispose]())

test.each([
  ['customers who have lapsed or are due', ['Ana', 'Dara', 'Jo']],
  ['lapsed or due customers', ['Ana', 'Dara', 'Jo']],
  ['customers who are connectors or prospects', ['Ana', 'Chloé', 'Fay']],
  ['one-time customers or prospects', ['Ben', 'Chloé', 'Eli', 'Fay', 'Jo']],
  ['customers in Chicago or Evanston', ['Ana', 'Ben', 'Dara', 'Eli', 'Fay', 'Gus', 'Jo']],
  ['customers in Chicago who have lapsed or are due', ['Ana', 'Dara']],
])('either is enough: %s', async (question, expected) => {
  const { rows } = await shop.answer(question)
  expect(rows.map((row) => row[1]).sort()).toEqual(expected)
})

test.each([
  'customers who bought Hose or have lapsed',
  'customers in Chicago or who bought Hose',
])('what cannot be put together so is not answered as both at once: %s', async (question) => {
  const reply = await shop.ask(question)
  const plan = reply.kind === 'answer' ? JSON.stringify(reply.plan) : null
  expect(plan === null || /"any":\[\{[^\]]*\},\{/.test(plan)).toBe(true)
})
