import type { Row } from './questions.ts'

interface Conversation {
  readonly first: string
  readonly turns: readonly Row[]
}

const cut =
  'decline: The list before is cut to its first 10, and I cannot look further into a list that is cut. Ask for everybody (“top customers”, “who spent more than $1,000”), then narrow that, or ask whole for what you want.'

const noPlace = 'decline: I do not see how that changes the answer before. Ask it whole.'

/** Follow-ups to the sample shop on Monday, November 16, 2026, by what the first answer is. */
export const followUps: Readonly<Record<string, readonly Conversation[]>> = {
  'a list of customers is gone on with': [
    {
      first: 'customers living in Tacoma',
      turns: [
        ['what is their average order value', 'measure average_order_value: customer.city = Tacoma'],
        [
          'what did they buy',
          'list product: product buyers (customer.city = Tacoma) > 0 | buyers (customer.city = Tacoma) ↓',
        ],
        [
          'who have lapsed',
          'list customer: lapsed, customer.city = Tacoma | customer.last_order_day, customer.days_since_last_order',
        ],
        ['how many', 'measure customers: lapsed, customer.city = Tacoma'],
        [
          'who has a birthday this month',
          'list customer: lapsed, customer.city = Tacoma, customer.birthday in 2026-11-01…2026-11-30',
        ],
      ],
    },
    {
      first: 'top customers',
      turns: [
        [
          'which of these have a birthday on file',
          'list customer: top, not customer.birthday missing | customer.spend ↓',
        ],
        [
          'and of those living in Tacoma',
          'list customer: top, not customer.birthday missing, customer.city = Tacoma | customer.spend ↓',
        ],
        [
          'how much did they spend last year',
          'measure revenue: top, not customer.birthday missing, customer.city = Tacoma in 2025-01-01…2025-12-31',
        ],
      ],
    },
    {
      first: 'repeat customers living in Spokane',
      turns: [
        ['their email addresses', 'list customer: repeat, customer.city = Spokane | customer.email'],
        ['sort by name', 'list customer: repeat, customer.city = Spokane | customer.name ↑, customer.email'],
      ],
    },
    {
      first: 'who bought a helmet this year',
      turns: [
        [
          'what else did they buy',
          'measure buyers ↓ by product.product: not product.product = SF-308/SF-309/SF-310, orders (product.product = SF-308/SF-309/SF-310) in 2026-01-01…2026-11-16 ≥ 1',
        ],
      ],
    },
    {
      first: 'customers who bought a gravel bike',
      turns: [
        [
          'compare with top customers',
          'decline: I can compare numbers, not lists. Ask for a number of each, such as “average order value of top customers” and then “compare with lapsed customers”.',
        ],
      ],
    },
  ],
  'what some customers buy is of them alone': [
    {
      first: 'customers living in Seattle',
      turns: [
        [
          'what did they buy',
          'list product: product buyers (customer.city = Seattle) > 0 | buyers (customer.city = Seattle) ↓',
        ],
        [
          'and last year',
          'list product: product buyers (customer.city = Seattle) in 2025-01-01…2025-12-31 > 0 | buyers (customer.city = Seattle) in 2025-01-01…2025-12-31 ↓',
        ],
        [
          'by revenue',
          'list product: product revenue (customer.city = Seattle) in 2025-01-01…2025-12-31 > 0 | revenue (customer.city = Seattle) in 2025-01-01…2025-12-31 ↓',
        ],
        ['when did they last buy', 'list customer: customer.city = Seattle | customer.last_order_day'],
      ],
    },
    {
      first: 'lapsed customers',
      turns: [
        [
          'drop the top ones',
          'list customer: lapsed, not top | customer.last_order_day, customer.days_since_last_order',
        ],
        ['how many', 'measure customers: lapsed, not top'],
        ['who looks after them', 'list customer: lapsed, not top | customer.owner'],
        ['sort by last order', 'list customer: lapsed, not top | customer.owner, customer.last_order_day ↓'],
        ['oldest first', 'list customer: lapsed, not top | customer.owner, customer.last_order_day ↑'],
        ['how much', 'measure revenue: lapsed, not top'],
        ['what share is that', 'decline: A share of what? Ask for example “what share of all customers is that”.'],
      ],
    },
  ],
  'a list that is cut is not widened': [
    {
      first: 'top 10 customers',
      turns: [
        ['which of these have lapsed', cut],
        ['which of these have a birthday on file', cut],
        ['what did they buy', cut],
        ['with their emails', 'list customer | revenue ↓, customer.email | first 10'],
        ['last year', 'list customer | revenue in 2025-01-01…2025-12-31 ↓, customer.email | first 10'],
      ],
    },
  ],
  'one customer is still spoken of': [
    {
      first: 'show me Ana Silva',
      turns: [
        ['their orders', 'list order: customer.customer = R10001'],
        ['her last order', 'list customer: customer.customer = R10001 | customer.last_order_day'],
      ],
    },
  ],
  'a breakdown is changed, and no word of the change lost': [
    {
      first: 'revenue by category this year',
      turns: [
        [
          'only Bikes by product',
          'measure revenue ↓ by product.product: product.category = Bikes in 2026-01-01…2026-11-16',
        ],
        [
          'and orders',
          'measure revenue ↓, orders by product.product: product.category = Bikes in 2026-01-01…2026-11-16',
        ],
        [
          'sort by name',
          'measure revenue, orders by product.product: product.category = Bikes in 2026-01-01…2026-11-16',
        ],
        [
          'just the top 3',
          'measure revenue ↓, orders by product.product: product.category = Bikes in 2026-01-01…2026-11-16 | first 3',
        ],
        [
          'and for last year',
          'measure revenue ↓, orders by product.product: product.category = Bikes in 2025-01-01…2025-12-31 | first 3',
        ],
      ],
    },
    {
      first: 'revenue by month this year',
      turns: [
        ['only in store by month', 'measure revenue by month: order.channel = store in 2026-01-01…2026-11-16'],
        ['by store', 'measure revenue ↓ by order.store: order.channel = store in 2026-01-01…2026-11-16'],
        [
          'as well by category',
          'measure revenue ↓ by order.store and product.category: order.channel = store in 2026-01-01…2026-11-16',
        ],
        [
          'exclude Bikes',
          'measure revenue ↓ by order.store and product.category: order.channel = store, not product.category = Bikes in 2026-01-01…2026-11-16',
        ],
      ],
    },
    {
      first: 'sales of helmets this year by month',
      turns: [
        [
          'compare to last year',
          'measure revenue, difference revenue from 1 year back, growth revenue from 1 year back by month: product.product = SF-308/SF-309/SF-310 in 2026-01-01…2026-11-16',
        ],
      ],
    },
  ],
  'others are set beside, or in the place of, those before': [
    {
      first: 'revenue from top customers this year',
      turns: [['compare with lapsed customers', 'measure revenue (top), revenue (lapsed) in 2026-01-01…2026-11-16']],
    },
    {
      first: 'average order value of top customers',
      turns: [
        ['and of lapsed ones', 'measure average_order_value: lapsed'],
        ['only those living in Tacoma', 'measure average_order_value: lapsed, customer.city = Tacoma'],
      ],
    },
  ],
  'a list of orders or products is narrowed': [
    {
      first: 'all orders last year',
      turns: [
        [
          'of helmets',
          'list order: order.day in 2025-01-01…2025-12-31, order units (product.product = SF-308/SF-309/SF-310) ≥ 1',
        ],
        [
          'only online',
          'list order: order.day in 2025-01-01…2025-12-31, order units (product.product = SF-308/SF-309/SF-310) ≥ 1, order.channel = online',
        ],
        [
          'how many',
          'measure orders: order.day in 2025-01-01…2025-12-31, order units (product.product = SF-308/SF-309/SF-310) ≥ 1, order.channel = online',
        ],
      ],
    },
    {
      first: 'best selling products this year',
      turns: [
        [
          'in the Portland store',
          'list product: product units (order.store = Portland) in 2026-01-01…2026-11-16 > 0 | units (order.store = Portland) in 2026-01-01…2026-11-16 ↓',
        ],
        [
          'only Nutrition',
          'list product: product units (order.store = Portland) in 2026-01-01…2026-11-16 > 0, product.category = Nutrition | units (order.store = Portland) in 2026-01-01…2026-11-16 ↓',
        ],
      ],
    },
  ],
  'what is shown otherwise stays the same': [
    {
      first: 'who spent the most last year',
      turns: [['show the top 20', 'list customer | revenue in 2025-01-01…2025-12-31 ↓ | first 20']],
    },
    {
      first: 'revenue by store',
      turns: [
        ['show by month', 'measure revenue by month'],
        ['of top customers', 'measure revenue by month: top'],
        ['prospects with email', 'list customer: prospect, customer.has_email = true'],
      ],
    },
    {
      first: 'how many new customers per month this year',
      turns: [
        ['by store', 'measure new_customers ↓ by customer.store in 2026-01-01…2026-11-16'],
        [
          'compared with last year',
          'measure new_customers in 2026-01-01…2026-11-16 ↓, new_customers in 2025-01-01…2025-12-31 by customer.store',
        ],
      ],
    },
  ],
  'after a number of some customers, “which of them” asks for those customers': [
    {
      first: 'customers of the Spokane store',
      turns: [
        [
          'their revenue by month this year',
          'measure revenue by month: customer.store = Spokane in 2026-01-01…2026-11-16',
        ],
        [
          'which of them have lapsed',
          'list customer: lapsed, customer.store = Spokane | customer.last_order_day, customer.days_since_last_order',
        ],
      ],
    },
  ],
  'what fits nothing in the answer before is declined': [
    {
      first: 'loyal customers by month',
      turns: [
        ['as a share of all buyers', noPlace],
        ['in percent of buyers', noPlace],
      ],
    },
    {
      first: 'who became lapsed since October 1',
      turns: [['and who came back', noPlace]],
    },
    {
      first: 'share of revenue of champions',
      turns: [['how much is that per customer', noPlace]],
    },
  ],
  'a share is gone on with': [
    {
      first: 'share of revenue of champions',
      turns: [
        ['this year', 'measure share of group revenue (champion) in 2026-01-01…2026-11-16'],
        ['how much is that in dollars', 'measure revenue (champion) in 2026-01-01…2026-11-16'],
      ],
    },
    {
      first: 'what share of bikes revenue do champions make',
      turns: [['and of all revenue', 'measure share of group revenue (champion)']],
    },
    {
      first: 'champions living in Tacoma',
      turns: [
        [
          'how much did they spend this year',
          'measure revenue: champion, customer.city = Tacoma in 2026-01-01…2026-11-16',
        ],
        [
          'and their share of revenue',
          'measure share of group revenue (champion, customer.city = Tacoma) in 2026-01-01…2026-11-16',
        ],
      ],
    },
  ],
  'a whole question begins anew': [
    {
      first: 'all orders last year',
      turns: [
        [
          'top customers who bought a gravel bike in 2019',
          'list customer: top, orders (product.product = BK-107/BK-110) in 2019-01-01…2019-12-31 ≥ 1 | customer.spend ↓',
        ],
      ],
    },
    {
      first: 'customers living in Tacoma',
      turns: [
        [
          'which customers have lapsed',
          'list customer: lapsed | customer.last_order_day, customer.days_since_last_order',
        ],
      ],
    },
  ],
}
