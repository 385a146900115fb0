import type { Row } from './questions.ts'

/** A first question, and what each follow-up makes of what was answered before. */
export const threads: readonly { readonly first: string; readonly turns: readonly Row[] }[] = [
  {
    first: 'revenue by month this year',
    turns: [
      ['what about last year', 'measure revenue by month in 2025-01-01…2025-12-31'],
      ['by store instead', 'measure revenue ↓ by order.store in 2025-01-01…2025-12-31'],
      ['only online', 'measure revenue ↓ by order.store: order.channel = online in 2025-01-01…2025-12-31'],
    ],
  },
  {
    first: 'who bought a helmet in October 2026',
    turns: [
      [
        'which of them can we email',
        'list customer: orders (product.product = SF-308/SF-309/SF-310) in 2026-10-01…2026-10-31 ≥ 1, reachable_by_email',
      ],
    ],
  },
  {
    first: 'average order value this year',
    turns: [
      ['by store', 'measure average_order_value ↓ by order.store in 2026-01-01…2026-11-16'],
      ['and last year', 'measure average_order_value ↓ by order.store in 2025-01-01…2025-12-31'],
    ],
  },
  {
    first: 'customers who bought snowshoes',
    turns: [
      ['and gaiters', 'list customer: orders (product.product = SN-801) ≥ 1, orders (product.product = SN-805) ≥ 1'],
      [
        'top 5',
        'list customer: orders (product.product = SN-801) ≥ 1, orders (product.product = SN-805) ≥ 1 | customer.spend ↓ | first 5',
      ],
    ],
  },
  {
    first: 'prospects',
    turns: [
      ['without email', 'list customer: prospect, customer.has_email = false'],
      ['how many', 'measure customers: prospect, customer.has_email = false'],
    ],
  },
  {
    first: 'lapsed top customers',
    turns: [
      [
        'can we call them',
        'list customer: lapsed, top, reachable_by_phone | customer.spend ↓, customer.last_order_day, customer.days_since_last_order',
      ],
      ['weather', 'decline: I do not know “weather”.'],
    ],
  },
  {
    first: 'show me Ana Silva',
    turns: [
      ['when did she last buy', 'list customer: customer.customer = R10001 | customer.last_order_day'],
      ['what is her email', 'list customer: customer.customer = R10001 | customer.email'],
      ['how much has she spent', 'measure revenue: customer.customer = R10001'],
    ],
  },
]
