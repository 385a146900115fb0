import type { Entity } from './types.ts'

/** What lists can be of and numbers can be counted over. */
export const entities: readonly Entity[] = [
  {
    name: 'customer', label: 'customer', plural: 'customers', alias: 'c', table: 'customers', key: 'c.id',
    meaning: 'A record that is not merged away or erased, with or without orders.',
    synonyms: ['customer', 'client', 'person', 'people', 'folks', 'guest', 'shopper', 'member', 'contact', 'household', 'patron', 'account', 'anyone', 'anybody', 'everyone', 'everybody', 'somebody', 'someone', 'individual', 'name', 'customer record', 'record', 'client record', 'family'],
    day: null, visible: "c.merged_into_id is null and c.erased_at is null and (c.created_day is null or c.created_day <= :today)",
    reference: 'customer.customer', columns: ['customer.name'], order: 'c.ref, c.id',
  },
  {
    name: 'order', label: 'order', plural: 'orders', alias: 'o', table: 'orders', key: 'o.id',
    meaning: 'An order that is not cancelled and not refunded in full.',
    synonyms: ['order', 'purchase', 'transaction', 'sale', 'receipt', 'ticket', 'basket', 'checkout', 'invoice'],
    day: 'o.ordered_day', visible: 'o.ordered_day <= :today', listed: 'o.counts',
    reference: 'order.order', columns: ['order.day', 'order.store', 'order.channel', 'order.net'], order: 'o.ordered_day desc, o.ref, o.id',
  },
  {
    name: 'line', label: 'order line', plural: 'order lines', alias: 'l', table: 'order_lines', key: 'l.id',
    meaning: 'One product on an order that counts, with at least one piece kept.',
    synonyms: ['order line', 'line item'],
    day: 'o.ordered_day', visible: 'o.ordered_day <= :today', listed: 'o.counts and l.units > 0', reference: 'product.product', columns: [], order: 'l.id',
  },
  {
    name: 'product', label: 'product', plural: 'products', alias: 'p', table: 'products', key: 'p.id',
    meaning: 'Something the shop sells, with its SKU.',
    synonyms: ['product', 'item', 'article', 'sku', 'thing', 'stuff', 'merchandise'],
    day: null, visible: null, reference: 'product.product', columns: ['product.name', 'product.category'], order: 'p.sku, p.id',
  },
  {
    name: 'category', label: 'category', plural: 'categories', alias: 'g', table: 'categories', key: 'g.id',
    meaning: 'A department of the shop; each product is in at most one.',
    synonyms: ['category', 'department', 'dept', 'section', 'product group', 'aisle', 'product line'],
    day: null, visible: null, reference: 'product.category', columns: [], order: 'g.name, g.id',
  },
  {
    name: 'store', label: 'store', plural: 'stores', alias: 'st', table: 'stores', key: 'st.id',
    meaning: 'A place the shop sells at. Online is a channel, not a store.',
    synonyms: ['store', 'shop', 'location', 'branch', 'outlet'],
    day: null, visible: null, reference: 'store.name', columns: ['store.city'], order: 'st.name, st.id',
  },
  {
    name: 'staff', label: 'colleague', plural: 'staff', alias: 'w', table: 'staff', key: 'w.id',
    meaning: 'Somebody who works at the shop.',
    synonyms: ['staff', 'staff member', 'colleague', 'employee', 'associate', 'team member', 'coworker', 'salesperson', 'team'],
    day: null, visible: 'w.active', reference: 'staff.staff', columns: ['staff.name', 'staff.role', 'staff.store'], order: 'w.email, w.id',
  },
  {
    name: 'interaction', label: 'interaction', plural: 'interactions', alias: 'i', table: 'interactions', key: 'i.id',
    meaning: 'A call, message, visit, inquiry or service case, in or out.',
    synonyms: ['interaction', 'touchpoint', 'touch', 'conversation'],
    day: 'i.on_day', visible: 'i.on_day <= :today', reference: 'customer.customer',
    columns: ['customer.name', 'interaction.day', 'interaction.kind', 'interaction.direction', 'interaction.channel', 'interaction.summary'], order: 'i.on_day desc, i.id',
  },
  {
    name: 'case', label: 'service case', plural: 'service cases', alias: 'k', table: 'service_cases', key: 'k.id',
    meaning: 'A problem a customer brought to us, open until it is resolved.',
    synonyms: ['service case', 'case', 'complaint', 'service ticket', 'support ticket', 'support case', 'service issue', 'issue', 'problem'],
    day: 'k.opened_day', visible: 'k.opened_day <= :today', reference: 'customer.customer',
    columns: ['customer.name', 'case.opened_day', 'case.status', 'case.summary', 'case.staff'], order: 'k.opened_day desc, k.id',
  },
  {
    name: 'note', label: 'note', plural: 'notes', alias: 'n', table: 'notes', key: 'n.id',
    meaning: 'What a colleague wrote about a customer.',
    synonyms: ['note', 'memo', 'remark', 'annotation'],
    day: 'n.written_day', visible: 'n.deleted_at is null and n.written_day <= :today', reference: 'customer.customer',
    columns: ['customer.name', 'note.day', 'note.author', 'note.text'], order: 'n.written_day desc, n.id',
  },
  {
    name: 'follow_up', label: 'follow-up', plural: 'follow-ups', alias: 'f', table: 'follow_ups', key: 'f.id',
    meaning: 'Something promised to a customer for a day.',
    synonyms: ['follow-up', 'followup', 'follow up', 'reminder', 'promise', 'to-do', 'task'],
    day: 'f.due_on', visible: '(n.id is null or (n.deleted_at is null and n.written_day <= :today))', reference: 'customer.customer',
    columns: ['customer.name', 'follow_up.due_on', 'follow_up.status', 'follow_up.assignee', 'follow_up.reason'], order: 'f.due_on, f.id',
  },
  {
    name: 'campaign', label: 'campaign', plural: 'campaigns', alias: 'm', table: 'campaigns', key: 'm.id',
    meaning: 'A mailing to many customers, with a part of them held out at random.',
    synonyms: ['campaign', 'mailing', 'mailer', 'promotion', 'promo', 'newsletter campaign', 'mail shot', 'mailshot', 'blast'],
    day: 'm.started_on', visible: '(m.started_on is null or m.started_on <= :today)', reference: 'campaign.campaign',
    columns: ['campaign.name', 'campaign.channel', 'campaign.started_on', 'campaign.ended_on'], order: 'm.started_on desc, m.ref, m.id',
  },
  {
    name: 'recipient', label: 'campaign recipient', plural: 'campaign recipients', alias: 'r', table: 'campaign_recipients', key: '(r.campaign_id, r.customer_id)',
    meaning: 'A customer on a campaign: sent to, or held out.',
    synonyms: ['campaign recipient', 'recipient', 'addressee'],
    day: 'r.sent_day', visible: '(r.sent_day is null or r.sent_day <= :today) and (m.started_on is null or m.started_on <= :today)', reference: 'customer.customer', columns: ['customer.name', 'campaign.name'], order: 'r.campaign_id, r.customer_id',
  },
  {
    name: 'referral', label: 'referral', plural: 'referrals', alias: 'x', table: 'referrals', key: 'x.id',
    meaning: 'A customer sent by another customer.',
    synonyms: ['referral'],
    day: 'x.referred_on', visible: '(x.referred_on is null or x.referred_on <= :today) and exists (select 1 from customers xc where xc.id = x.referred_id and xc.merged_into_id is null and xc.erased_at is null)', reference: 'customer.customer', columns: [], order: 'x.id',
  },
]
