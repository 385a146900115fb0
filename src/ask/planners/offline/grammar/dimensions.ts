import type { Catalog } from '../../../../catalog/catalog.ts'
import type { Grammar } from '../engine.ts'

/** What numbers can be broken down by. */
export function addDimensions(grammar: Grammar, catalog: Catalog): void {
  const fields: Readonly<Record<string, string>> = {
    'store|stores|shop|location|branch|outlet': 'order.store',
    'channel|channels': 'order.channel',
    'category|department|dept|section|categories|departments': 'product.category',
    'product|item|article|sku': 'product.product',
    'brand|manufacturer': 'product.brand',
    'city|town': 'customer.city',
    source: 'customer.source',
    owner: 'customer.owner',
    language: 'customer.language',
    tag: 'customer.tag',
    'region|state': 'customer.region',
    'campaign|mailing|promotion': 'campaign.campaign',
    weekday: 'order.weekday',
    'customer|client|buyer': 'customer.customer',
    'staff|colleague|employee|associate|salesperson': 'staff',
    'kind|type': 'interaction.kind',
    author: 'note.author',
    hour: 'order.hour',
    direction: 'interaction.direction',
  }
  grammar.rule('dim', ['person|head'], () => ({ kind: 'field', field: 'person' }), -0.1)
  grammar.rule(
    'dim',
    ['person|member on|of|in the? team|staff', 'team|staff member'],
    () => ({ kind: 'field', field: 'staff' }),
    -0.3,
  )
  for (const [words, name] of Object.entries(fields)) grammar.rule('dim', words, () => ({ kind: 'field', field: name }))
  grammar.rule(
    'dim',
    [
      'home store|shop|branch',
      'store they|customer belong|belongs to?',
      "customer|customers 's? home? store",
      'store the|a customer belongs to',
    ],
    () => ({ kind: 'field', field: 'customer.store' }),
    -0.2,
  )
  grammar.rule('dim', ['staff member|members', 'team member|members'], () => ({ kind: 'field', field: 'staff' }))
  grammar.rule('dim', ['day|days of the? week', 'week day'], () => ({ kind: 'field', field: 'order.weekday' }), -0.2)
  grammar.rule('dim', ['hour of the? day', 'time of the? day'], () => ({ kind: 'field', field: 'order.hour' }), -0.2)
  grammar.rule('dim', ['sales channel', 'selling store', 'acquisition source|channel'], () => null)
  grammar.rule(
    'dim',
    ['month of the? year', 'calendar month'],
    () => ({ kind: 'field', field: 'order.month_of_year' }),
    -0.2,
  )
  grammar.rule(
    'dim',
    '<fieldname>',
    ({ fieldname }) =>
      catalog.fields.get(fieldname)?.contact ||
      (!['text', 'key', 'boolean'].includes(catalog.fields.get(fieldname)?.type ?? '') &&
        !fieldname.startsWith('customer.attribute.')) ||
      ['customer.customer', 'customer.birthday', 'order.order'].includes(fieldname) ||
      /name$/.test(fieldname)
        ? null
        : { kind: 'field', field: fieldname },
    0.2,
  )
}
