import {
  noBuckets,
  noForecast,
  noHorizon,
  noOrders,
  otherHorizon,
} from '../../../src/ask/planners/offline/forecasts.ts'
import type { Row } from './questions.ts'

/** Questions about estimates, movement between segments, cohorts, scores and stages, and what they are read as. */
export const estimateQuestions: Readonly<Record<string, readonly Row[]>> = {
  'how often they are expected': [
    ['who is expected to order at least twice in the next 90 days', 'list customer: customer.expected_orders ≥ 2'],
  ],
  'moves in a time that is named': [
    [
      'customers who went from prospecting to purchase in October',
      'list customer: moved stage_prospecting → stage_purchase in 2026-10-01…2026-10-31',
    ],
    [
      'customers going from champions to loyal last month',
      'list customer: moved champion → loyal in 2026-10-01…2026-10-31',
    ],
  ],
  'chances of being active, and who is likely gone': [
    ['which top customers are likely gone', 'list customer: top, likely_gone | customer.spend ↓'],
    ['customers who are probably gone', 'list customer: likely_gone'],
    ["top customers who likely won't come back", 'list customer: top, likely_gone | customer.spend ↓'],
    ['which champions are unlikely to come back', 'list customer: champion, likely_gone'],
    ['who are we about to lose', 'list customer: likely_gone'],
    ['who might we lose', 'list customer: likely_gone'],
    ['how many top customers are likely gone by store', 'measure customers ↓ by customer.store: top, likely_gone'],
    ['likely gone customers in Seattle', 'list customer: likely_gone, customer.city = Seattle'],
    ['what share of top customers is likely gone', 'measure share of group customers (likely_gone): top'],
    [
      'top customers at risk of leaving',
      'ask: list customer: top, likely_gone | customer.spend ↓ / list customer: top, at_risk | customer.spend ↓',
    ],
    ['customers with a chance of being active under 30 %', 'list customer: customer.chance_active < 0.3'],
    ['customers with less than 20% chance of coming back', 'list customer: customer.chance_active < 0.2'],
    ['customers with a chance of being active of at least 80 percent', 'list customer: customer.chance_active ≥ 0.8'],
    ['customers whose churn risk is above 60 %', 'list customer: customer.chance_active < 0.4'],
    ['customers likely to come back', 'list customer: not likely_gone, not customer.chance_active missing'],
    [
      'who is most likely to buy again',
      'list customer: not customer.chance_active missing | customer.chance_active ↓ | first 10',
    ],
    [
      '5 customers most likely to buy again',
      'list customer: not customer.chance_active missing | customer.chance_active ↓ | first 5',
    ],
    [
      'who has the lowest chance of coming back',
      'list customer: not customer.chance_active missing | customer.chance_active ↑ | first 1',
    ],
    ['customers by churn risk', 'list customer: not customer.chance_active missing | customer.chance_active ↑'],
    [
      'lapsed customers with the best chance of coming back',
      'list customer: lapsed, not customer.chance_active missing | customer.chance_active ↓ | first 10',
    ],
    ['average chance of being active by rfm segment', 'measure average customer.chance_active ↓ by customer.rfm'],
    ['how likely are our champions to come back', 'measure average customer.chance_active: champion'],
    ['chance of top customers coming back', 'measure average customer.chance_active: top'],
    [
      'give me the ten customers we are most likely to lose',
      'list customer: not customer.chance_active missing | customer.chance_active ↑ | first 10',
    ],
    [
      'loyal customers sorted by chance of being active, lowest first',
      'list customer: loyal, not customer.chance_active missing | customer.chance_active ↑',
    ],
    [
      'lapsed but not likely gone',
      'list customer: lapsed, not likely_gone, not customer.chance_active missing | customer.last_order_day, customer.days_since_last_order',
    ],
  ],
  'what customers are expected to order and to be worth': [
    ['expected orders of our champions in the next 90 days', 'measure total customer.expected_orders: champion'],
    [
      'in the next 90 days, how many orders can we expect from champions',
      'measure total customer.expected_orders: champion',
    ],
    [
      'how many orders will our champions place in the next 90 days',
      'measure total customer.expected_orders: champion',
    ],
    ['expected orders of champions in the next three months', 'measure total customer.expected_orders: champion'],
    [
      'expected value of our loyal customers by store',
      'measure total customer.lifetime_value ↓ by customer.store: loyal',
    ],
    ['how much will our champions spend in the next 12 months', 'measure total customer.lifetime_value: champion'],
    ['what are our champions worth in the next 12 months', 'measure total customer.lifetime_value: champion'],
    ['expected spend of top customers in the coming year', 'measure total customer.lifetime_value: top'],
    ['average lifetime value of champions', 'measure average customer.lifetime_value: champion'],
    ['average lifetime value per customer', 'measure average customer.lifetime_value'],
    ['average lifetime value by source', 'measure average customer.lifetime_value ↓ by customer.source'],
    ['median lifetime value by stage', 'measure median customer.lifetime_value ↓ by customer.stage'],
    ['customers by lifetime value', 'list customer: not customer.lifetime_value missing | customer.lifetime_value ↓'],
    [
      'top 10 by predicted value',
      'list customer: not customer.lifetime_value missing | customer.lifetime_value ↓ | first 10',
    ],
    [
      'top customers by lifetime value',
      'list customer: not customer.lifetime_value missing | customer.lifetime_value ↓ | first 10',
    ],
    [
      '20 customers with the highest lifetime value',
      'list customer: not customer.lifetime_value missing | customer.lifetime_value ↓ | first 20',
    ],
    [
      'who has the highest lifetime value',
      'list customer: not customer.lifetime_value missing | customer.lifetime_value ↓ | first 1',
    ],
    [
      'rank our champions by expected orders',
      'list customer: champion, not customer.expected_orders missing | customer.expected_orders ↓',
    ],
    [
      'customers with the highest expected orders in the next 90 days',
      'list customer: not customer.expected_orders missing | customer.expected_orders ↓ | first 10',
    ],
    [
      'who will spend the most in the next 12 months',
      'list customer: not customer.lifetime_value missing | customer.lifetime_value ↓ | first 10',
    ],
    ['customers with lifetime value between $200 and $500', 'list customer: customer.lifetime_value between 200/500'],
    ['customers with more than 2 expected orders', 'list customer: customer.expected_orders > 2'],
    ['champions with their lifetime value', 'list customer: champion | customer.lifetime_value'],
    [
      'top customers with their chance of being active',
      'list customer: top | customer.chance_active, customer.spend ↓',
    ],
    [
      'expected orders of the customers who became lapsed last month',
      'measure total customer.expected_orders: moved anywhere → lapsed in 2026-10-01…2026-10-31',
    ],
    [
      'lifetime value of customers won in 2025 by source',
      'measure total customer.lifetime_value ↓ by customer.source: customer.first_order_day in 2025-01-01…2025-12-31',
    ],
  ],
  'what one customer is expected to do': [
    [
      'chance that Ana Silva comes back',
      'list customer: customer.customer = R10001 | customer.chance_active, customer.last_order_day, customer.usual_gap',
    ],
    [
      'how likely is Ana Silva to come back',
      'list customer: customer.customer = R10001 | customer.chance_active, customer.last_order_day, customer.usual_gap',
    ],
    [
      'will Ana Silva come back',
      'list customer: customer.customer = R10001 | customer.chance_active, customer.last_order_day, customer.usual_gap',
    ],
    [
      'is Ana Silva still active',
      'list customer: customer.customer = R10001 | customer.chance_active, customer.last_order_day, customer.usual_gap',
    ],
    ['what is Ana Silva worth', 'list customer: customer.customer = R10001 | customer.spend, customer.lifetime_value'],
    [
      "Ana Silva's lifetime value",
      'list customer: customer.customer = R10001 | customer.spend, customer.lifetime_value',
    ],
    [
      'how many orders do we expect from Ana Silva',
      'list customer: customer.customer = R10001 | customer.expected_orders, customer.chance_active',
    ],
    [
      'how many orders will Ana Silva place in the next 90 days',
      'list customer: customer.customer = R10001 | customer.expected_orders, customer.chance_active',
    ],
    ['why is Ana Silva likely gone', 'why R10001 likely_gone'],
    ['why is Ana Silva at risk', 'why R10001 at_risk'],
    ["why isn't Ana Silva a top customer", 'why R10001 top'],
    ['is Ana Silva a champion', 'why R10001 champion'],
    [
      "explain Ana Silva's score",
      'list customer: customer.customer = R10001 | customer.rfm, customer.recency_score, customer.frequency_score, customer.money_score, customer.stage, customer.chance_active, customer.expected_orders, customer.lifetime_value',
    ],
    ['what stage is Ana Silva in', 'list customer: customer.customer = R10001 | customer.stage'],
    ['which segment is Ana Silva in', 'list customer: customer.customer = R10001 | customer.rfm, customer.stage'],
    [
      "how sure is Ana Silva's usual gap",
      'list customer: customer.customer = R10001 | customer.usual_gap, customer.usual_gap_margin, customer.purchase_days',
    ],
    [
      "how much was Ana Silva's last order worth",
      'list order: customer.customer = R10001, order.from_last = 1 | order.day, order.net',
    ],
  ],
  'movement between segments': [
    [
      'who became lapsed last month',
      'list customer: moved anywhere → lapsed in 2026-10-01…2026-10-31 | entered_on (stay.segment = lapsed) in 2026-10-01…2026-10-31 ↓',
    ],
    [
      'who lapsed last month',
      'list customer: moved anywhere → lapsed in 2026-10-01…2026-10-31 | entered_on (stay.segment = lapsed) in 2026-10-01…2026-10-31 ↓',
    ],
    [
      'who went quiet last month',
      'list customer: moved anywhere → lapsed in 2026-10-01…2026-10-31 | entered_on (stay.segment = lapsed) in 2026-10-01…2026-10-31 ↓',
    ],
    ['how many customers lapsed last month', 'measure customers: moved anywhere → lapsed in 2026-10-01…2026-10-31'],
    [
      'which top customers lapsed this year',
      'list customer: top, moved anywhere → lapsed in 2026-01-01…2026-11-16 | customer.spend ↓, entered_on (stay.segment = lapsed) in 2026-01-01…2026-11-16',
    ],
    [
      'how many became lapsed by store last month',
      'measure customers ↓ by customer.store: moved anywhere → lapsed in 2026-10-01…2026-10-31',
    ],
    [
      'who became a champion this quarter',
      'list customer: moved anywhere → champion in 2026-10-01…2026-11-16 | entered_on (stay.segment = champion) in 2026-10-01…2026-11-16 ↓',
    ],
    [
      'new champions this month',
      'list customer: moved anywhere → champion in 2026-11-01…2026-11-16 | entered_on (stay.segment = champion) in 2026-11-01…2026-11-16 ↓',
    ],
    [
      'newly lapsed top customers since October',
      'list customer: moved anywhere → lapsed in 2026-10-01…, top | customer.spend ↓, entered_on (stay.segment = lapsed) in 2026-10-01…',
    ],
    [
      'who fell into hibernating last quarter',
      'list customer: moved anywhere → hibernating in 2026-07-01…2026-09-30 | entered_on (stay.segment = hibernating) in 2026-07-01…2026-09-30 ↓',
    ],
    [
      'who stopped being a champion this year',
      'list customer: moved champion → anywhere in 2026-01-01…2026-11-16 | left_on (stay.segment = champion) in 2026-01-01…2026-11-16 ↓',
    ],
    [
      'who left our top customers since June',
      'list customer: moved top → anywhere in 2026-06-01… | left_on (stay.segment = top) in 2026-06-01… ↓',
    ],
    [
      'who is no longer a champion since September',
      'list customer: moved champion → anywhere in 2026-09-01…, not champion | left_on (stay.segment = champion) in 2026-09-01… ↓',
    ],
    ['how many champions did we lose since June', 'measure customers: moved champion → anywhere in 2026-06-01…'],
    [
      'who did we lose last quarter',
      'list customer: moved anywhere → lapsed in 2026-07-01…2026-09-30 | entered_on (stay.segment = lapsed) in 2026-07-01…2026-09-30 ↓',
    ],
    [
      'how many moved from at risk to champions since September',
      'measure customers: moved at_risk → champion in 2026-09-01…',
    ],
    ['which champions became at risk since September', 'list customer: moved champion → at_risk in 2026-09-01…'],
    ['champions that turned at risk this year', 'list customer: moved champion → at_risk in 2026-01-01…2026-11-16'],
    [
      'how many at risk customers did we lose to hibernating this quarter',
      'measure customers: moved at_risk → hibernating in 2026-10-01…2026-11-16',
    ],
    [
      'top customers who became at risk this month',
      'list customer: top, moved anywhere → at_risk in 2026-11-01…2026-11-16 | customer.spend ↓, entered_on (stay.segment = at_risk) in 2026-11-01…2026-11-16',
    ],
    ['who came back after lapsing', 'list customer: moved lapsed → anywhere | left_on (stay.segment = lapsed) ↓'],
    [
      'which lapsed customers came back last month',
      'list customer: moved lapsed → anywhere in 2026-10-01…2026-10-31 | left_on (stay.segment = lapsed) in 2026-10-01…2026-10-31 ↓',
    ],
    [
      'who did we win back last month',
      'list customer: moved lapsed → anywhere in 2026-10-01…2026-10-31 | left_on (stay.segment = lapsed) in 2026-10-01…2026-10-31 ↓',
    ],
    [
      'revenue of customers who became lapsed last month',
      'measure revenue: moved anywhere → lapsed in 2026-10-01…2026-10-31',
    ],
    [
      'who moved from connection to loyalty since June',
      'list customer: moved stage_connection → stage_loyalty in 2026-06-01…',
    ],
    [
      'how many customers moved out of champions this year',
      'measure customers: moved champion → anywhere in 2026-01-01…2026-11-16',
    ],
  ],
  'segments on a day gone by, and over time': [
    ['who was a champion on September 1', 'list customer: champion on 2026-09-01'],
    ['how many champions did we have on September 1', 'measure customers: champion on 2026-09-01'],
    ['how many lapsed customers did we have a year ago', 'measure customers: lapsed on 2025-11-16'],
    ['customers who were champions at the end of September', 'list customer: champion on 2026-09-30'],
    ['champions at the start of the year', 'list customer: champion on 2026-01-01'],
    ['lapsed customers on September 1 by store', 'measure customers ↓ by customer.store: lapsed on 2026-09-01'],
    [
      'who was a champion in September',
      'ask: list customer: champion on 2026-09-01 / list customer: champion on 2026-09-30 / list customer: moved anywhere → champion in 2026-09-01…2026-09-30 | entered_on (stay.segment = champion) in 2026-09-01…2026-09-30 ↓',
    ],
    [
      'champions by month this year',
      'measure segment_size (stay.segment = champion) by month in 2026-01-01…2026-11-16',
    ],
    ['lapsed customers by month', 'measure segment_size (stay.segment = lapsed) by month in 2025-12-01…2026-11-16'],
    [
      'how has the number of lapsed customers developed',
      'measure segment_size (stay.segment = lapsed) by month in 2025-12-01…2026-11-16',
    ],
    ['top customers over time', 'measure segment_size (stay.segment = top) by month in 2025-12-01…2026-11-16'],
    [
      'how many top customers did we have by month',
      'measure segment_size (stay.segment = top) by month in 2025-12-01…2026-11-16',
    ],
    [
      'at risk customers by month in Seattle',
      'measure segment_size (stay.segment = at_risk) by month: customer.city = Seattle in 2025-12-01…2026-11-16',
    ],
    [
      'champions by month by store',
      'measure segment_size (stay.segment = champion) by month and customer.store in 2025-12-01…2026-11-16',
    ],
    [
      'champions and loyal customers by month',
      'measure segment_size (stay.segment = champion/loyal) by month and stay.segment in 2025-12-01…2026-11-16',
    ],
    [
      'rfm segments by month',
      'measure segment_size (stay.segment = champion/… 10 of them) by month and stay.segment in 2025-12-01…2026-11-16',
    ],
    ['how many customers became loyal by month', 'measure segment_entries (stay.segment = loyal) by month'],
    [
      'new champions by month this year',
      'measure segment_entries (stay.segment = champion) by month in 2026-01-01…2026-11-16',
    ],
    [
      'how many customers lapsed by month this year',
      'measure segment_entries (stay.segment = lapsed) by month in 2026-01-01…2026-11-16',
    ],
    ['lost customers by month', 'measure segment_entries (stay.segment = lapsed) by month'],
    ['how many customers left the champions by month', 'measure segment_exits (stay.segment = champion) by month'],
    ['size of the champions segment', 'measure customers: champion'],
    [
      'how big was the champions segment in March',
      'ask: measure customers: champion on 2026-03-01 / measure customers: champion on 2026-03-31 / measure customers: moved anywhere → champion in 2026-03-01…2026-03-31',
    ],
    ['monthly champions in 2026', 'measure segment_size (stay.segment = champion) by month in 2026-01-01…2026-12-31'],
  ],
  cohorts: [
    ['retention by cohort', 'cohorts share by month | 12 after'],
    ['retention by month of first purchase', 'cohorts share by month | 12 after'],
    ['cohort retention by quarter', 'cohorts share by quarter | 8 after'],
    ['retention by cohort for customers from Seattle', 'cohorts share by month: customer.city = Seattle | 12 after'],
    ['retention of customers we won in 2025 by cohort', 'cohorts share by month in 2025-01-01…2025-12-31 | 12 after'],
    ['retention by cohort in 2025', 'cohorts share by month in 2025-01-01…2025-12-31 | 12 after'],
    ['spend by cohort', 'cohorts spend by month | 12 after'],
    ['customers by cohort', 'cohorts customers by month | 12 after'],
    ['how many customers come back by cohort', 'cohorts customers by month | 12 after'],
    ['how many of the customers we won in March came back', 'measure new_customers: repeat in 2026-03-01…2026-03-31'],
    [
      'what share of new customers of last year bought again within 90 days',
      'measure share of group customers (orders (order.number ≥ 2, order.days_after_first ≤ 90) ≥ 1): customer.first_order_day in 2025-01-01…2025-12-31',
    ],
  ],
  'one customer in a segment on a day': [
    ['was Ana Silva a champion on September 1', 'list customer: customer.customer = R10001, champion on 2026-09-01'],
    [
      'was Ana Silva a champion in May',
      'ask: list customer: customer.customer = R10001, champion on 2026-05-01 / list customer: customer.customer = R10001, champion on 2026-05-31 / list customer: customer.customer = R10001, moved anywhere → champion in 2026-05-01…2026-05-31',
    ],
    [
      'did Ana Silva become lapsed this year',
      'list customer: customer.customer = R10001, moved anywhere → lapsed in 2026-01-01…2026-11-16',
    ],
    ['is Ana Silva a champion', 'why R10001 champion'],
  ],
  'RFM names, stages and scores': [
    ['at-risk customers', 'list customer: at_risk'],
    ['customers we cannot lose', 'list customer: cant_lose'],
    ['customers needing attention', 'list customer: need_attention'],
    ['potential loyal customers', 'list customer: potential_loyalist'],
    ['champions and loyal customers', 'list customer: champion or loyal'],
    ['how many champions and potential loyalists do we have', 'measure customers: champion or potential_loyalist'],
    ['customers by RFM segment', 'measure customers ↓ by customer.rfm'],
    ['rfm distribution', 'measure customers ↓ by customer.rfm'],
    ['stages', 'measure customers ↓ by customer.stage'],
    ['share of customers by stage', 'measure share of total customers ↓ by customer.stage'],
    ['customers in the loyalty stage', 'list customer: stage_loyalty'],
    ['how many are in Loyalty', 'measure customers: stage_loyalty'],
    ['what share are in Loyalty', 'measure share of group customers (stage_loyalty)'],
    ['how many are in Purchase', 'measure customers: stage_purchase'],
    ['who is in Consideration', 'list customer: stage_consideration'],
    ['how many customers are in Prospecting by store', 'measure customers ↓ by customer.store: stage_prospecting'],
    ['revenue of customers in Loyalty this year', 'measure revenue: stage_loyalty in 2026-01-01…2026-11-16'],
    ['customers not in Loyalty', 'list customer: not stage_loyalty'],
    ['customers in Loyalty or Connection', 'list customer: stage_loyalty or stage_connection'],
    ['customers with a recency score of 5', 'list customer: customer.recency_score = 5'],
    ['customers with an R score of at least 4', 'list customer: customer.recency_score ≥ 4'],
    ['who scores 5 on frequency', 'list customer: customer.frequency_score = 5'],
    ['customers by recency score', 'measure customers ↓ by customer.recency_score'],
    [
      'which RFM segment brings the most revenue',
      'measure revenue ↓ by customer.rfm: not customer.rfm missing | first 1',
    ],
    ['customers in RFM segment at risk', 'list customer: at_risk'],
    ['customers by stage and store', 'measure customers ↓ by customer.stage and customer.store'],
  ],
  'shares of the best': [
    ['share of revenue from the top 10 %', 'measure share of group revenue (top 10%)'],
    ['how much of our sales do the best 20 percent of customers bring', 'measure share of group revenue (top)'],
    ['how much of our revenue comes from champions', 'measure share of group revenue (champion)'],
    ['heavy users of Bikes', 'list customer: heavy of Bikes | revenue (product.category = Bikes) ↓'],
    ['heavy Nutrition buyers', 'list customer: heavy of Nutrition | revenue (product.category = Nutrition) ↓'],
  ],
  meanings: [
    ['what does likely gone mean', 'definition likely_gone'],
    ['what is lifetime value', 'definition customer.lifetime_value'],
    ['how is lifetime value calculated', 'definition customer.lifetime_value'],
    ['how are expected orders calculated', 'definition customer.expected_orders'],
    ['what does chance of being active mean', 'definition customer.chance_active'],
    ['what does usual gap mean', 'definition usual_gap'],
    ['what is the loyalty stage', 'definition stage_loyalty'],
  ],
}

const everIn =
  'Whether a customer was ever in a segment I cannot tell, only whether they were in it on a day, or came into it in a time: “was Ana a champion on September 1”, “did Ana become lapsed this year”.'

const anyMove =
  'I can tell who moved into, out of, or between segments that are named, not all moves between all of them. Ask for example “how many moved from at risk to champions since September” or “who left loyal last month”.'

/** Questions that are declined, and with which sentence. */
export const declinedEstimates: readonly Row[] = [
  ['what will we sell next month', noForecast],
  ['how many orders will we get in December', noForecast],
  ['expected revenue next year', noForecast],
  ['expected orders by store', noForecast],
  ['expected orders of all customers', noForecast],
  ['sales forecast', noForecast],
  ['how many customers will we lose next month', noForecast],
  ['which store has the highest lifetime value', noForecast],
  ['expected orders of champions over the next year', otherHorizon],
  ['expected orders of champions next month', otherHorizon],
  ['how much will Ana Silva spend next year', otherHorizon],
  ['lifetime value of champions over 3 years', otherHorizon],
  ['how likely is Ana Silva to buy again in the next 90 days', noHorizon],
  ['lifetime value of prospects', noOrders],
  ['lifetime value of customers without orders', noOrders],
  ['expected orders of prospects', noOrders],
  ['expected orders of customers in consideration', noOrders],
  ['expected orders of champions by month', noBuckets],
  ['how many customers moved between stages this year', anyMove],
  ['how many customers moved between segments since July', anyMove],
  ['how many champions moved this month', anyMove],
  ['how many customers changed stage', anyMove],
  ['who moved up a stage this year', anyMove],
  ['was Ana Silva ever a champion', everIn],
  ['has Ana Silva ever been lapsed', everIn],
  ['did Ana Silva use to be loyal', everIn],
  ['why was Ana Silva a champion in May', 'I know the words, but not what to answer.'],
  ['how many customers moved this year', 'I know the words, but not what to answer.'],
  [
    'average churn risk',
    'I know the chance that a customer is still active, and not its opposite. Ask for the “chance of being active”.',
  ],
  [
    'who left our top customers',
    'Say since when, or in which time: for example “since September”, “this year” or “last month”.',
  ],
  [
    'how many moved from at risk to champions',
    'Say since when, or in which time: for example “since September”, “this year” or “last month”.',
  ],
  [
    'how many moved from at risk to champions by month since June',
    'Over time I can count who came into a segment or who left it, but not who moved from one to another. Ask for one stretch: “how many moved from at risk to champions since September”.',
  ],
  [
    'what is our retention rate',
    'Retention is told by cohort here: ask “retention by cohort”, “retention by cohort by quarter”, or for “our repeat rate”.',
  ],
  [
    'retention by store',
    'Retention is told by cohort here: ask “retention by cohort”, “retention by cohort by quarter”, or for “our repeat rate”.',
  ],
  ['champions by cohort', 'I know the words, but not what to answer.'],
  ['compare champions and at risk customers by average order value', 'I know the words, but not what to answer.'],
  ['how much revenue are we about to lose', 'I know the words, but not what to answer.'],
  ['average order value by cohort', 'I know the words, but not what to answer.'],
  ['at risk customers in October', 'I know the words, but not what to answer.'],
  ['who will buy next month', noForecast],
  ['top customers with a chance under 30%', 'I do not know “chance”.'],
  ['customers with a recency score of 7', 'I know the words, but not what to answer.'],
]

/** A first question, and what each follow-up makes of what was answered before. */
export const estimateThreads: readonly { readonly first: string; readonly turns: readonly Row[] }[] = [
  {
    first: 'which top customers are likely gone',
    turns: [
      ['only in Seattle', 'list customer: top, likely_gone, customer.city = Seattle | customer.spend ↓'],
      ['how many', 'measure customers: top, likely_gone, customer.city = Seattle'],
      ['by store', 'measure customers ↓ by customer.store: top, likely_gone, customer.city = Seattle'],
      ['as a list', 'list customer: top, likely_gone, customer.city = Seattle'],
      [
        'sort by lifetime value',
        'list customer: top, likely_gone, customer.city = Seattle | customer.lifetime_value ↓',
      ],
    ],
  },
  {
    first: 'expected orders of our champions in the next 90 days',
    turns: [
      ['by store', 'measure total customer.expected_orders ↓ by customer.store: champion'],
      ['and of loyal customers', 'measure total customer.expected_orders ↓ by customer.store: loyal'],
      [
        'and their lifetime value',
        'measure total customer.expected_orders ↓, total customer.lifetime_value by customer.store: loyal',
      ],
      ['as a list', 'list customer: loyal | customer.expected_orders ↓, customer.lifetime_value'],
      [
        'in the next 30 days',
        'decline: Estimates look ahead 90 days for orders and 12 months for value, and no other stretch. Ask for example “expected orders of our champions in the next 90 days” or “lifetime value of our champions”.',
      ],
    ],
  },
  {
    first: 'who became lapsed last month',
    turns: [
      ['how many', 'measure customers: moved anywhere → lapsed in 2026-10-01…2026-10-31'],
      ['and the month before', 'measure customers: moved anywhere → lapsed in 2026-09-01…2026-09-30'],
      ['and this year?', 'measure customers: moved anywhere → lapsed in 2026-01-01…2026-11-16'],
      ['by store', 'measure customers ↓ by customer.store: moved anywhere → lapsed in 2026-01-01…2026-11-16'],
      [
        'only top customers',
        'measure customers ↓ by customer.store: moved anywhere → lapsed in 2026-01-01…2026-11-16, top',
      ],
      ['as a list', 'list customer: moved anywhere → lapsed in 2026-01-01…2026-11-16, top'],
    ],
  },
  {
    first: 'how many became lapsed last month',
    turns: [
      ['who are they', 'list customer: moved anywhere → lapsed in 2026-10-01…2026-10-31'],
      ['which of them are top customers', 'list customer: moved anywhere → lapsed in 2026-10-01…2026-10-31, top'],
      ['by month', 'measure segment_entries (stay.segment = lapsed) by month: top in 2026-10-01…2026-10-31'],
    ],
  },
  {
    first: 'champions by month this year',
    turns: [
      ['and last year', 'measure segment_size (stay.segment = champion) by month in 2025-01-01…2025-12-31'],
      ['by quarter', 'measure segment_size (stay.segment = champion) by quarter in 2025-01-01…2025-12-31'],
      [
        'only in Seattle',
        'measure segment_size (stay.segment = champion) by quarter: customer.city = Seattle in 2025-01-01…2025-12-31',
      ],
      [
        'and lapsed customers',
        'measure segment_size (stay.segment = lapsed) by quarter: customer.city = Seattle in 2025-01-01…2025-12-31',
      ],
    ],
  },
  {
    first: 'champions',
    turns: [
      ['over time', 'measure segment_size (stay.segment = champion) by month in 2025-12-01…2026-11-16'],
      [
        'their expected orders',
        'decline: Estimates are one number for the next 90 days, or 12 months, and are not broken down over time. Ask for them by store, by city or by RFM segment.',
      ],
    ],
  },
  {
    first: 'retention by cohort',
    turns: [
      ['by quarter', 'cohorts share by quarter | 8 after'],
      ['only in Seattle', 'cohorts share by quarter: customer.city = Seattle | 8 after'],
      ['spend', 'cohorts spend by quarter: customer.city = Seattle | 8 after'],
      ['in 2025', 'cohorts spend by quarter: customer.city = Seattle in 2025-01-01…2025-12-31 | 8 after'],
      ['how many', 'cohorts customers by quarter: customer.city = Seattle in 2025-01-01…2025-12-31 | 8 after'],
      ['in percent', 'cohorts share by quarter: customer.city = Seattle in 2025-01-01…2025-12-31 | 8 after'],
    ],
  },
  {
    first: 'top 10 customers by lifetime value',
    turns: [
      ['top 20', 'list customer: not customer.lifetime_value missing | customer.lifetime_value ↓ | first 20'],
      [
        'by expected orders',
        'list customer: not customer.expected_orders missing | customer.expected_orders ↓ | first 20',
      ],
    ],
  },
  {
    first: 'what is Ana Silva worth',
    turns: [
      [
        'and her chance of coming back',
        'list customer: customer.customer = R10001 | customer.chance_active, customer.last_order_day, customer.usual_gap',
      ],
      ['why is she at risk', 'why R10001 at_risk'],
      ['what stage is she in', 'list customer: customer.customer = R10001 | customer.stage'],
      [
        'how many orders do we expect from her',
        'list customer: customer.customer = R10001 | customer.expected_orders, customer.chance_active',
      ],
    ],
  },
  {
    first: 'who was a champion on September 1',
    turns: [
      ['how many', 'measure customers: champion on 2026-09-01'],
      ['and on October 1', 'measure customers: champion on 2026-10-01'],
      ['and now', 'measure customers: champion'],
    ],
  },
  {
    first: 'new champions this month',
    turns: [
      [
        'last month',
        'list customer: moved anywhere → champion in 2026-10-01…2026-10-31 | entered_on (stay.segment = champion) in 2026-10-01…2026-10-31 ↓',
      ],
      ['how many', 'measure customers: moved anywhere → champion in 2026-10-01…2026-10-31'],
      ['since June', 'measure customers: moved anywhere → champion in 2026-06-01…'],
    ],
  },
  {
    first: 'share of revenue from the top 10 %',
    turns: [
      ['and the top 20 %', 'measure share of group revenue (top)'],
      ['last year', 'measure share of group revenue (top) in 2025-01-01…2025-12-31'],
    ],
  },
  {
    first: 'customers by rfm segment',
    turns: [
      ['only in Seattle', 'measure customers ↓ by customer.rfm: customer.city = Seattle'],
      ['by stage instead', 'measure customers ↓ by customer.stage: customer.city = Seattle'],
    ],
  },
  {
    first: 'how many customers became loyal by month',
    turns: [
      ['this year', 'measure segment_entries (stay.segment = loyal) by month in 2026-01-01…2026-11-16'],
      ['and at risk customers', 'measure segment_entries (stay.segment = at_risk) by month in 2026-01-01…2026-11-16'],
      ['only top customers', 'measure segment_entries (stay.segment = at_risk) by month: top in 2026-01-01…2026-11-16'],
    ],
  },
  {
    first: 'champions',
    turns: [
      ['and their lifetime value', 'list customer: champion | customer.lifetime_value'],
      ['how many', 'measure customers: champion'],
    ],
  },
  {
    first: 'champions',
    turns: [
      ['expected orders', 'measure total customer.expected_orders: champion'],
      ['by city', 'measure total customer.expected_orders ↓ by customer.city: champion'],
    ],
  },
  {
    first: 'who are our champions',
    turns: [
      [
        'how many of them moved from loyal since September',
        'measure customers: champion, moved loyal → champion in 2026-09-01…',
      ],
    ],
  },
]
