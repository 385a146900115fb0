import { z } from 'zod'
import { limits } from './limits.ts'
import { block, text } from './schema-elements.ts'
import { richText } from './schema-rich-text.ts'

/** Tables and charts. */
const isUnique = (texts: readonly string[]): boolean => new Set(texts).size === texts.length

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) })
const rawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) })
export const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    ...block,
    caption: z.string().min(1),
    rows: z
      .array(
        z
          .array(z.discriminatedUnion('type', [rawText, rawNumber, richText]))
          .min(1)
          .max(limits.tableColumns),
      )
      .min(2)
      .max(limits.tableRows),
    page_size: z.int().min(1).max(limits.tablePage).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .refine(({ rows }) => rows.every((row) => row.length === rows[0]?.length), {
    message: 'must all have as many cells as the first',
    path: ['rows'],
  })
  .refine(({ rows }) => rows[0]?.every((cell) => cell.type !== 'rich_text') ?? true, {
    message: 'must not have rich_text',
    path: ['rows', 0],
  })
  .refine(({ rows, row_header_column_index: at }) => at === undefined || at < (rows[0]?.length ?? 0), {
    message: 'must be a column of the table',
    path: ['row_header_column_index'],
  })

const chartLabel = text(limits.chartLabel)
const seriesChart = (type: 'bar' | 'line' | 'area') =>
  z
    .strictObject({
      type: z.literal(type),
      series: z
        .array(
          z.strictObject({
            name: chartLabel,
            data: z
              .array(z.strictObject({ label: chartLabel, value: z.number() }))
              .min(1)
              .max(limits.chartCategories),
          }),
        )
        .min(1)
        .max(limits.chartSeries),
      axis_config: z.strictObject({
        categories: z.array(chartLabel).min(1).max(limits.chartCategories),
        x_label: text(limits.axisLabel).optional(),
        y_label: text(limits.axisLabel).optional(),
      }),
    })
    .refine(({ axis_config: { categories } }) => isUnique(categories), {
      message: 'must differ from each other',
      path: ['axis_config', 'categories'],
    })
    .refine(({ series }) => isUnique(series.map(({ name }) => name)), {
      message: 'must have names that differ from each other',
      path: ['series'],
    })
    .refine(
      ({ series, axis_config: { categories } }) =>
        series.every(
          ({ data }) => data.length === categories.length && data.every(({ label }, at) => label === categories[at]),
        ),
      { message: 'must have one point for each category, in their order', path: ['series'] },
    )
const pie = z
  .strictObject({
    type: z.literal('pie'),
    segments: z
      .array(z.strictObject({ label: chartLabel, value: z.number().gt(0) }))
      .min(1)
      .max(limits.chartSeries),
  })
  .refine(({ segments }) => isUnique(segments.map(({ label }) => label)), {
    message: 'must have labels that differ from each other',
    path: ['segments'],
  })
export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  ...block,
  title: text(limits.chartTitle),
  chart: z.discriminatedUnion('type', [pie, seriesChart('bar'), seriesChart('line'), seriesChart('area')]),
})
