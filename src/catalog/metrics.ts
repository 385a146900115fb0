import type { Metric, MetricGrain } from './types.ts'

const counted = 'o.counts'
const kept = 'o.counts and l.units > 0'
const orderGrain = (aggregate: string): MetricGrain => ({ entity: 'order', aggregate, where: counted, day: 'o.ordered_day' })
const lineGrain = (aggregate: string): MetricGrain => ({ entity: 'line', aggregate, where: kept, day: 'o.ordered_day' })
const sold = (atOrder: string, atLine: string): readonly MetricGrain[] => [orderGrain(atOrder), lineGrain(atLine)]
const ordered = (sql: string) => ({ sql, any: 's.order_count > 0' })
const on = (entity: MetricGrain['entity'], aggregate: string, day: string | null, where: string | null = null): readonly MetricGrain[] => [{ entity, aggregate, where, day }]

/** Weeks as the shop counts them: a day later where they begin on Sunday, as PostgreSQL's begin on Monday. */
const weeks = "count(distinct date_trunc('week', o.ordered_day + :week_shift))"

const sales: readonly Metric[] = [
  { name: 'revenue', label: 'Revenue', type: 'money', empty: 0, summary: ordered('s.net_spend'), at: sold('sum(o.net)', 'sum(l.net)'),
    meaning: 'Net: quantity kept × unit price − the discount on the kept quantity; no tax, no shipping. Walk-ins included.',
    synonyms: ['revenue', 'sales', 'net sales', 'net revenue', 'turnover', 'takings', 'income', 'spend', 'spending', 'money', 'dollars', 'sales revenue', 'business', 'amount', 'earnings', 'total sales', 'gross', 'sales volume', 'amount spent', 'expenditure', 'value of sales'] },
  { name: 'orders', label: 'Orders', type: 'number', empty: 0, summary: ordered('s.order_count'), at: sold('count(*)', 'count(distinct o.id)'),
    meaning: 'Orders that are not cancelled and not refunded in full.', synonyms: ['orders', 'number of orders', 'order count', 'purchases', 'transactions', 'tickets', 'receipts', 'checkouts', 'baskets', 'order volume'] },
  { name: 'buyers', label: 'Customers who bought', type: 'number', empty: 0, at: sold('count(distinct o.customer_id)', 'count(distinct o.customer_id)'),
    meaning: 'Different customers with at least one order in the period.', synonyms: ['buyers', 'active customers', 'shoppers', 'customers who bought', 'paying customers', 'different customers', 'unique customers', 'distinct customers'] },
  { name: 'units', label: 'Units', type: 'number', empty: 0, summary: ordered('s.units'), at: sold('sum(o.units)', 'sum(l.units)'),
    meaning: 'Pieces sold and kept.', synonyms: ['units', 'pieces', 'units sold', 'pieces sold', 'quantity', 'quantity sold', 'items sold', 'bags', 'boxes', 'bottles', 'packs', 'copies', 'volume', 'number sold', 'packages', 'cans', 'units moved', 'bundles', 'rolls', 'pairs', 'pcs', 'jars', 'tins', 'sacks', 'gallons sold'] },
  { name: 'average_order_value', label: 'Average order value', type: 'money', empty: null, summary: ordered('s.net_spend / nullif(s.order_count, 0)'), at: sold('sum(o.net) / nullif(count(*), 0)', 'sum(l.net) / nullif(count(distinct o.id), 0)'),
    meaning: 'Net revenue ÷ orders.', synonyms: ['average order value', 'aov', 'average order', 'average basket', 'average ticket', 'avg order value', 'average order size', 'average sale', 'average basket size', 'average purchase', 'average transaction', 'average transaction value', 'average ticket size', 'average receipt', 'average spend per order', 'spend per order', 'revenue per order', 'average checkout'] },
  { name: 'revenue_per_buyer', label: 'Average per customer', type: 'money', empty: null,
    at: sold('sum(o.net) filter (where o.customer_id is not null) / nullif(count(distinct o.customer_id), 0)', 'sum(l.net) filter (where o.customer_id is not null) / nullif(count(distinct o.customer_id), 0)'),
    meaning: 'Revenue from known customers ÷ the customers who bought in the period.',
    synonyms: ['average spend per customer', 'average revenue per customer', 'revenue per customer', 'spend per customer', 'sales per customer', 'average customer spend', 'average per customer', 'spend per buyer', 'average spend per buyer', 'revenue per buyer', 'average customer value', 'average spend of a customer'] },
  { name: 'orders_per_buyer', label: 'Orders per customer', type: 'number', empty: null,
    at: sold('count(*) filter (where o.customer_id is not null)::numeric / nullif(count(distinct o.customer_id), 0)', 'count(distinct o.id) filter (where o.customer_id is not null)::numeric / nullif(count(distinct o.customer_id), 0)'),
    meaning: 'Orders of known customers ÷ the customers who bought in the period.',
    synonyms: ['orders per customer', 'average orders per customer', 'purchase frequency', 'average number of orders per customer', 'orders per buyer', 'average number of orders', 'purchases per customer', 'average number of purchases'] },
  { name: 'units_per_order', label: 'Units per order', type: 'number', empty: null, at: sold('sum(o.units)::numeric / nullif(count(*), 0)', 'sum(l.units)::numeric / nullif(count(distinct o.id), 0)'),
    meaning: 'Pieces kept ÷ orders.', synonyms: ['units per order', 'items per order', 'pieces per order', 'items per basket', 'average units per order', 'average items per order', 'upt', 'units per transaction', 'average basket size in items'] },
  { name: 'largest_order', label: 'Largest order', type: 'money', empty: null, at: [orderGrain('max(o.net)')], meaning: 'The highest net value of one order.', synonyms: ['largest order value', 'biggest order value', 'highest order value', 'largest order amount', 'biggest order amount'] },
  { name: 'first_order', label: 'First order', type: 'date', empty: null, summary: ordered('s.first_order_day'), at: sold('min(o.ordered_day)', 'min(o.ordered_day)'), meaning: 'The earliest day with such an order.', synonyms: ['first sale', 'first sold'] },
  { name: 'last_order', label: 'Last order', type: 'date', empty: null, summary: ordered('s.last_order_day'), at: sold('max(o.ordered_day)', 'max(o.ordered_day)'), meaning: 'The latest day with such an order.', synonyms: ['last sale', 'last sold', 'most recent sale'] },
  { name: 'order_days', label: 'Days with an order', type: 'number', empty: 0, summary: ordered('s.purchase_days'), at: sold('count(distinct o.ordered_day)', 'count(distinct o.ordered_day)'), meaning: 'Different days with an order.', synonyms: ['purchase days', 'different days'] },
  { name: 'order_weeks', label: 'Weeks with an order', type: 'number', empty: 0, at: sold(weeks, weeks), meaning: 'Different weeks with an order.', synonyms: ['different weeks'] },
  { name: 'order_months', label: 'Months with an order', type: 'number', empty: 0, at: sold("count(distinct date_trunc('month', o.ordered_day))", "count(distinct date_trunc('month', o.ordered_day))"), meaning: 'Different months with an order.', synonyms: ['different months'] },
  { name: 'order_quarters', label: 'Quarters with an order', type: 'number', empty: 0, at: sold("count(distinct date_trunc('quarter', o.ordered_day))", "count(distinct date_trunc('quarter', o.ordered_day))"), meaning: 'Different quarters with an order.', synonyms: ['different quarters'] },
  { name: 'order_years', label: 'Years with an order', type: 'number', empty: 0, at: sold('count(distinct extract(year from o.ordered_day))', 'count(distinct extract(year from o.ordered_day))'), meaning: 'Different years with an order.', synonyms: ['different years'] },
  { name: 'categories_bought', label: 'Categories bought', type: 'number', empty: 0, at: [lineGrain('count(distinct p.category_id)')], meaning: 'Different categories bought from.', synonyms: ['different categories', 'categories bought', 'different departments', 'distinct categories'] },
  { name: 'products_bought', label: 'Products bought', type: 'number', empty: 0, at: [lineGrain('count(distinct l.product_id)')], meaning: 'Different products bought.', synonyms: ['different products', 'different items', 'distinct products', 'products sold'] },
  { name: 'brands_bought', label: 'Brands bought', type: 'number', empty: 0, at: [lineGrain('count(distinct p.brand)')], meaning: 'Different brands bought.', synonyms: ['different brands'] },
  { name: 'stores_used', label: 'Stores used', type: 'number', empty: 0, at: sold('count(distinct o.store_id)', 'count(distinct o.store_id)'), meaning: 'Different stores bought at.', synonyms: ['different stores', 'number of stores shopped at'] },
  { name: 'discount', label: 'Discounts', type: 'money', empty: 0, at: [lineGrain('sum(l.discount * l.units / nullif(l.quantity, 0))')], meaning: 'Discount on the kept quantity.', synonyms: ['discount', 'discounts', 'discounts given', 'discount amount', 'money off', 'price reductions'] },
  { name: 'units_returned', label: 'Units returned', type: 'number', empty: 0, at: [{ entity: 'line', aggregate: 'sum(l.refunded_quantity)', where: "o.status <> 'cancelled'", day: 'o.ordered_day' }],
    meaning: 'Pieces refunded, by the day of their order.', synonyms: ['units returned', 'returns', 'returned units', 'pieces returned', 'refunded units', 'items returned', 'returned pieces', 'units refunded', 'returned items', 'units brought back', 'pieces brought back', 'units that came back'] },
  { name: 'refunds', label: 'Refunded', type: 'money', empty: 0,
    at: [{ entity: 'line', aggregate: 'sum(l.refunded_quantity * l.unit_price - l.discount * l.refunded_quantity / nullif(l.quantity, 0))', where: "o.status <> 'cancelled'", day: 'o.ordered_day' }],
    meaning: 'Net value of the pieces refunded, by the day of their order.', synonyms: ['refunds', 'refund amount', 'refunded amount', 'money refunded', 'value of returns', 'amount refunded'] },
  { name: 'return_rate', label: 'Return rate', type: 'percent', empty: null, at: [{ entity: 'line', aggregate: 'sum(l.refunded_quantity)::numeric / nullif(sum(l.quantity), 0)', where: "o.status <> 'cancelled'", day: 'o.ordered_day' }],
    meaning: 'Pieces refunded ÷ pieces sold, by the day of their order.', synonyms: ['return rate', 'refund rate', 'share returned'] },
  { name: 'cancelled_orders', label: 'Cancelled orders', type: 'number', empty: 0, at: [{ entity: 'order', aggregate: 'count(*)', where: "o.status = 'cancelled'", day: 'o.ordered_day' }], meaning: 'Orders that were cancelled.', synonyms: ['cancelled orders', 'canceled orders', 'cancellations', 'orders cancelled', 'orders canceled'] },
  { name: 'refunded_orders', label: 'Refunded orders', type: 'number', empty: 0, at: [{ entity: 'order', aggregate: 'count(*)', where: "o.status <> 'cancelled' and exists (select 1 from order_lines rl where rl.order_id = o.id and rl.refunded_quantity > 0)", day: 'o.ordered_day' }],
    meaning: 'Orders with at least one piece refunded.', synonyms: ['refunded orders', 'orders with a refund', 'orders with a return', 'orders refunded', 'returned orders'] },
]

const people: readonly Metric[] = [
  { name: 'customers', label: 'Customers', type: 'number', empty: 0, at: on('customer', 'count(*)', null), meaning: 'Customer records, with or without orders.', synonyms: ['customers', 'number of customers', 'customer count', 'people', 'headcount', 'clients'] },
  { name: 'new_customers', label: 'New customers', type: 'number', empty: 0, at: on('customer', 'count(*)', 's.first_order_day', 's.order_count > 0'), meaning: 'Customers whose first order falls in the period.',
    synonyms: ['new customers', 'first-time customers', 'first-time buyers', 'new buyers', 'first time customers', 'first time buyers', 'newcomers', 'new clients', 'brand-new customers', 'acquired customers', 'customers acquired', 'customers won', 'first orders', 'new people', 'new faces'] },
  { name: 'customers_added', label: 'Records added', type: 'number', empty: 0, at: on('customer', 'count(*)', 'c.created_day'), meaning: 'Customer records made in the period.', synonyms: ['sign-ups', 'signups', 'sign ups', 'registrations', 'records added', 'customers added', 'new records', 'new sign-ups', 'new registrations'] },
  { name: 'repeat_rate', label: 'Repeat rate', type: 'percent', empty: null, at: on('customer', 'avg((s.order_count >= 2)::int)', null, 's.order_count > 0'), meaning: 'Share of buyers with two or more orders.',
    synonyms: ['repeat rate', 'repeat purchase rate', 'repurchase rate', 'return customer rate', 'rebuy rate', 'repeat customer rate', 'repeat buyer rate', 'come-back rate', 'comeback rate'] },
  { name: 'referrals', label: 'Referrals', type: 'number', empty: 0, at: on('referral', 'count(*)', 'x.referred_on'), meaning: 'Customers sent by another customer, by the day of their record.', synonyms: ['referrals', 'number of referrals', 'people referred', 'customers referred', 'friends referred', 'people sent', 'friends sent', 'friends sent our way', 'people sent our way', 'people brought'] },
  { name: 'successful_referrals', label: 'Successful referrals', type: 'number', empty: 0,
    at: on('referral', 'count(*)', 'x.referred_on', 'exists (select 1 from orders eo where eo.customer_id = x.referred_id and eo.counts and eo.ordered_day <= :today)'),
    meaning: 'Referred customers who have ordered.', synonyms: ['successful referrals', 'referrals that bought', 'referrals who bought', 'referrals that ordered', 'friends who bought', 'referred buyers', 'people referred who bought'] },
]

const contact: readonly Metric[] = [
  { name: 'interactions', label: 'Interactions', type: 'number', empty: 0, at: on('interaction', 'count(*)', 'i.on_day'), meaning: 'Calls, messages, visits, inquiries and service cases, in and out.', synonyms: ['interactions', 'number of interactions', 'touchpoints'] },
  { name: 'contacts', label: 'Contacts', type: 'number', empty: 0, at: on('interaction', 'count(*)', 'i.on_day', "i.direction = 'outbound'"), meaning: 'Outbound interactions: we got in touch.', synonyms: ['contacts made', 'outreach', 'outreaches', 'outbound interactions', 'times we contacted', 'contacts'] },
  { name: 'customers_contacted', label: 'Customers contacted', type: 'number', empty: 0, at: on('interaction', 'count(distinct i.customer_id)', 'i.on_day', "i.direction = 'outbound'"), meaning: 'Different customers with an outbound interaction.', synonyms: ['customers contacted', 'people contacted', 'customers reached', 'customers we contacted', 'customers we reached out to'] },
  { name: 'last_interaction', label: 'Last interaction', type: 'date', empty: null, at: on('interaction', 'max(i.on_day)', 'i.on_day'), meaning: 'The latest day with such an interaction.', synonyms: ['last interaction', 'latest interaction'] },
  { name: 'cases', label: 'Service cases', type: 'number', empty: 0, at: on('case', 'count(*)', 'k.opened_day'), meaning: 'Service cases by the day they were opened.', synonyms: ['service cases', 'cases', 'complaints', 'number of cases', 'cases opened', 'service cases opened', 'support tickets', 'service tickets'] },
  { name: 'open_cases', label: 'Open cases', type: 'number', empty: 0, at: on('case', 'count(*)', 'k.opened_day', "(k.status = 'open' or (k.resolved_at at time zone :zone)::date > :today)"), meaning: 'Service cases that are open.', synonyms: ['open cases', 'open service cases', 'open complaints', 'unresolved cases', 'unresolved complaints', 'outstanding cases'] },
  { name: 'notes', label: 'Notes', type: 'number', empty: 0, at: on('note', 'count(*)', 'n.written_day'), meaning: 'Notes by the day they were written.', synonyms: ['notes', 'number of notes', 'notes written'] },
  { name: 'follow_ups', label: 'Follow-ups', type: 'number', empty: 0, at: on('follow_up', 'count(*)', 'f.due_on'), meaning: 'Follow-ups by the day they are due.', synonyms: ['follow-ups', 'followups', 'number of follow-ups', 'follow ups', 'reminders', 'promises'] },
]

const rate = (event: string): string => `count(*) filter (where r.${event}_day <= :today)::numeric / nullif(count(r.sent_at), 0)`
const happened = (event: string): string => `r.${event}_day is not null and r.${event}_day <= :today`

const mailings: readonly Metric[] = [
  { name: 'sent', label: 'Sent', type: 'number', empty: 0, at: on('recipient', 'count(*)', 'r.sent_day', 'r.sent_at is not null'), meaning: 'Customers it was sent to; hold-outs are not among them.', synonyms: ['sent', 'recipients', 'got it', 'received it', 'were sent', 'people reached', 'mails sent', 'delivered', 'addressed'] },
  { name: 'recipients', label: 'On the campaign', type: 'number', empty: 0, at: on('recipient', 'count(*)', null), meaning: 'Customers on the campaign: sent to or held out.', synonyms: ['on the campaign', 'campaign members'] },
  { name: 'opened', label: 'Opened', type: 'number', empty: 0, at: on('recipient', 'count(*)', 'r.opened_day', happened('opened')), meaning: 'Customers who opened it.', synonyms: ['opened', 'open count'] },
  { name: 'clicked', label: 'Clicked', type: 'number', empty: 0, at: on('recipient', 'count(*)', 'r.clicked_day', happened('clicked')), meaning: 'Customers who clicked in it.', synonyms: ['clicked', 'clicks', 'click count'] },
  { name: 'responded', label: 'Responded', type: 'number', empty: 0, at: on('recipient', 'count(*)', 'r.responded_day', happened('responded')), meaning: 'Customers who responded to it.', synonyms: ['responded', 'responses', 'replies', 'response count', 'redemptions', 'redeemed'] },
  { name: 'open_rate', label: 'Open rate', type: 'percent', empty: null, at: on('recipient', rate('opened'), 'r.sent_day'), meaning: 'Opened ÷ sent.', synonyms: ['open rate', 'opening rate', 'share who opened', 'share opened'] },
  { name: 'click_rate', label: 'Click rate', type: 'percent', empty: null, at: on('recipient', rate('clicked'), 'r.sent_day'), meaning: 'Clicked ÷ sent.', synonyms: ['click rate', 'click-through rate', 'ctr', 'clickthrough rate', 'share who clicked'] },
  { name: 'response_rate', label: 'Response rate', type: 'percent', empty: null, at: on('recipient', rate('responded'), 'r.sent_day'), meaning: 'Responded ÷ sent.', synonyms: ['response rate', 'reply rate', 'share who responded', 'redemption rate', 'conversion rate'] },
  { name: 'holdouts', label: 'Hold-outs', type: 'number', empty: 0, at: on('recipient', 'count(*)', null, 'r.holdout'), meaning: 'Customers kept back at random.', synonyms: ['hold-outs', 'holdouts', 'held out', 'held back', 'kept back', 'control group size'] },
  { name: 'ordered_during', label: 'Ordered while it ran', type: 'percent', empty: null,
    at: on('recipient', 'avg((exists (select 1 from orders eo where eo.customer_id = r.customer_id and eo.counts and eo.ordered_day between m.started_on and least(m.ended_on, :today)))::int)', null),
    meaning: 'Share of those on the campaign who placed an order from its first to its last day.', synonyms: ['share who ordered while it ran', 'order rate while it ran', 'share that ordered while it was running', 'share that bought during the campaign', 'order rate during the campaign', 'share who bought while it ran'] },
]

const things: readonly Metric[] = [
  { name: 'products', label: 'Products', type: 'number', empty: 0, at: on('product', 'count(*)', null), meaning: 'Products in the catalogue.', synonyms: ['products carried', 'number of products', 'products', 'skus', 'items carried', 'items'] },
  { name: 'categories', label: 'Categories', type: 'number', empty: 0, at: on('category', 'count(*)', null), meaning: 'Departments of the shop.', synonyms: ['categories', 'departments', 'number of categories'] },
  { name: 'campaigns', label: 'Campaigns', type: 'number', empty: 0, at: on('campaign', 'count(*)', 'm.started_on'), meaning: 'Campaigns by the day they started.', synonyms: ['campaigns', 'mailings', 'number of campaigns'] },
  { name: 'stores', label: 'Stores', type: 'number', empty: 0, at: on('store', 'count(*)', null), meaning: 'Stores the shop has.', synonyms: ['stores', 'number of stores', 'branches', 'locations', 'shops'] },
  { name: 'staff', label: 'Staff', type: 'number', empty: 0, at: on('staff', 'count(*)', null), meaning: 'People who work at the shop.', synonyms: ['staff members', 'employees', 'colleagues', 'number of staff', 'people on staff', 'staff'] },
]

export const metrics: readonly Metric[] = [...sales, ...people, ...contact, ...mailings, ...things]
