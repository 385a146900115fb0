import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Asker, administrator } from '../../src/access/asker.ts'
import type { Plan } from '../../src/ask/plan.ts'
import {
  deleteSegment,
  describeSegment,
  listSegments,
  renameSegment,
  replaceSegment,
} from '../../src/segments/segments.ts'
import { all, bought, descending, field, first, is, list, measure, metric, segment } from '../ask/plan-words.ts'
import { empty } from '../support/empty.ts'
import { openSavedShop, type SavedShop } from './saved-shop.ts'

let shop: SavedShop
let dana: Asker
let hank: Asker
beforeAll(async () => {
  shop = await openSavedShop()
  const staff = await shop.shop.db.selectFrom('staff').select(['id', 'email', 'name']).orderBy('email').execute()
  const of = (email: string, role: Asker['role']): Asker => {
    const found = staff.find((each) => each.email === email)
    const mayManage = role !== 'associate'
    return { ...administrator, who: email, name: found?.name ?? '', staffId: found?.id ?? null, role, mayManage }
  }
  dana = of('dana@cast.example', 'manager')
  hank = of('hank@cast.example', 'associate')
})
afterAll(() => shop[Symbol.asyncDispose]())

beforeEach(async () => {
  await empty(shop.shop.db, 'segments', 'segment_definitions', 'segment_memberships', 'segment_histories')
})

const chicago = list({ where: all(is('customer.city', 'Chicago')) })
const evanston = list({ where: all(is('customer.city', 'Evanston')) })
const using = (name: string): Plan => list({ where: all(segment(name), segment('lapsed')) })

const labels = async (asker = administrator) =>
  (await listSegments(asker, shop.shop.db, await shop.asking())).map(({ label, customers }) => `${label}: ${customers}`)
const remove = (name: string, asker = administrator) => deleteSegment({ name, asker }, shop.shop.db)
const rename = async (from: string, to: string, asker = administrator) =>
  renameSegment({ from, to, asker }, shop.shop.db, await shop.asking())
const replace = async (name: string, plan: Plan, asker = administrator) =>
  replaceSegment({ name, plan, asker }, shop.shop.db, await shop.asking())
const describeOne = async (name: string, asker = administrator) =>
  describeSegment(name, asker, shop.shop.db, await shop.asking())
const sentence = (result: object): string => ('sentence' in result ? String(result.sentence) : '')

describe('what an answer is saved as', () => {
  test('a list by conditions is the conditions, looked at anew', async () => {
    const result = await shop.save('Chicago VIPs', chicago, dana)
    expect(result.kind === 'saved' && result.segment).toMatchObject({
      name: 'chicago_vips',
      label: 'Chicago VIPs',
      kind: 'rule',
      reading: 'Customers, in Chicago',
      version: 1,
      savedBy: 'Dana Whitlock',
      mayChange: true,
    })
    expect(sentence(result)).toBe(
      '“Chicago VIPs” is saved: Customers, in Chicago. 3 customers now. Who belongs to it is looked at anew with every question.',
    )
  })

  test('a list that was cut is those on it, and says so', async () => {
    const plan = list({ columns: [field('customer.spend')], order: descending(), limit: first(2) })
    const result = await shop.save('Anchor two', plan)
    expect(result.kind === 'saved' && result.segment.kind).toBe('fixed')
    expect(sentence(result)).toBe(
      '“Anchor two” is saved: 2 customers with the highest spend, as of Nov 16, 2026; the list stays as it is. 2 customers now.',
    )
    const { rows } = await sql<{ ref: string; from: string }>`
      select c.ref, m.valid_from as "from" from segment_memberships m join customers c on c.id = m.customer_id order by c.ref
    `.execute(shop.shop.db)
    expect(rows).toEqual([
      { ref: 'A1', from: '2026-11-16' },
      { ref: 'D1', from: '2026-11-16' },
    ])
  })

  test('a number is the conditions on its customers; its period is its own', async () => {
    const result = await shop.save('Quiet in town', 'revenue of lapsed customers in Chicago this year')
    expect(result.kind === 'saved' && result.segment.reading).toBe('Customers who have lapsed, in Chicago')
  })

  test('a number of customers is who they are', async () => {
    const result = await shop.save('Grinders', 'how many customers bought Coffee Grinder')
    expect(result.kind === 'saved' && result.segment.reading).toBe('Customers who bought Coffee Grinder')
  })

  test('“this year” goes on meaning the year of the question', async () => {
    const result = await shop.save('Active folk', 'customers who bought this year')
    expect(result.kind === 'saved' && result.segment.reading).toBe(
      'Customers who ordered this year so far. “This year so far” is counted from the day of each question',
    )
  })

  test.each<[what: string, plan: Plan, sentence: string]>([
    ['all customers', list(), 'That list is all customers, and everybody is no segment: narrow it first.'],
    [
      'a list of orders',
      list({ entity: 'order' }),
      'That answer is a list of orders. A segment is made of customers: ask who they are of, and save that.',
    ],
    [
      'a number narrowed by what is no customer’s',
      measure([metric('revenue')], { where: all(is('order.store', 'Oak Street')) }),
      'That number is narrowed by “Store”, which is no condition on customers. Ask for the customers themselves, as a list, and save that.',
    ],
    [
      'a number without conditions',
      measure([metric('revenue')]),
      'That number has no condition on customers that a segment could be made of. Ask for a list of customers, and save that.',
    ],
    [
      'one customer’s page',
      { kind: 'customer', customer: 'A1' },
      'That answer is about one customer. A segment is saved from a list of customers.',
    ],
    [
      'a list of nobody',
      list({ where: all(is('customer.city', 'Nowhere')), limit: first(3) }),
      'There is nobody on that list.',
    ],
  ])('not %s', async (_, plan, expected) => {
    expect(await shop.save('Oak crowd', plan)).toEqual({ kind: 'refused', sentence: expected })
  })

  test('not what the asker may not see', async () => {
    const plan = list({ where: all({ ...is('customer.email', 'x'), op: 'contains' }) })
    const result = await shop.save('Oak crowd', plan, { ...hank, maySeeContactDetails: false })
    expect(result).toEqual({
      kind: 'refused',
      sentence: '“E-mail” is shown only to those who may see contact details.',
    })
  })
})

describe('a name', () => {
  test.each([
    ['', 'A segment needs a name'],
    ['  “” ', 'A segment needs a name'],
    ['x'.repeat(61), 'may have 60 characters; this one has 61'],
    ['a <b> c', '“<” cannot be in it'],
    ['back`tick', '“`” cannot be in it'],
    ['line\u202Ebreak', '“U+202E” cannot be in it'],
    ['- dash', 'begins with a letter or a number'],
    ['7', 'has two letters at least'],
    ['VIPs', 'already means “top customers”'],
    ['Lapsed', 'already means “lapsed”'],
    ['repeat customer', 'already means “repeat customers”'],
    ['Revenue', 'means'],
    ['Net sales', 'means'],
    ['Chicago', 'already a city, Chicago'],
    ['oak street', 'already a store, Oak Street'],
    ['VIP', 'means'],
    ['Gardener', 'already a tag, gardener'],
    ['Hose', 'already a product'],
    ['Dana Whitlock', 'already a colleague'],
    ['autumn letter', 'already a campaign'],
    ['ana', 'already a customer'],
    ['today', 'words that questions are made of'],
    ['last month', 'words that questions are made of'],
    ['best', 'already means “top customers”'],
    ['customers in Chicago', 'by itself is a question already'],
    ['top 10 customers', 'by itself is a question already'],
  ])('“%s” is refused with the reason', async (name, reason) => {
    const result = await shop.save(name, evanston)
    expect([result.kind, sentence(result)]).toEqual(['refused', expect.stringContaining(reason)])
  })

  test.each([
    ['  Chicago   VIPs ', 'Chicago VIPs', 'chicago_vips'],
    ['“Big in Chicago”', 'Big in Chicago', 'big_in_chicago'],
    ['Café & Co', 'Café & Co', 'cafe_co'],
    ['常连客人', '常连客人', 'saved'],
    ['Segment memberships', 'Segment memberships', 'segment_memberships'],
    ['2024 launch', '2024 launch', '2024_launch'],
  ])('“%s” is tidied', async (typed, label, name) => {
    const result = await shop.save(typed, evanston)
    expect(result.kind === 'saved' && [result.segment.label, result.segment.name]).toEqual([label, name])
    const found = await shop.answer(`how many ${label}`)
    expect(found.rows).toEqual([[4]])
  })

  test.each([
    'Chicago VIPs',
    'chicago vips',
    'Chicago VIP',
    '"CHICAGO VIPS"',
  ])('that is taken can be replaced: %s', async (name) => {
    await shop.save('Chicago VIPs', chicago)
    const result = await shop.save(name, evanston)
    expect([result.kind, sentence(result)]).toEqual([
      'exists',
      'There is a segment called “Chicago VIPs” already: Customers, in Chicago. Replace it, or choose another name.',
    ])
  })
})

describe('rights', () => {
  test('everybody may save, and change what is theirs', async () => {
    expect((await shop.save('Chicago VIPs', chicago, hank)).kind).toBe('saved')
    expect((await replace('Chicago VIPs', evanston, hank)).kind).toBe('saved')
    expect((await rename('Chicago VIPs', 'Evanston crowd', hank)).kind).toBe('done')
    expect((await remove('Evanston crowd', hank)).kind).toBe('done')
  })

  test('a manager may change what is anybody’s', async () => {
    await shop.save('Chicago VIPs', chicago, hank)
    expect((await rename('Chicago VIPs', 'Chicago crowd', dana)).kind).toBe('done')
    expect((await remove('Chicago crowd', dana)).kind).toBe('done')
  })

  test('somebody who is not on the staff may change what is theirs, and nobody else’s', async () => {
    const guest: Asker = { ...hank, who: 'U0GUEST', staffId: null }
    const other: Asker = { ...guest, who: 'U0OTHER' }
    await shop.save('Chicago VIPs', chicago, guest)
    expect((await remove('Chicago VIPs', other)).kind).toBe('refused')
    expect((await remove('Chicago VIPs', guest)).kind).toBe('done')
  })

  test('others may not, and are told who may', async () => {
    await shop.save('Chicago VIPs', chicago, dana)
    const refused = [
      await replace('Chicago VIPs', evanston, hank),
      await rename('Chicago VIPs', 'Mine now', hank),
      await remove('Chicago VIPs', hank),
    ]
    expect(refused).toEqual(
      ['replace', 'rename', 'delete'].map((deed) => ({
        kind: 'refused',
        sentence: `“Chicago VIPs” was saved by Dana Whitlock: only Dana Whitlock or a manager may ${deed} it.`,
      })),
    )
    expect(sentence(await shop.save('Chicago VIPs', evanston, hank))).toContain(
      'Dana Whitlock or a manager may replace it; choose another name.',
    )
  })

  test('what was saved in the terminal is a manager’s', async () => {
    await shop.save('Chicago VIPs', chicago)
    expect([
      sentence(await remove('Chicago VIPs', hank)),
      sentence(await shop.save('Chicago VIPs', evanston, hank)),
    ]).toEqual([
      '“Chicago VIPs” was saved in the terminal: only a manager may delete it.',
      'There is a segment called “Chicago VIPs” already: Customers, in Chicago. A manager may replace it; choose another name.',
    ])
  })

  test('a list counts what the asker sees', async () => {
    await shop.shop.db.transaction().execute(async (trx) => void (await sql`select enforce_scopes(true)`.execute(trx)))
    await shop.save('Chicago or so', list({ where: all(is('customer.city', 'Chicago', 'Evanston')) }))
    const ofHank: Asker = { ...hank, scope: { kind: 'owner', id: hank.staffId ?? 0 } }
    expect([await labels(), await labels(ofHank)]).toEqual([['Chicago or so: 7'], ['Chicago or so: 1']])
    await sql`select enforce_scopes(false)`.execute(shop.shop.db)
  })

  test('what everybody did is in the audit log, without what it says', async () => {
    await sql`truncate audit_log`.execute(shop.shop.db)
    await shop.save('Chicago VIPs', chicago, hank)
    await remove('Chicago VIPs', dana)
    const rows = await shop.shop.db
      .selectFrom('audit_log')
      .select(['actor', 'action', 'subject', 'details'])
      .where('action', 'like', '%segment')
      .orderBy('id')
      .execute()
    expect(rows).toEqual([
      { actor: 'hank@cast.example', action: 'save_segment', subject: 'segment 1', details: { kind: 'rule' } },
      { actor: 'dana@cast.example', action: 'delete_segment', subject: 'segment 1', details: {} },
    ])
  })
})

describe('replacing', () => {
  test('makes a new version and keeps the old one', async () => {
    await shop.save('Chicago VIPs', chicago, dana)
    const result = await replace('chicago vips', evanston, dana)
    expect(sentence(result)).toContain('“Chicago VIPs” now means: Customers, in Evanston. 4 customers now.')
    const described = await describeOne('Chicago VIPs')
    expect(described?.versions.map(({ version, reading, changedBy }) => [version, reading, changedBy])).toEqual([
      [2, 'Customers, in Evanston', 'Dana Whitlock'],
      [1, 'Customers, in Chicago', 'Dana Whitlock'],
    ])
    expect((await shop.answer('how many Chicago VIPs')).rows).toEqual([[4]])
  })

  test('a list by another list changes who is on it from today', async () => {
    const top = (count: number) =>
      list({ columns: [field('customer.spend')], order: descending(), limit: first(count) })
    await shop.save('Anchor group', top(2))
    await replace('Anchor group', { ...top(1), limit: { ...first(1), offset: 1 } } as Plan)
    expect((await shop.answer('who is in Anchor group')).rows.map((row) => row[1])).toEqual(['Dara'])
  })

  test('a list by conditions leaves nobody on the list', async () => {
    await shop.save('Anchor group', list({ order: [], limit: first(2) }))
    await replace('Anchor group', evanston)
    expect((await shop.answer('how many Anchor group')).rows).toEqual([[4]])
    const { rows } = await sql`select 1 from segment_memberships where valid_to is null`.execute(shop.shop.db)
    expect(rows).toEqual([])
  })

  test('conditions by other conditions move nobody until it is recorded who meets them', async () => {
    await shop.save('Anchor group', evanston)
    await sql`
      insert into segment_memberships (segment_id, customer_id, valid_from)
      select segments.id, customers.id, '2026-10-01' from segments, customers where customers.ref = 'A1'
    `.execute(shop.shop.db)
    await replace('Anchor group', chicago)
    const { rows } = await sql`select valid_to from segment_memberships`.execute(shop.shop.db)
    expect(rows).toEqual([{ valid_to: null }])
  })

  test('what was left off a list on an earlier day is remembered', async () => {
    await shop.save('Anchor group', list({ where: all(is('customer.customer', 'A1', 'D1')), limit: first(9) }))
    await sql`update segment_memberships set valid_from = '2026-10-01'`.execute(shop.shop.db)
    await replace('Anchor group', list({ where: all(is('customer.customer', 'D1')), limit: first(9) }))
    const { rows } = await sql`
      select c.ref, m.valid_from::text as "from", m.valid_to::text as "to"
      from segment_memberships m join customers c on c.id = m.customer_id order by c.ref
    `.execute(shop.shop.db)
    expect(rows).toEqual([
      { ref: 'A1', from: '2026-10-01', to: '2026-11-16' },
      { ref: 'D1', from: '2026-10-01', to: null },
    ])
  })

  test('by something that leads back to itself is refused', async () => {
    await shop.save('Chicago VIPs', chicago)
    await shop.save('Quiet VIPs', using('chicago_vips'))
    expect(await replace('Chicago VIPs', using('quiet_vips'))).toEqual({
      kind: 'refused',
      sentence: expect.stringContaining('Its conditions lead back to itself.'),
    })
    expect((await shop.answer('how many Chicago VIPs')).rows).toEqual([[3]])
  })
})

test('segments of segments go five deep and no deeper', async () => {
  await shop.save('Level one', chicago)
  const names = ['Level two', 'Level three', 'Level four', 'Level five']
  for (const [at, name] of names.entries())
    await shop.save(name, using(['level_one', 'level_two', 'level_three', 'level_four'][at] ?? ''))
  expect((await shop.answer('who is in Level five')).rows.map((row) => row[1])).toEqual(['Ana'])
  expect(sentence(await shop.save('Level six', using('level_five')))).toBe(
    'The saved segment “Level six” cannot be used as it stands. Saved segments stand more than 5 deep within one another there.',
  )
})

describe('renaming', () => {
  test('keeps what uses it working', async () => {
    await shop.save('Chicago VIPs', chicago)
    await shop.save('Quiet VIPs', using('chicago_vips'))
    expect(sentence(await rename('Chicago VIPs', 'Oak people'))).toBe('“Chicago VIPs” is now called “Oak people”.')
    expect((await shop.answer('who is in Quiet VIPs')).rows.map((row) => row[1])).toEqual(['Ana'])
    expect((await shop.answer('how many Oak people')).rows).toEqual([[3]])
    expect((await describeOne('Quiet VIPs'))?.reading).toBe('Oak people who have lapsed')
  })

  test('to other capitals is no clash with itself', async () => {
    await shop.save('Chicago VIPs', chicago)
    expect((await rename('Chicago VIPs', 'CHICAGO vips')).kind).toBe('done')
  })

  test.each([
    ['Evanston crowd', 'There is a segment called “Evanston crowd” already.'],
    ['evanston CROWD', 'There is a segment called “Evanston crowd” already.'],
    ['Lapsed', 'already means'],
    ['', 'needs a name'],
  ])('to “%s” is refused', async (to, reason) => {
    await shop.save('Chicago VIPs', chicago)
    await shop.save('Evanston crowd', evanston)
    expect(sentence(await rename('Chicago VIPs', to))).toContain(reason)
  })

  test('frees the old label', async () => {
    await shop.save('Chicago VIPs', chicago)
    await rename('Chicago VIPs', 'Oak people')
    const result = await shop.save('Chicago VIPs', evanston)
    expect(result.kind === 'saved' && result.segment.name).toBe('chicago_vips_2')
    expect(await labels()).toEqual(['Chicago VIPs: 4', 'Oak people: 3'])
  })
})

describe('deleting', () => {
  test('takes it out of questions and frees its name', async () => {
    await shop.save('Chicago VIPs', chicago)
    expect(sentence(await remove('chicago vip'))).toBe('“Chicago VIPs” is deleted.')
    expect([await labels(), await describeOne('Chicago VIPs')]).toEqual([[], null])
    expect((await shop.save('Chicago VIPs', evanston)).kind).toBe('saved')
  })

  test('is refused while another segment uses it, which is named', async () => {
    await shop.save('Chicago VIPs', chicago)
    await shop.save('Quiet VIPs', using('chicago_vips'))
    expect(sentence(await remove('Chicago VIPs'))).toBe(
      '“Chicago VIPs” cannot be deleted: the segment “Quiet VIPs” uses it. Delete or change that first.',
    )
    expect((await describeOne('Chicago VIPs'))?.usedBy).toEqual(['Quiet VIPs'])
  })

  test('is refused while a scheduled answer uses it, which is named', async () => {
    await shop.save('Chicago VIPs', chicago)
    await shop.shop.db
      .insertInto('schedules')
      .values({
        owner_user: 'U0DANA',
        question: 'how many Chicago VIPs',
        reading: 'Number of Chicago VIPs',
        plan: JSON.stringify(measure([metric('customers')], { where: all(segment('chicago_vips')) })),
        recurrence: '{}',
        state: 'paused',
        created_at: '2026-11-16T12:00:00Z',
        changed_at: '2026-11-16T12:00:00Z',
      })
      .execute()
    expect(sentence(await remove('Chicago VIPs'))).toBe(
      '“Chicago VIPs” cannot be deleted: the scheduled answer “Number of Chicago VIPs” uses it. Delete or change that first.',
    )
    await shop.shop.db.deleteFrom('schedules').execute()
  })

  test('of what is not there says what is', async () => {
    await shop.save('Chicago VIPs', chicago)
    expect(await remove('Milwaukee VIPs')).toEqual({
      kind: 'unknown',
      sentence: 'There is no saved segment called “Milwaukee VIPs”. Saved: “Chicago VIPs”.',
      known: ['Chicago VIPs'],
    })
  })
})

describe('a segment that no longer fits the catalogue', () => {
  beforeEach(async () => {
    await shop.save('Chicago VIPs', chicago)
    const gone = { kind: 'rule', where: all(is('customer.attribute.gone', 'yes')) }
    await sql`update segment_definitions set definition = ${JSON.stringify(gone)}::jsonb`.execute(shop.shop.db)
  })

  test('refuses the question with a sentence that names it', async () => {
    const reply = await shop.ask('how many Chicago VIPs')
    expect(reply.kind === 'decline' && reply.reason).toContain(
      'The saved segment “Chicago VIPs” cannot be used as it stands. There is no field called `customer.attribute.gone`.',
    )
  })

  test('is listed with what is wrong, and keeps customers’ pages working', async () => {
    const [listed] = await listSegments(administrator, shop.shop.db, await shop.asking())
    expect([listed?.customers, listed?.problem]).toEqual([null, expect.stringContaining('cannot be used')])
    expect((await shop.ask('who is Ana')).kind).toBe('answer')
  })

  test('whose definition cannot be read at all is no word, and stops nothing', async () => {
    await sql`update segment_definitions set definition = '{"where": "drop table customers"}'`.execute(shop.shop.db)
    expect((await shop.ask('how many customers do we have')).kind).toBe('answer')
    expect((await describeOne('Chicago VIPs'))?.problem).toContain('no segment called')
  })
})

test('as of a day before a list was made, nobody is on it', async () => {
  await shop.save('Anchor group', list({ where: all(bought()), limit: first(2) }))
  const asking = await shop.asking()
  const rule = await describeSegment('Anchor group', administrator, shop.shop.db, asking)
  const before = await describeSegment('Anchor group', administrator, shop.shop.db, {
    ...asking,
    today: '2026-11-15',
    summaries: 'as_of',
  })
  expect([rule?.customers, before?.customers]).toEqual([2, 0])
})

test('two people who save the same name at once get one segment', async () => {
  const results = await Promise.all([
    shop.save('Chicago VIPs', chicago, dana),
    shop.save('Chicago VIPs', evanston, hank),
  ])
  expect(results.map(({ kind }) => kind).sort()).toEqual(['exists', 'saved'])
})
