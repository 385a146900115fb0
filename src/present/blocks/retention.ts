import type { Answer } from '../../ask/reply.ts'
import type { Drawing } from './drawing.ts'
import { limits } from './limits.ts'

/**
 * How many of all cohorts together came back after each stretch. Of a later stretch only the older cohorts can tell, and
 * each counts by its customers; a line for each cohort would show little but that the younger ones are short.
 */
export function retentionOf({ plan, columns, rows }: Answer): Drawing | null {
  if (plan.kind !== 'cohorts' || plan.show !== 'share') return null
  const steps = columns.flatMap((column, at) => (column.type === 'percent' ? [{ column, at }] : []))
  const points = steps.flatMap(({ column, at }) => {
    const known = rows.filter((row) => typeof row[at] === 'number')
    const customers = known.reduce((sum, row) => sum + Number(row[1]), 0)
    const back = known.reduce((sum, row) => sum + Number(row[1]) * Number(row[at]), 0)
    return customers === 0 ? [] : [{ label: column.label, value: Math.round((back / customers) * 10_000) / 100 }]
  })
  const shown = points.slice(0, limits.chartCategories)
  const [first] = steps
  if (shown.length < 2 || first === undefined) return null
  return {
    kind: 'line',
    overTime: false,
    categories: shown.map(({ label }) => label),
    series: [{ name: 'All cohorts', values: shown.map(({ value }) => value) }],
    across: 'After the first purchase',
    figure: { ...first.column, label: 'Bought again' },
    said: ['The chart puts all cohorts together; the table has each.'],
  }
}
