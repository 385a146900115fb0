import type { Plan } from '../../plan.ts'

/** Estimates are of customers who exist; how the shop will do depends on those who do not come yet. */
export const noForecast =
  'I answer from what has happened and do not forecast the shop: customers who are still to come are in no estimate. I can estimate customers, such as “expected orders of our champions”, “top 10 customers by lifetime value” or “which top customers are likely gone”.'

/** How far ahead estimates look. */
export const otherHorizon =
  'Estimates look ahead 90 days for orders and 12 months for value, and no other stretch. Ask for example “expected orders of our champions in the next 90 days” or “lifetime value of our champions”.'

/** Nor do estimates have months. */
export const noBuckets =
  'Estimates are one number for the next 90 days, or 12 months, and are not broken down over time. Ask for them by store, by city or by RFM segment.'

/** The chance of being active has no horizon. */
export const noHorizon =
  'The chance of being active is that of today, without a time in which they come. Ask for “chance of being active”, or for “expected orders” in the next 90 days.'

/** Whoever never bought has shown no rhythm to go by. */
export const noOrders =
  'Nobody without an order has an estimate: estimates are made from the orders so far. Ask for them of customers who have bought, such as “lifetime value of our champions”.'

const ahead: readonly RegExp[] = [
  /\b(?:will|going to|gonna|forecast|predict|expect|projection|projected|next (?:month|year|quarter|week|season|december|summer|winter|spring))\b.*\b(?:sell|buy|order|spend|sales|revenue|earn|make|snow|rain|come in|come back|return|do)\b/i,
  /\b(?:how (?:many|much)|what)\b.*\b(?:will|gonna|are going to|is going to)\b/i,
  /\b(?:who|which|they|it|customers|clients|people|buyers|champions|regulars)(?: \w+)? will\b/i,
  /\b(?:forecasts?|forecasted|projections?|projected|predictions?|outlook)\b/i,
  /\b(?:expect|expected|predict|predicted|anticipated)\b.*\b(?:sales|revenue|orders?|turnover|income|customers|purchases|visits)\b/i,
]

/** Whether the question asks for what is still to come. */
export const asksForForecast = (question: string): boolean => ahead.some((pattern) => pattern.test(question))

/** Whether the answer is of estimates. */
export const isEstimateOf = (plan: Plan): boolean =>
  /"customer\.(?:chance_active|expected_orders|lifetime_value)/.test(JSON.stringify(plan))

/** Whether the plan rests on estimates of customers, or on days that are known ahead: birthdays, and what is due. */
export const mayLookAhead = (plan: Plan): boolean =>
  /"customer\.(?:chance_active|expected_orders|lifetime_value)|"likely_gone"|birthday|follow_up|"definition"/.test(
    JSON.stringify(plan),
  )
