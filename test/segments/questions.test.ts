import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/ask/reply.ts'
import { openSavedShop, type SavedShop } from './saved-shop.ts'

/**
 * “Chicago VIPs” are Ana and Dara (repeat customers in Chicago), “Anchor two” Gus and Ben as a list, “Big in Evanston”
 * Ben, Gus, Jo and Fay, “Quiet Chicago VIPs” Ana.
 */
let shop: SavedShop
beforeAll(async () => {
  shop = await openSavedShop()
  const saved = [
    await shop.save('Chicago VIPs', 'customers in Chicago who bought more than once'),
    await shop.save('Anchor two', 'top 2 customers in Evanston by spend'),
    await shop.save('Big in Evanston', 'customers in Evanston'),
    await shop.save('Quiet Chicago VIPs', 'Chicago VIPs who have lapsed'),
  ]
  expect(saved.map(({ kind }) => kind)).toEqual(['saved', 'saved', 'saved', 'saved'])
})
afterAll(() => shop[Symbol.asyncDispose]())

const people = ({ rows }: Answer): readonly unknown[] => rows.map((row) => row[1]).sort()
const numbers = ({ rows }: Answer): readonly unknown[] => rows.map((row) => row.at(-1))

describe('a saved segment is understood by its label', () => {
  test.each([
    ['Chicago VIPs', ['Ana', 'Dara']],
    ['who is a Chicago VIP', ['Ana', 'Dara']],
    ['who is in chicago vips', ['Ana', 'Dara']],
    ['show me the Chicago VIPs', ['Ana', 'Dara']],
    ['Chicago VIPs who have lapsed', ['Ana']],
    ['lapsed Chicago VIPs', ['Ana']],
    ['Quiet Chicago VIPs', ['Ana']],
    ['Chicago VIPs without email', ['Dara']],
    ['Chicago VIPs in Evanston', []],
    ['Big in Evanston', ['Ben', 'Fay', 'Gus', 'Jo']],
    ['Big in Evanston who never bought', ['Fay']],
    ['who is in Anchor two', ['Ben', 'Gus']],
    ['customers who are not in Big in Evanston', ['Ana', 'Chloé', 'Dara', 'Eli']],
    ['Big in Evanston who are not in Anchor two', ['Fay', 'Jo']],
    ['customers in Chicago VIPs or Anchor two', ['Ana', 'Ben', 'Dara', 'Gus']],
  ])('%s', async (question, expected) => {
    expect(people(await shop.answer(question))).toEqual(expected)
  })

  test.each([
    ['how many Chicago VIPs are there', [2]],
    ['how many Chicago VIPs bought in September', [1]],
    ['how many Chicago VIPs per store', [2]],
    ['revenue of Chicago VIPs', [661]],
    ['revenue of Anchor two', [81]],
    ['revenue of customers who are not Chicago VIPs', [191]],
    ['revenue of Chicago VIPs versus the rest', [661, 191]],
    ['what share of Chicago VIPs has lapsed', [0.5]],
  ])('%s', async (question, expected) => {
    expect(numbers(await shop.answer(question))).toEqual(expected)
  })

  test('broken down by store, an order is counted once', async () => {
    const { rows } = await shop.answer('revenue of Chicago VIPs by store')
    const whole = await shop.answer('revenue of Chicago VIPs')
    expect(rows.map((row) => Number(row[1])).reduce((sum, each) => sum + each, 0)).toBe(whole.rows[0]?.[0])
  })
})

describe('its name is one word', () => {
  test('that wins over what its words mean by themselves, and says so', async () => {
    const { notes } = await shop.answer('how many Chicago VIPs are there')
    expect(notes[0]).toEqual({ kind: 'planner', text: 'Read “Chicago VIPs” as the segment saved under that name.' })
  })

  test('that is mended where one of its words is misspelt, and says so', async () => {
    const { rows, notes } = await shop.answer('how many Chicgo VIPs do we have')
    expect([rows[0]?.[0], notes[0]?.text]).toEqual([2, 'Read “Chicgo VIPs” as “Chicago VIPs”.'])
  })

  test('while the same words apart mean what they always did', async () => {
    const { plan } = await shop.answer('VIPs in Chicago')
    expect(JSON.stringify(plan)).not.toContain('chicago_vips')
  })
})

describe('what it means', () => {
  test.each([
    'what is Chicago VIPs',
    'what are Chicago VIPs',
    'what does Chicago VIPs mean',
    'define Chicago VIPs',
  ])('%s', async (question) => {
    const { rows } = await shop.answer(question)
    expect(rows).toEqual([['Chicago VIPs', 'Repeat customers, in Chicago. Saved in the terminal.']])
  })

  test('stands below every answer that uses it, with the words it is made of', async () => {
    const { notes } = await shop.answer('Quiet Chicago VIPs')
    expect(notes.filter(({ kind }) => kind === 'definition').map(({ text }) => text)).toEqual([
      'Quiet Chicago VIPs: Chicago VIPs who have lapsed. Saved in the terminal.',
      'Chicago VIPs: Repeat customers, in Chicago. Saved in the terminal.',
      expect.stringContaining('Lapsed: '),
      'Repeat customers: Two or more orders.',
    ])
  })

  test.each([
    ['why is Ana in Chicago VIPs', 'yes', 'yes', 'yes'],
    ['is Ben a Chicago VIP', 'no', 'no', 'no'],
    ['why is Eli not a Chicago VIP', 'no', 'yes', 'no'],
  ])('%s: condition by condition', async (question, belongs, inChicago, repeat) => {
    const { rows } = await shop.answer(question)
    const facts = new Map(rows.map(([, fact, value]) => [fact, value]))
    expect([facts.get('Chicago VIPs'), facts.get('City Chicago'), facts.get('Repeat customers')]).toEqual([
      belongs,
      inChicago,
      repeat,
    ])
  })

  test('of a list, since when somebody is on it', async () => {
    const { rows } = await shop.answer('why is Gus in Anchor two')
    expect(rows.map((row) => row.slice(1))).toEqual([
      ['Name', 'Gus'],
      ['Anchor two', 'yes'],
      ['Put on the list', 'Nov 16, 2026'],
    ])
  })

  test('a customer’s page names the saved segments they belong to', async () => {
    const { rows } = await shop.answer('who is Ana')
    expect(String(rows.find(([, fact]) => fact === 'Segments')?.[2])).toContain(
      'referrers, Chicago VIPs and Quiet Chicago VIPs',
    )
  })
})

test('who referred them is declined and not turned round', async () => {
  const reply = await shop.ask('who referred Chicago VIPs')
  expect(reply.kind === 'decline' && reply.reason).toBe(
    'I can say who referred one customer, but not who referred customers of one kind.',
  )
})

test('what cannot be read suggests questions about saved segments', async () => {
  const reply = await shop.ask('zorblax of Chicago VIPs')
  expect(reply.kind === 'decline' && reply.suggestions.some((each) => each.includes('Chicago VIPs'))).toBe(true)
})

describe('what is no question about them says how it is done', () => {
  test.each([
    ['save this as Oak people', 'segments save "Chicago regulars" --thread NAME'],
    ['create a segment of lapsed customers', 'segments save "Chicago regulars" --thread NAME'],
    ['rename the segment Oak people to Elm people', 'npm run -s cli -- segments'],
    ['list segments', 'npm run -s cli -- segments'],
  ])('%s', async (text, way) => {
    const reply = await shop.ask(text)
    expect(reply.kind === 'decline' && reply.reason).toContain(way)
  })
})
