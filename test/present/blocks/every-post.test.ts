import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../../src/ask/plan.ts'
import type { Answer, AnswerColumn, Cell, Note, Reply } from '../../../src/ask/reply.ts'
import { readAction } from '../../../src/present/blocks/actions.ts'
import { noticePost } from '../../../src/present/blocks/notice.ts'
import { howPost, replyPost } from '../../../src/present/blocks/reply.ts'
import type { Shown } from '../../../src/present/blocks/shown.ts'
import { faultLines, faultsOf } from '../../../src/present/blocks/validate.ts'
import { all, field, list, measure, metric } from '../../ask/plan-words.ts'
import { clicksOf } from './look.ts'
import { answer, shown } from './made.ts'

/** What has broken a message somewhere, and what a customer may be called. */
const hostile = [
  '',
  ' ',
  '\n\t',
  '<!channel>',
  '<!here|here> & <@U123> <https://evil.example|click>',
  '*bold* _italic_ `code` ~strike~ :smile: @everyone #general',
  'x'.repeat(10_000),
  '😀'.repeat(200),
  '👨‍👩‍👧‍👦'.repeat(40),
  'مرحبا بالعالم'.repeat(30),
  '\u202Eevil\u202C',
  '\u0000\u0007\u001b[31m',
  '\uD83D',
  'a\uDE00b',
  '\u200B\u200B',
  'line one\nline two\r\nline three',
  '=HYPERLINK("http://evil.example")',
  '"'.repeat(300),
  'é'.normalize('NFD').repeat(300),
] as const

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...hostile) },
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ maxLength: 40 }),
)
const type = fc.constantFrom<AnswerColumn['type']>('key', 'text', 'number', 'money', 'percent', 'date', 'boolean')
const grain = fc.constantFrom('day', 'week', 'month', 'quarter', 'year' as const)

const column = fc
  .record({ name: fc.oneof(fc.constantFrom('customer_ref', 'name'), text), label: text, type })
  .chain((one) =>
    one.type === 'date'
      ? fc
          .option(grain, { nil: undefined })
          .map((each): AnswerColumn => (each ? { ...one, grain: each as 'day' } : one))
      : fc.constant<AnswerColumn>(one),
  )

const figure = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, 1e21, -1e300, 5e-324, 0.1 + 0.2, Number.MAX_SAFE_INTEGER),
  fc.double({ min: 0, max: 1, noNaN: true }),
)
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2050-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

function cellOf({ type: of }: AnswerColumn): fc.Arbitrary<Cell> {
  const value: fc.Arbitrary<Cell> =
    of === 'number' || of === 'money' || of === 'percent'
      ? figure
      : of === 'date'
        ? day
        : of === 'boolean'
          ? fc.boolean()
          : text
  return fc.option(value, { nil: null, freq: 6 })
}

const plans: readonly Plan[] = [
  list({ where: all() }),
  measure([metric('revenue')]),
  { ...measure([metric('revenue')]), by: [{ kind: 'time', grain: 'month' }] },
  { ...measure([metric('revenue'), metric('orders')]), by: [{ kind: 'field', field: 'order.store' }] },
  {
    ...measure([{ kind: 'share', metric: 'revenue', where: [], of: 'total', period: null }]),
    by: [{ kind: 'field', field: 'order.store' }],
  },
  {
    ...measure([metric('revenue')]),
    by: [
      { kind: 'time', grain: 'week' },
      { kind: 'field', field: 'order.store' },
    ],
  },
  { kind: 'customer', customer: 'A1' },
  { kind: 'why', customer: 'A1', segment: 'lapsed' },
  { kind: 'definition', term: 'lapsed' },
]

const note = fc.record({
  kind: fc.constantFrom<Note['kind']>('planner', 'definition', 'period', 'diagnosis', 'caveat'),
  text,
})
const relaxation = fc.record({ label: text, plan: fc.constantFrom(...plans) })

/** A few rows drawn at random and repeated, so that ten thousand of them cost nothing to make. */
const answers: fc.Arbitrary<Answer> = fc
  .record({
    columns: fc.array(column, { minLength: 1, maxLength: 30 }),
    plan: fc.constantFrom(...plans),
    times: fc.constantFrom(1, 1, 1, 7, 150, 2500),
  })
  .chain(({ columns, plan, times }) =>
    fc.record({
      reading: text,
      changed: fc.option(text, { nil: null }),
      notes: fc.array(note, { maxLength: 30 }),
      plan: fc.constant(plan),
      planner: fc.constantFrom<Answer['planner']>('offline', 'model', 'saved'),
      columns: fc.constant(columns),
      withheld: fc.array(text, { maxLength: 2 }),
      rows: fc
        .array(fc.tuple(...columns.map(cellOf)), { maxLength: 8 })
        .map((rows) => Array.from({ length: times }, () => rows).flat()),
      truncated: fc.boolean(),
      relaxations: fc.array(relaxation, { maxLength: 6 }),
      sql: fc.oneof(text, fc.constant('select 1\n'.repeat(600))),
      parameters: fc.array(fc.oneof(text, figure, fc.constant(null)), { maxLength: 20 }),
    }),
  )
  .map((drawn) => answer(drawn as Partial<Answer>))

/** Breakdowns whose columns fit their plan, as those of a real answer do: these can be drawn. */
const breakdowns: fc.Arbitrary<Answer> = fc
  .record({
    plan: fc.constantFrom(...plans.filter((plan) => plan.kind === 'measure' && plan.by.length > 0)),
    label: text,
    type: fc.constantFrom<AnswerColumn['type']>('number', 'money', 'percent'),
    size: fc.integer({ min: 2, max: 60 }),
    wild: fc.boolean(),
  })
  .chain(({ plan, label, type, size, wild }) => {
    if (plan.kind !== 'measure') throw new Error('not a breakdown')
    const columns: readonly AnswerColumn[] = [
      ...plan.by.map(
        (by, at): AnswerColumn => ({ name: `by${at}`, label, type: by.kind === 'time' ? 'date' : 'text' }),
      ),
      ...plan.measures.map((_, at): AnswerColumn => ({ name: `n${at}`, label: `${label}${at}`, type })),
    ]
    const tame = fc.double({ min: 0, max: 0.02, noNaN: true })
    const figures = wild ? fc.oneof(tame, figure, fc.constant(null)) : tame
    const row = fc.tuple(...columns.map((one) => (one.name.startsWith('n') ? figures : cellOf(one))))
    return fc
      .array(row, { minLength: size, maxLength: size })
      .map((rows) => answer({ plan, columns, rows: rows as Answer['rows'] }))
  })

const replies: fc.Arbitrary<Reply> = fc.oneof(
  { weight: 4, arbitrary: answers },
  breakdowns,
  fc
    .record({ ask: text, options: fc.array(relaxation, { maxLength: 14 }) })
    .map((drawn): Reply => ({ kind: 'clarify', question: 'a question', timings: { planMs: 1 }, ...drawn })),
  fc
    .record({ reason: text, unknown: fc.array(text, { maxLength: 8 }), suggestions: fc.array(text, { maxLength: 8 }) })
    .map((drawn): Reply => ({ kind: 'decline', question: 'a question', timings: { planMs: 1 }, ...drawn })),
)

const showings: fc.Arbitrary<Shown> = fc
  .record({
    view: fc.constantFrom<Shown['view']>('table', 'chart'),
    page: fc.constantFrom(0, 0, 1, 3, 99_999, -1),
    company: fc.boolean(),
    mayExport: fc.boolean(),
    plainBlocks: fc.boolean(),
    nextSteps: fc.array(fc.record({ label: text, question: text }), { maxLength: 4 }),
  })
  .map((drawn) => shown(drawn))

/** What has to hold of any post; returns the kinds of its blocks and charts. */
function soundKinds(reply: Reply, how: Shown): readonly string[] {
  const post = replyPost(reply, how)
  expect(faultLines(faultsOf('message', post.blocks))).toBe('')
  expect(post.text.trim()).not.toBe('')
  expect(post.text.length).toBeLessThan(4000)
  expect(post.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/)
  expect(JSON.stringify(post.blocks)).not.toContain('"mrkdwn"')
  for (const click of clicksOf(post)) expect(readAction(click), click.action_id).not.toBeNull()
  return post.blocks.map((block) => (block.type === 'data_visualization' ? block.chart.type : block.type))
}

test('whatever is in an answer, Slack takes the message, and nothing in it calls anybody', () => {
  const found = new Set<string>()
  fc.assert(
    fc.property(replies, showings, (reply, how) => {
      for (const kind of soundKinds(reply, how)) found.add(kind)
    }),
    { numRuns: 400 },
  )
  expect([...found]).toEqual(expect.arrayContaining(['data_table', 'container', 'rich_text', 'context_actions']))
})

test('whatever is drawn, Slack takes the chart', () => {
  const found = new Set<string>()
  fc.assert(
    fc.property(breakdowns, (reply) => {
      for (const kind of soundKinds(reply, shown({ view: 'chart' }))) found.add(kind)
    }),
    { numRuns: 300 },
  )
  expect([...found]).toEqual(expect.arrayContaining(['bar', 'line', 'pie']))
})

test('so it is with how it came about and with a sentence by itself', () => {
  fc.assert(
    fc.property(answers, text, (one, said) => {
      expect(faultLines(faultsOf('message', howPost(one).blocks))).toBe('')
      expect(faultLines(faultsOf('message', noticePost(said, said).blocks))).toBe('')
      expect(noticePost(said).text).not.toMatch(/[<>]/)
    }),
    { numRuns: 100 },
  )
})

test('every row of a long answer is on exactly one page', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 300 }), { minLength: 2, maxLength: 400 }),
      fc.integer({ min: 1, max: 25 }),
      (values, width) => {
        const columns = Array.from({ length: width }, (_, at) => ({
          name: `c${at}`,
          label: `Column ${at}`,
          type: 'text' as const,
        }))
        const rows = values.map((value, at) => columns.map((_, place) => (place === 0 ? `row ${at}` : value)))
        const one = answer({ columns, rows })
        const seen: string[] = []
        for (let page = 0; seen.length < rows.length && page < rows.length; page += 1) {
          const { blocks } = replyPost(one, shown({ page }))
          expect(faultLines(faultsOf('message', blocks))).toBe('')
          const table = blocks.find((block) => block.type === 'data_table')
          for (const [first] of table?.rows.slice(1) ?? [])
            if (first && first.type !== 'rich_text') seen.push(first.text)
        }
        expect(seen).toEqual(rows.map(([first]) => first))
      },
    ),
    { numRuns: 60 },
  )
})

test('a list with a field of each kind is as sound as one by hand', () => {
  const one = answer({ plan: list({ columns: [field('customer.name')] }) })
  expect(faultLines(faultsOf('message', replyPost(one, shown()).blocks))).toBe('')
})
