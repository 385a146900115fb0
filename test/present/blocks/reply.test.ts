import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, inCompany } from '../../../src/access/asker.ts'
import type { Plan } from '../../../src/ask/plan.ts'
import type { Answer, Reply } from '../../../src/ask/reply.ts'
import { lengthOf } from '../../../src/present/blocks/length.ts'
import { noticePost } from '../../../src/present/blocks/notice.ts'
import { howPost, replyPost } from '../../../src/present/blocks/reply.ts'
import type { Shown } from '../../../src/present/blocks/shown.ts'
import { faultLines, faultsOf } from '../../../src/present/blocks/validate.ts'
import { answerTo } from '../../ask/asking.ts'
import { openCast } from '../../ask/cast.ts'
import { all, field, is, list, measure, metric, segment } from '../../ask/plan-words.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { clicksOf, readPost } from './look.ts'
import { answer, column, shown } from './made.ts'

let shop: TestDatabase
beforeAll(async () => {
  shop = await testDatabase()
  await openCast(shop.db)
})
afterAll(() => shop[Symbol.asyncDispose]())

/** What a person reads of the answer to a plan, the folded part left out. */
async function reading(plan: Plan, how: Partial<Shown> = {}): Promise<readonly string[]> {
  return linesOf(await answerTo(plan, shop), how)
}
function linesOf(reply: Reply, how: Partial<Shown> = {}): readonly string[] {
  const post = replyPost(reply, shown(how))
  expect(faultLines(faultsOf('message', post.blocks))).toBe('')
  return readPost(post)
    .split('\n')
    .filter((line) => !line.startsWith('>'))
}
const spoken = async (plan: Plan): Promise<string> => replyPost(await answerTo(plan, shop), shown()).text

const topOnes = list({
  where: all(segment('top')),
  columns: [field('customer.name'), field('customer.spend'), field('customer.last_order_day'), field('customer.email')],
  order: [{ column: 1, direction: 'desc' }],
})

describe('a list', () => {
  test('is a table with names first, figures as people write them, and its reference last', async () => {
    expect((await reading(topOnes)).slice(0, 6)).toEqual([
      '### Top customers, by spend',
      '(2 customers)',
      '| Name | E-mail | Spend | Last order | Customer',
      '| Ana | ana@mail.example | $610.00 | May 1, 2026 | A1',
      '| Dara | dara@mail.example | $51.00 | Sep 27, 2026 | D1',
      '~ 2 customers.',
    ])
  })

  test('sorts figures as numbers and days as days', async () => {
    const { blocks } = replyPost(await answerTo(topOnes, shop), shown())
    const table = blocks.find((block) => block.type === 'data_table')
    expect(table?.rows[1]?.slice(2, 4)).toEqual([
      { type: 'raw_number', value: 610, text: '$610.00' },
      { type: 'raw_number', value: 20260501, text: 'May 1, 2026' },
    ])
  })

  test('says in a sentence who is on it, and gives away no address', async () => {
    expect(await spoken(topOnes)).toBe('Top customers, by spend: 2 customers: Ana, Dara.')
  })

  test('shows a dash for what is missing, not a nought', async () => {
    const lines = await reading(list({ columns: [field('customer.name'), field('customer.average_order')] }))
    expect(lines).toContain('| Chloé | – | C1')
  })

  test('of a single row is told in facts', async () => {
    const lines = await reading(list({ where: all(is('customer.customer', 'A1')), columns: [field('customer.spend')] }))
    expect(lines.slice(0, 4)).toEqual(['### Ana: spend', '  Name: Ana', '  Spend: $610.00', '  Customer: A1'])
    expect(lines.join()).not.toContain('Save as segment')
  })
})

describe('a number', () => {
  test('stands by itself, large, under what was read', async () => {
    expect((await reading(measure([metric('revenue')]))).slice(0, 3)).toEqual([
      '### Revenue, all time',
      '### Revenue: $852.00',
      '~ Orders up to Nov 15, 2026.',
    ])
    expect(await spoken(measure([metric('revenue')]))).toBe('Revenue, all time: Revenue $852.00.')
  })

  test('stands beside others of the same question', async () => {
    const plan = measure([metric('revenue'), metric('orders')])
    expect(await reading(plan)).toEqual(expect.arrayContaining(['  Revenue: $852.00', '  Orders: 13']))
    expect(await spoken(plan)).toBe('Revenue and orders, all time: Revenue $852.00, Orders 13.')
  })
})

describe('a breakdown', () => {
  const byStore = measure([metric('revenue')], { by: [field('order.store')] })

  test('is a table, and a chart above it when asked for', async () => {
    expect(await reading(byStore)).toContain('| Oak Street | $561.00')
    const drawn = await reading(byStore, { view: 'chart' })
    expect(drawn.find((line) => line.startsWith('<'))).toBe('<bar: Revenue by store>')
    expect(drawn).toContain('| Oak Street | $561.00')
  })

  test('names the group that has none', async () => {
    expect(await reading(byStore)).toContain('| no store | $190.00')
  })

  test('is captioned by what it is', async () => {
    expect(await reading(byStore)).toContain('(Revenue by store)')
  })

  test('switches between the two', async () => {
    const labels = async (view: Shown['view']) =>
      (await reading(byStore, { view })).find((line) => line.includes('[CSV]'))
    expect(await labels('table')).toBe('[Show chart] [CSV] [Delete]')
    expect(await labels('chart')).toBe('[Table only] [CSV] [Delete]')
  })

  test('is spoken by its first groups', async () => {
    expect(await spoken(byStore)).toBe(
      'Revenue by store, all time: Oak Street $561.00, River Road $101.00, no store $190.00.',
    )
  })

  test('by colleagues names them, with their address behind', async () => {
    const lines = await reading(measure([metric('customers')], { by: [field('customer.owner')] }))
    expect(lines).toContain('| Dana Whitlock | 2 | dana@cast.example')
  })
})

test('a customer’s page can be taken in at a glance', async () => {
  const lines = await reading({ kind: 'customer', customer: 'A1' })
  expect(lines.slice(0, 8)).toEqual([
    '### Ana',
    'Connection · at risk · top customers · lapsed · connectors · referrers',
    'Chicago · store Oak Street · looked after by Dana Whitlock · customer since Jan 10, 2023 · VIP, gardener',
    'Talk about',
    '• Promised for Nov 20: Ask about the garden (Dana Whitlock)',
    '• Birthday in 4 days (Nov 20)',
    'Buying  $610.00 in 4 orders, $152.50 each, since Jan 31, 2026',
    'Rhythm  last bought May 1, 2026, 199 days ago · usually every 30 days',
  ])
  expect(lines).toEqual(
    expect.arrayContaining([
      '~ Reference A1.',
      'Reach  ana@mail.example · (312) 555-0100 · 1 Oak Street',
      'What happened last',
      '• May 1, 2026  Bought: 20 × Bird Seed · $180.00 · online · O-03',
    ]),
  )
  expect(lines.find((line) => line.startsWith('Sent us'))).toContain('Jo (J1)')
  expect(lines.join('\n')).not.toContain('data_table')
})

test('a page full of long and wild words is still one message', async () => {
  const wild = '<!channel> *b* \u202eאב 😀 =1+1 '.repeat(120)
  const real = await answerTo({ kind: 'customer', customer: 'A1' }, shop)
  if (!real.page) throw new Error('there is no page')
  const { story } = real.page
  const page = {
    ...real.page,
    talk: Array.from({ length: 20 }, () => wild),
    mayBe: { ref: 'B1', name: wild },
    story: {
      ...story,
      months: story.months.map(({ month }) => ({ month, spend: 1e9 })),
      sent: Array.from({ length: 20 }, () => ({ ref: 'X', name: wild, hasOrdered: false })),
      events: story.events.map((event) => ({ ...event, told: wild, by: wild, link: 'javascript:alert(1)' })),
    },
  }
  const rows = real.rows.map(([ref, label]) => [ref ?? null, label ?? null, wild])
  for (const plainBlocks of [false, true]) {
    const post = replyPost({ ...real, rows, page }, shown({ plainBlocks, company: plainBlocks }))
    expect(faultLines(faultsOf('message', post.blocks))).toBe('')
    expect(lengthOf(post.blocks)).toBeLessThan(12_000)
    expect(JSON.stringify(post.blocks)).not.toContain('javascript')
    expect(post.text).not.toContain('<!channel>')
  }
})

test('who asked not to be contacted is shown as that before anything else', async () => {
  expect((await reading({ kind: 'customer', customer: 'J1' }))[2]).toBe('Do not contact  by any channel')
})

test('why somebody is in a segment is a yes with the facts that decide it', async () => {
  const plan: Plan = { kind: 'why', customer: 'A1', segment: 'lapsed' }
  expect((await reading(plan)).slice(1, 4)).toEqual([
    'Yes. Ana counts as “lapsed”.',
    '• Last order: May 1, 2026',
    '• Silent for: 199 days',
  ])
  expect(await spoken(plan)).toBe('Why Ana is, or is not, lapsed: Ana counts as “lapsed”.')
})

test('what a word means is said in a sentence', async () => {
  expect((await reading({ kind: 'definition', term: 'lapsed' })).slice(0, 2)).toEqual([
    '### What “lapsed” means',
    'Buyers whose silence is over 2 × their usual gap, counting a gap as at least 14 days.',
  ])
})

describe('where nobody fits', () => {
  const nobody = list({ where: all(is('customer.city', 'Chcago'), segment('top')) })

  test('it says why, with a button to what there is', async () => {
    const lines = await reading(nobody)
    expect(lines[1]).toBe('Nobody fits. No customers at all: city Chcago. 3 in “Chicago”.')
    expect(lines).toContain('[City Chicago instead (3)]')
    expect(lines.join()).not.toMatch(/CSV|Save as segment/)
  })

  test('the button carries the answer and its place', async () => {
    const clicks = clicksOf(replyPost(await answerTo(nobody, shop), shown({ answerId: '42' })))
    expect(clicks[0]).toEqual({ action_id: 'answer_relax_0', value: '42', text: 'City Chicago instead (3)' })
  })
})

describe('where others look on', () => {
  test('contact details are offered to whoever clicks, and are nowhere in the message', async () => {
    const held = await answerTo(topOnes, shop, {}, inCompany(administrator))
    const post = replyPost(held, shown({ company: true }))
    expect(clicksOf(post).map(({ text }) => text)).toContain('Show to me')
    expect(JSON.stringify(post)).not.toContain('@mail.example')
  })

  test('nothing is offered where nothing is withheld', async () => {
    const open = await answerTo(measure([metric('revenue')]), shop, {}, inCompany(administrator))
    expect(clicksOf(replyPost(open, shown({ company: true }))).map(({ text }) => text)).not.toContain('Show to me')
  })
})

describe('how an answer came about', () => {
  const folded = (one: Answer) => {
    const block = replyPost(one, shown()).blocks.find((each) => each.type === 'container')
    return block ? readPost({ text: '', blocks: [block] }) : ''
  }

  test('is folded below it, from the words to the query', async () => {
    const text = folded(await answerTo(topOnes, shop))
    expect(text).toContain('> How I got this')
    expect(text).toContain('Read as: Top customers, by spend. Read by fixed rules, without a language model.')
    expect(text).toContain('• Top customers: Buyers ranked by spend, all time: the first 20 % of them')
    expect(text).toMatch(/select c\.ref as customer_ref/)
    expect(text).toMatch(/-- \$1 = /)
  })

  test('is shortened when it is long, and says by how much', () => {
    const text = folded(answer({ sql: 'select one_column_of_many,\n'.repeat(300) }))
    expect(text).toMatch(/-- … and 5,6\d\d more characters/)
    expect(text.length).toBeLessThan(3000)
  })

  test('leaves the query out where the rest fills the message', () => {
    const columns = Array.from({ length: 30 }, (_, at) => column(`Fact ${at}`, 'text'))
    const rows = [columns.map(() => 'word '.repeat(100))]
    const kinds = ['definition', 'planner', 'period'] as const
    const notes = kinds.flatMap((kind) =>
      Array.from({ length: 12 }, (_, at) => ({ kind, text: `${at} ${'word '.repeat(60)}` })),
    )
    const text = folded(answer({ columns, rows, notes, sql: 'select 1', changed: 'x'.repeat(300) }))
    expect(text).not.toContain('select 1')
    expect(text).toContain('Say “show the query” to see it.')
  })

  test('can be had by itself', async () => {
    expect(readPost(howPost(await answerTo(topOnes, shop)))).toContain('select c.ref as customer_ref')
  })
})

describe('a long answer', () => {
  const many = (count: number, more: Partial<Answer> = {}) =>
    answer({ rows: Array.from({ length: count }, (_, at) => [`C${at}`, `Customer ${at}`, at]), ...more })
  const paged = (one: Answer, page: number) => linesOf(one, { page })

  test('is paged by the hundred, with buttons that say where they lead', () => {
    const lines = paged(many(1234), 1)
    expect(lines).toContain('~ Rows 101–200 of 1,234.')
    expect(lines).toContain('[‹ Rows 1–100] [Rows 201–300 ›]')
    expect(clicksOf(replyPost(many(1234), shown({ page: 1 }))).slice(0, 2)).toEqual([
      { action_id: 'answer_page_back', value: '17:0', text: '‹ Rows 1–100' },
      { action_id: 'answer_page_on', value: '17:2', text: 'Rows 201–300 ›' },
    ])
  })

  test('ends with what is left', () => {
    expect(paged(many(1234), 12)).toEqual(
      expect.arrayContaining(['~ Rows 1,201–1,234 of 1,234.', '[‹ Rows 1,101–1,200]']),
    )
  })

  test('shows the last page when there is none that far', () => {
    expect(paged(many(150), 9)).toContain('~ Rows 101–150 of 150.')
  })

  test('that was cut says that there is more', () => {
    expect(paged(many(10_000, { truncated: true }), 0)).toContain('~ Rows 1–100 of 10,000 or more.')
  })

  test('of long texts has shorter pages, and says that the texts are cut', () => {
    const columns = [column('Note', 'key'), column('Text', 'text')]
    const rows = Array.from({ length: 100 }, (_, at) => [`N${at}`, 'word '.repeat(100)])
    const lines = paged(answer({ columns, rows, plan: list({ entity: 'note' }) }), 0)
    expect(lines).toEqual(
      expect.arrayContaining(['~ Rows 1–44 of 100.', '~ Long texts are cut; the CSV file has them whole.']),
    )
  })

  test('counts the names of groups that have none', () => {
    const label = 'A label as long as a label may be, and then some more of it'
    const by = [field('order.store'), field('order.channel'), field('product.category')]
    const columns = [...by.map(() => column(label, 'text')), column('Revenue', 'money')]
    const rows = Array.from({ length: 100 }, (_, at) => [null, null, null, at])
    expect(paged(answer({ plan: measure([metric('revenue')], { by }), columns, rows }), 0)).toContain(
      '~ Rows 1–44 of 100.',
    )
  })

  test('of thirty columns shows twenty, the name and the reference among them', () => {
    const columns = [...answer().columns, ...Array.from({ length: 27 }, (_, at) => column(`Extra ${at}`, 'number'))]
    const rows = [1, 2].map((at) => [`C${at}`, `Customer ${at}`, at, ...Array.from({ length: 27 }, () => 1)])
    const lines = paged(answer({ columns, rows }), 0)
    expect(lines.find((line) => line.startsWith('| Name'))).toMatch(
      /^\| Name \| Spend \| Extra 0 .* Extra 16 \| Customer$/,
    )
    expect(lines).toContain('~ 10 more columns are not shown; the CSV file has all of them.')
  })
})

describe('buttons', () => {
  const offered = (more: Partial<Shown>, one = answer()) =>
    clicksOf(replyPost(one, shown(more))).map(({ text }) => text)

  test('let a list of customers be kept, taken away and judged', () => {
    expect(offered({})).toEqual([
      'Save as segment',
      'CSV',
      'CSV for e-mail (those who may get it)',
      'CSV for texts (those who may get them)',
      'CSV for calls (those who may be called)',
      'CSV for post (those who may get it)',
      'Delete',
      'That’s right',
      'That’s wrong',
    ])
  })

  test('offer no file to those who may not export', () => {
    expect(offered({ mayExport: false }).join()).not.toContain('CSV')
  })

  test('suggest at most three things to ask next', () => {
    const nextSteps = ['Only in Chicago', 'How many per store', 'Who owns them', 'And last year'].map((label) => ({
      label,
      question: label.toLowerCase(),
    }))
    expect(offered({ nextSteps }).slice(0, 3)).toEqual(['Only in Chicago', 'How many per store', 'Who owns them'])
    expect(offered({ nextSteps })).not.toContain('And last year')
  })
})

test('a title that is too long goes on below it, between two words', () => {
  const long = `Customers who ${'bought a hose and '.repeat(12)}never came back`
  const [title = '', rest = ''] = linesOf(answer({ reading: long }))
  expect(title.length).toBeLessThanOrEqual('### '.length + 150)
  expect(`${title.slice(4, -1)} ${rest.slice(1)}`).toBe(long)
})

test('what a follow-up changed stands right under the title', () => {
  expect(linesOf(answer({ changed: 'only in Chicago' }))[1]).toBe('~ only in Chicago')
})

test('what was corrected and what to keep in mind is small print below the answer', () => {
  const notes: Answer['notes'] = [
    { kind: 'planner', text: 'Read “Chcago” as “Chicago”.' },
    { kind: 'definition', text: 'Lapsed: silent for long.' },
    { kind: 'caveat', text: 'Sample data: this shop is invented.' },
  ]
  const lines = linesOf(answer({ notes }))
  expect(lines.filter((line) => line.startsWith('~'))).toEqual([
    '~ 2 customers.',
    '~ Read “Chcago” as “Chicago”.',
    '~ Sample data: this shop is invented.',
  ])
})

describe('a question back', () => {
  const plan = measure([metric('revenue')])
  const clarify = (...labels: string[]): Reply => ({
    kind: 'clarify',
    question: 'average',
    ask: 'Average per order, or per customer?',
    options: labels.map((label) => ({ label, plan })),
    timings: { planMs: 1 },
  })

  test('has a button for each reading with the number it would give', () => {
    const post = replyPost(clarify('Per order ($65.54)', 'Per customer ($137.00)'), shown())
    expect(readPost(post)).toBe('Average per order, or per customer?\n[Per order ($65.54)] [Per customer ($137.00)]')
    expect(clicksOf(post)[1]).toEqual({ action_id: 'clarify_1', value: '17', text: 'Per customer ($137.00)' })
    expect(post.text).toBe('Average per order, or per customer? Per order ($65.54); Per customer ($137.00)')
  })

  test('writes readings out that no button can hold', () => {
    const long = 'The customers who bought a hose in the last twelve months and have not been in since (12 customers)'
    const lines = linesOf(clarify('The lapsed ones', long))
    expect(lines.slice(1)).toEqual([
      '1. The lapsed ones',
      `2. ${long}`,
      '[1. The lapsed ones] [2. The customers who bought a hose in the…]',
    ])
  })

  test('does not offer the same twice, and keeps each button’s place', () => {
    const post = replyPost(clarify('Per order', 'per order', 'Per customer'), shown())
    expect(clicksOf(post).map(({ action_id }) => action_id)).toEqual(['clarify_0', 'clarify_2'])
  })

  test('offers ten at most and says how many more there are', () => {
    const lines = linesOf(clarify(...Array.from({ length: 12 }, (_, at) => `Reading ${at}`)))
    expect(lines.at(-1)).toBe('~ And 2 more; say it in other words to get to them.')
  })
})

describe('a refusal', () => {
  const decline = (more: object): Reply => ({
    kind: 'decline',
    question: 'weather',
    reason: 'I do not know “weather”.',
    unknown: ['weather'],
    suggestions: ['who are our lapsed top customers', 'how many customers do we have'],
    timings: { planMs: 1 },
    ...more,
  })

  test('names the word and offers the nearest questions', () => {
    expect(linesOf(decline({}))).toEqual([
      'I do not know “weather”.',
      '~ You could ask:',
      '[who are our lapsed top customers] [how many customers do we have]',
    ])
  })

  test('names the word even where its reason does not', () => {
    expect(linesOf(decline({ reason: 'I cannot answer that.', suggestions: [] }))).toEqual([
      'I cannot answer that.',
      '~ Not known: “weather”.',
    ])
  })
})

describe('where Slack refuses its own tables and charts', () => {
  test('the answer comes in plain text, with everything a person can click', async () => {
    const one = await answerTo(topOnes, shop)
    const { blocks } = replyPost(one, shown({ plainBlocks: true, view: 'chart' }))
    const native = ['data_table', 'data_visualization', 'container', 'context_actions']
    expect(blocks.filter(({ type }) => native.includes(type))).toEqual([])
    expect(linesOf(one, { plainBlocks: true }).slice(1, 5)).toEqual([
      'Name  E-mail               Spend  Last order    Customer',
      '────  ─────────────────  ───────  ────────────  ────────',
      'Ana   ana@mail.example   $610.00  May 1, 2026   A1',
      'Dara  dara@mail.example   $51.00  Sep 27, 2026  D1',
    ])
    const texts = (how: Partial<Shown>) => clicksOf(replyPost(one, shown(how))).map(({ text }) => text)
    expect(texts({ plainBlocks: true })).toEqual(texts({}))
  })
})

test('a customer called like a broadcast is only ever a name', () => {
  const post = replyPost(
    answer({
      reading: 'Notes of <!channel> & <@U1>',
      rows: [
        ['X1', '<!channel>', 1],
        ['X2', '*bold*', 2],
      ],
    }),
    shown(),
  )
  expect(post.text).toBe('Notes of &lt;!channel&gt; &amp; &lt;@U1&gt;: 2 customers: &lt;!channel&gt;, *bold*.')
  expect(readPost(post)).toContain('| <!channel> | $1.00 | X1')
})

test('a sentence by itself may have a reference in small print', () => {
  const post = noticePost('Something went wrong on our side.', 'Reference 8F3K')
  expect(readPost(post)).toBe('Something went wrong on our side.\n~ Reference 8F3K')
  expect(post.text).toBe('Something went wrong on our side.')
  expect(readPost(noticePost('I can:\n• answer\n• remind'))).toBe('I can:\n• answer\n• remind')
})
