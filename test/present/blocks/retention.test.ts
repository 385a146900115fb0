import { expect, test } from 'vitest'
import type { CohortsPlan } from '../../../src/ask/plan.ts'
import { chartable } from '../../../src/present/blocks/chart.ts'
import { drawingOf } from '../../../src/present/blocks/drawing.ts'
import { answer, column } from './made.ts'

const plan: CohortsPlan = {
  kind: 'cohorts',
  grain: 'month',
  where: [],
  period: { kind: 'all' },
  show: 'share',
  steps: 3,
}
const cohorts = answer({
  plan,
  columns: [
    column('First purchase', 'date', { grain: 'month' }),
    column('Customers', 'number'),
    column('+1 month', 'percent'),
    column('+2 months', 'percent'),
    column('+3 months', 'percent'),
  ],
  rows: [
    ['2026-08-01', 30, 0.5, 0.4, null],
    ['2026-09-01', 10, 0.1, null, null],
    ['2026-10-01', 8, null, null, null],
  ],
})

test('cohorts are drawn as one line of how many came back, each cohort by its customers', () => {
  expect(drawingOf(cohorts)).toMatchObject({
    kind: 'line',
    categories: ['+1 month', '+2 months'],
    series: [{ name: 'All cohorts', values: [40, 40] }],
    figure: { label: 'Bought again', type: 'percent' },
    said: ['The chart puts all cohorts together; the table has each.'],
  })
})

test('one stretch alone is no line, and spend is left to the table', () => {
  expect(chartable({ ...cohorts, columns: cohorts.columns.slice(0, 3) })).toBeNull()
  expect(chartable({ ...cohorts, plan: { ...plan, show: 'spend' } })).toBeNull()
})
