import { segments, stageName, stirred, topBorder } from '../catalog/segments.ts'

/** A segment of the catalogue as a condition over `s`, with the shop's own numbers. */
function conditionOf(name: string): string {
  const segment = segments.find((each) => each.name === name)
  if (!segment) throw new Error(`The catalogue has no segment ${name}.`)
  return withTopOnce(`(${segment.sql.replaceAll(':percent', ':top_percent')})`)
}

/** The relation `:top`: what somebody has to have spent to be among the top, found once however often it is asked for. */
export const top = `select ${topBorder.replace(':percent', ':top_percent')} as least_spend`

function withTopOnce(condition: string): string {
  return condition.replaceAll(topBorder.replace(':percent', ':top_percent'), '(select top.least_spend from :top top)')
}

/**
 * The catalogue's `stirred`, from the summary and a look at one customer's campaigns: few of those whose stage is asked for
 * have never ordered, and who stirred at all is not worth finding out for them.
 */
const stirredOne =
  '(coalesce(s.last_inbound_day > :today - 90, false) or (select true from campaign_recipients asked where asked.customer_id = c.id and asked.responded_day > :today - 90 and asked.responded_day <= :today limit 1) is not null)'

/** The stage somebody is in, as the catalogue's, of few customers at a time. */
export const stage = withTopOnce(stageName).replaceAll(stirred, stirredOne)

export const isTop = conditionOf('top')
export const isLapsed = conditionOf('lapsed')
/** In days, as lapsing is measured: at least the shop's minimum. */
export const usualGap = 'greatest(coalesce(s.usual_gap_days, :default_gap_days), :minimum_gap_days)'
