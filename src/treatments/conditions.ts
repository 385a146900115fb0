import { segments } from '../catalog/segments.ts'

/** A segment of the catalogue as a condition over `s`, with the shop's own numbers. */
function conditionOf(name: string): string {
  const segment = segments.find((each) => each.name === name)
  if (!segment) throw new Error(`The catalogue has no segment ${name}.`)
  return `(${segment.sql.replaceAll(':percent', ':top_percent')})`
}

export const isTop = conditionOf('top')
export const isLapsed = conditionOf('lapsed')
/** In days, as lapsing is measured: at least the shop's minimum. */
export const usualGap = 'greatest(coalesce(s.usual_gap_days, :default_gap_days), :minimum_gap_days)'
