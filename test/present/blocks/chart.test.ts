import { describe, expect, test } from 'vitest'
import type { Measure, MeasurePlan } from '../../../src/ask/plan.ts'
import type { Answer, AnswerColumn, Row } from '../../../src/ask/reply.ts'
import type { Chart } from '../../../src/present/blocks/blocks.ts'
import { chartable, chartBlocks, firstView } from '../../../src/present/blocks/chart.ts'
import type { ChartKind } from '../../../src/present/blocks/drawing.ts'
import { faultLines, faultsOf } from '../../../src/present/blocks/validate.ts'
import { field, list, measure, metric, over } from '../../ask/plan-words.ts'
import { answer, column, shown } from './made.ts'

const month = column('Month', 'date', { grain: 'month' })
const store = column('Store', 'text')
const revenue = column('Revenue', 'money')
const orders = column('Orders', 'number')
const share = column('Share of revenue', 'percent')

const breakdown = (by: MeasurePlan['by'], columns: readonly AnswerColumn[], rows: readonly Row[]): Answer => {
  const figures = columns.filter(({ type }) => type === 'money' || type === 'number' || type === 'percent')
  const measures = figures.map(
    (one): Measure =>
      one.type === 'percent'
        ? { kind: 'share', metric: 'revenue', where: [], of: 'total', period: null }
        : metric(one.name),
  )
  return answer({ reading: 'A breakdown', plan: measure(measures, { by }), columns, rows })
}
const months = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${2020 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`)
const overMonths = (count: number) =>
  breakdown(
    [over('month')],
    [month, revenue],
    months(count).map((day, at) => [day, at]),
  )
const byStore = (rows: readonly Row[], columns = [store, revenue]) => breakdown([field('order.store')], columns, rows)
const shares = (...parts: readonly (readonly [string | null, number | null])[]) => byStore(parts, [store, share])

/** The chart of an answer, with what is said below it. */
function drawn(one: Answer): { readonly chart: Chart; readonly said: readonly string[] } {
  const blocks = chartBlocks(one, shown())
  expect(faultLines(faultsOf('message', blocks))).toBe('')
  const [block, small] = blocks
  if (block?.type !== 'data_visualization') throw new Error('nothing was drawn')
  return { chart: block.chart, said: small?.type === 'context' ? small.elements.map(({ text }) => text) : [] }
}
const labels = (one: Answer): readonly string[] => {
  const { chart } = drawn(one)
  return chart.type === 'pie' ? chart.segments.map(({ label }) => label) : chart.axis_config.categories
}

describe('what is drawn', () => {
  test.each<[what: string, answer: Answer, kind: ChartKind | null, first: 'table' | 'chart']>([
    ['a course over many months is a line', overMonths(12), 'line', 'chart'],
    ['one over a few is bars', overMonths(6), 'bar', 'chart'],
    ['two months are not worth a chart at first sight', overMonths(2), 'bar', 'table'],
    ['one month is no chart', overMonths(1), null, 'table'],
    [
      'a breakdown is bars',
      byStore([
        ['Oak Street', 5],
        ['River Road', 3],
      ]),
      'bar',
      'table',
    ],
    ['parts of a whole are a pie', shares(['Oak Street', 0.6], ['River Road', 0.4]), 'pie', 'chart'],
    ['parts that overlap are bars', shares(['vip', 0.8], ['gardener', 0.7]), 'bar', 'table'],
    ['parts below nothing are bars', shares(['Oak Street', 1.2], ['River Road', -0.2]), 'bar', 'table'],
    [
      'a number by itself is no chart',
      answer({ plan: measure([metric('revenue')]), columns: [revenue], rows: [[5]] }),
      null,
      'table',
    ],
    ['a list is no chart', answer({ plan: list() }), null, 'table'],
    ['a definition is no chart', answer({ plan: { kind: 'definition', term: 'lapsed' } }), null, 'table'],
    [
      'dates are no figures',
      breakdown(
        [field('order.store')],
        [store, column('Last order', 'date')],
        [
          ['Oak Street', '2026-01-01'],
          ['River Road', '2026-01-02'],
        ],
      ),
      null,
      'table',
    ],
    [
      'two breakdowns at once without time are no chart',
      breakdown(
        [field('order.store'), field('order.channel')],
        [store, column('Channel', 'text'), revenue],
        [
          ['a', 'b', 1],
          ['c', 'd', 2],
        ],
      ),
      null,
      'table',
    ],
  ])('%s', (_, one, kind, first) => {
    expect(chartable(one)).toBe(kind)
    expect(firstView(one)).toBe(first)
    if (kind !== null) expect(drawn(one).chart.type).toBe(kind)
  })
})

test('figures keep their unit on the axis', () => {
  const axis = (figure: AnswerColumn, value: number) => {
    const plan = measure([metric('x')], { by: [field('order.store')] })
    const { chart } = drawn(
      answer({
        plan,
        columns: [store, figure],
        rows: [
          ['a', value],
          ['b', value],
        ],
      }),
    )
    return chart.type === 'pie' ? null : { y: chart.axis_config.y_label, value: chart.series[0]?.data[0]?.value }
  }
  expect(axis(revenue, 12.345)).toEqual({ y: 'Revenue (USD)', value: 12.35 })
  expect(axis(orders, 12)).toEqual({ y: 'Orders', value: 12 })
  expect(axis(share, 0.1234)).toEqual({ y: 'Share of revenue (%)', value: 12.34 })
})

describe('when there is too much for a chart', () => {
  test('it shows the last of a course over time', () => {
    expect(labels(overMonths(30))).toEqual(expect.arrayContaining(['Jun 2022']))
    expect(drawn(overMonths(30)).said).toEqual(['The chart shows the last 20 of 30.'])
  })

  test('it shows the first of a breakdown', () => {
    const many = byStore(Array.from({ length: 24 }, (_, at) => [`Store ${at}`, 24 - at]))
    expect(labels(many)).toHaveLength(20)
    expect(labels(many)[0]).toBe('Store 0')
    expect(drawn(many).said).toEqual(['The chart shows the first 20 of 24.'])
  })

  test('a pie puts the small parts together', () => {
    const many = shares(...Array.from({ length: 10 }, (_, at): [string, number] => [`Store ${at}`, 0.1]))
    const { chart, said } = drawn(many)
    expect(labels(many)).toEqual(['Store 0', 'Store 1', 'Store 2', 'Store 3', 'Store 4', 'Other'])
    expect(chart.type === 'pie' && chart.segments.at(-1)?.value).toBe(50)
    expect(said).toEqual(['The chart puts 5 smaller parts together as “Other”.'])
  })

  test('six parts that are everything need no “Other”', () => {
    const six = shares(...Array.from({ length: 6 }, (_, at): [string, number] => [`Store ${at}`, 1 / 6]))
    expect(labels(six)).toHaveLength(6)
    expect(labels(six)).not.toContain('Other')
  })

  test('what a table of shares does not list is “Other” in its pie', () => {
    const top = shares(['Oak Street', 0.5], ['River Road', 0.2])
    expect(labels(top)).toEqual(['Oak Street', 'River Road', 'Other'])
    expect(drawn(top).said).toEqual(['“Other” in the chart is what the table does not list.'])
  })

  test('a course by store shows the six largest', () => {
    const rows = months(3).flatMap((day) => Array.from({ length: 8 }, (_, at): Row => [day, `Store ${at}`, at]))
    const one = breakdown([over('month'), field('order.store')], [month, store, revenue], rows)
    const { chart, said } = drawn(one)
    expect(chart.type !== 'pie' && chart.series.map(({ name }) => name)).toEqual(
      [7, 6, 5, 4, 3, 2].map((at) => `Store ${at}`),
    )
    expect(said).toEqual(['The chart shows the 6 largest of 8; the table has all of them.'])
  })
})

describe('what is missing', () => {
  test('is left out and named', () => {
    const one = byStore([
      ['Oak Street', 5],
      ['River Road', null],
      ['Elm Court', 3],
    ])
    expect(labels(one)).toEqual(['Oak Street', 'Elm Court'])
    expect(drawn(one).said).toEqual(['Left out of the chart for want of a value: River Road.'])
  })

  test('is a month for all of its stores', () => {
    const rows: Row[] = [
      ['2026-01-01', 'Oak Street', 1],
      ['2026-01-01', 'River Road', 2],
      ['2026-02-01', 'Oak Street', 3],
      ['2026-02-01', 'River Road', null],
      ['2026-03-01', 'Oak Street', 4],
      ['2026-03-01', 'River Road', 5],
    ]
    const one = breakdown([over('month'), field('order.store')], [month, store, revenue], rows)
    expect(labels(one)).toEqual(['Jan 2026', 'Mar 2026'])
    expect(drawn(one).said).toEqual(['Left out of the chart for want of a value: Feb 2026.'])
  })

  test('is a group of its own where it is the group', () => {
    expect(
      labels(
        byStore([
          ['Oak Street', 5],
          [null, 3],
        ]),
      ),
    ).toEqual(['Oak Street', 'no store'])
  })
})

test('figures of another kind are not put on the same axis, and that is said', () => {
  const one = byStore(
    [
      ['Oak Street', 5, 2],
      ['River Road', 3, 1],
    ],
    [store, revenue, orders],
  )
  const { chart, said } = drawn(one)
  expect(chart.type !== 'pie' && chart.series.map(({ name }) => name)).toEqual(['Revenue'])
  expect(said).toEqual(['Not in the chart: Orders.'])
})

test('two periods stand side by side', () => {
  const columns = [store, column('Revenue (2025)', 'money'), column('Revenue (2026)', 'money')]
  const { chart } = drawn(
    byStore(
      [
        ['Oak Street', 5, 6],
        ['River Road', 3, 2],
      ],
      columns,
    ),
  )
  expect(chart.type !== 'pie' && chart.series.map(({ name }) => name)).toEqual(['Revenue (2025)', 'Revenue (2026)'])
  expect(chart.type !== 'pie' && chart.axis_config.y_label).toBe('USD')
})

test('long names are cut so that each stays another', () => {
  const one = byStore([
    ['The Hardware Store on Oak Street', 1],
    ['The Hardware Store on River Road', 2],
    ['The Hardware Store on Oak Street', 3],
  ])
  expect(labels(one)).toEqual(['The Hardware Store…', 'The Hardware Stor… 2', 'The Hardware Stor… 3'])
})

test('colleagues are named, not addressed', () => {
  const columns = [column('Owner', 'key'), column('Owner’s name', 'text'), revenue]
  const one = breakdown([field('customer.owner')], columns, [
    ['dana@cast.example', 'Dana', 5],
    ['hank@cast.example', 'Hank', 3],
  ])
  expect(labels(one)).toEqual(['Dana', 'Hank'])
})

test('weeks are told by their first day', () => {
  const week = column('Week', 'date', { grain: 'week' })
  const one = breakdown(
    [over('week')],
    [week, revenue],
    [
      ['2026-11-02', 1],
      ['2026-11-09', 2],
    ],
  )
  expect(labels(one)).toEqual(['Nov 2, 2026', 'Nov 9, 2026'])
})
