const salesMetrics = new Set([
  'revenue',
  'orders',
  'buyers',
  'units',
  'average_order_value',
  'revenue_per_buyer',
  'orders_per_buyer',
  'units_per_order',
  'largest_order',
  'discount',
  'units_returned',
  'refunds',
  'return_rate',
  'cancelled_orders',
  'refunded_orders',
  'first_order',
  'last_order',
  'categories_bought',
  'products_bought',
  'brands_bought',
  'order_days',
])

/** Metrics that take no stretch of time. */
export const noPeriod = new Set([
  'customers',
  'repeat_rate',
  'products',
  'categories',
  'stores',
  'staff',
  'holdouts',
  'ordered_during',
])

/** Entities whose rows can be listed as they are. */
export const plainList = ['order', 'interaction', 'case', 'note', 'follow_up', 'campaign'] as const

/** The day by which rows of an entity fall into a stretch of time. */
export const dayFields: Readonly<Record<string, string>> = {
  order: 'order.day',
  interaction: 'interaction.day',
  case: 'case.opened_day',
  note: 'note.day',
  follow_up: 'follow_up.due_on',
  campaign: 'campaign.started_on',
}

/** The kind of fact that a metric is about. */
export function factOf(
  metric: string,
): 'sales' | 'customer' | 'interaction' | 'case' | 'note' | 'follow_up' | 'recipient' | 'referral' | 'other' {
  if (salesMetrics.has(metric)) return 'sales'
  if (['customers', 'new_customers', 'customers_added', 'repeat_rate'].includes(metric)) return 'customer'
  if (['interactions', 'contacts', 'customers_contacted', 'last_interaction'].includes(metric)) return 'interaction'
  if (['cases', 'open_cases'].includes(metric)) return 'case'
  if (metric === 'notes') return 'note'
  if (metric === 'follow_ups') return 'follow_up'
  if (['referrals', 'successful_referrals'].includes(metric)) return 'referral'
  if (
    [
      'sent',
      'opened',
      'clicked',
      'responded',
      'open_rate',
      'click_rate',
      'response_rate',
      'holdouts',
      'ordered_during',
      'recipients',
    ].includes(metric)
  )
    return 'recipient'
  return 'other'
}
