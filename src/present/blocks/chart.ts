import type { Answer } from '../../ask/reply.ts'
import type { Block, Chart, Point } from './blocks.ts'
import { type ChartKind, type Drawing, drawingOf } from './drawing.ts'
import { groupTitle } from './groups.ts'
import { limits } from './limits.ts'
import { context, line } from './pieces.ts'
import type { Shown } from './shown.ts'

/** What kind of chart would show the answer; null where none would. */
export const chartable = (answer: Answer): ChartKind | null => drawingOf(answer)?.kind ?? null

/** A course over time and the parts of a whole are seen before they are read; other answers begin with their table. */
export function firstView(answer: Answer): 'table' | 'chart' {
  const drawing = drawingOf(answer)
  if (drawing === null) return 'table'
  return drawing.kind === 'pie' || (drawing.overTime && drawing.categories.length >= 3) ? 'chart' : 'table'
}

export function chartBlocks(answer: Answer, { rules }: Shown): readonly Block[] {
  const drawing = drawingOf(answer)
  if (drawing === null) return []
  const chart: Block = {
    type: 'data_visualization',
    title:
      drawing.kind === 'pie'
        ? `${line(groupTitle(answer), limits.chartTitle - 4)} (%)`
        : line(groupTitle(answer), limits.chartTitle),
    chart: drawing.kind === 'pie' ? pieOf(drawing) : axesOf(drawing, drawing.kind, rules.currency),
  }
  return drawing.said.length > 0 ? [chart, context(drawing.said)] : [chart]
}

function pieOf({ categories, series }: Drawing): Chart {
  const [only] = series
  return { type: 'pie', segments: categories.map((label, at) => ({ label, value: only?.values[at] ?? 0 })) }
}

function axesOf({ categories, series, across, figure }: Drawing, type: 'line' | 'bar', currency: string): Chart {
  const unit = figure.type === 'money' ? currency : figure.type === 'percent' ? '%' : ''
  const what = series.length === 1 ? figure.label : ''
  const upright = [what, what !== '' && unit !== '' ? `(${unit})` : unit].join(' ').trim()
  return {
    type,
    series: series.map(({ name, values }) => ({
      name,
      data: categories.map((label, at): Point => ({ label, value: values[at] ?? 0 })),
    })),
    axis_config: {
      categories,
      x_label: line(across, limits.axisLabel),
      ...(upright === '' ? {} : { y_label: line(upright, limits.axisLabel) }),
    },
  }
}
