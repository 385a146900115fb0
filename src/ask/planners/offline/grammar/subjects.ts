import type { Grammar } from '../engine.ts'
import type { Item } from '../items.ts'
import { bar } from './meanings.ts'

/** What is listed or counted: customers, orders, notes. */
export function addSubjects(grammar: Grammar): void {
  grammar.rule(
    'subject',
    ['customers|clients|shoppers|buyers|people of ours'],
    () => ({ kind: 'subject', entity: 'customer' }),
    -0.2,
  )
  grammar.rule('entity', '<entityname>', ({ entityname }) => entityname)
  grammar.rule('subject', ['<entity>', 'of|among|from <entity>'], ({ entity }) => ({ kind: 'subject', entity }))
  grammar.rule('subject', ['<entity> $or <entity:other>'.replace('$or', 'or|and')], ({ entity, other }) =>
    entity === other ? { kind: 'subject', entity } : null,
  )
  grammar.rule(
    'subject',
    ['rep|reps|salesperson|salespeople', 'sales|account rep|reps', 'of our|the reps|salespeople'],
    () => ({ kind: 'subject', entity: 'staff' }),
    -0.1,
  )
  const dimension = (name: string): Item => ({ kind: 'dimension', dimension: { kind: 'field', field: name } })
  grammar.rule(
    'subject',
    ['everything|anything|things we? sell|carry|stock|offer', 'products|items we sell|carry|stock'],
    () => ({ kind: 'subject', entity: 'product' }),
    -0.5,
  )
  grammar.rule(
    'item',
    [
      'cost|costs|costing|priced|price|selling|sell at|for|is|of|over|under? <compared>',
      'for|at <compared>',
      'with a? price of? <compared>',
      'cheaper than <money>',
    ],
    ({ compared }) => (compared?.unit === 'money' ? { kind: 'price', bar: bar(compared) } : null),
    0.2,
  )
  grammar.rule(
    'item',
    ['priced|price|cost|costs|costing at|is|of? <compared>'],
    ({ compared }) =>
      compared.unit === null || compared.unit === 'money' ? { kind: 'price', bar: bar(compared) } : null,
    0.1,
  )
  grammar.rule('money', '<number>', ({ number }) => (number.kind === 'money' ? number : null))
  grammar.rule('subject', ['weekday|weekdays', 'day|days of week', 'day of the week'], () => dimension('order.weekday'))
  grammar.rule('subject', ['city|cities|town|towns|suburb'], () => dimension('customer.city'))
  grammar.rule('subject', ['brand|brands|manufacturer'], () => dimension('product.brand'))
  grammar.rule('subject', ['source|sources', 'acquisition channel|source'], () => dimension('customer.source'))
  grammar.rule(
    'subject',
    ['<fieldname> group|groups?'],
    ({ fieldname }) => (fieldname.startsWith('customer.attribute.') ? dimension(fieldname) : null),
    0.3,
  )
  grammar.rule('subject', ['owner|owners', '=book|portfolio', 'account manager|managers'], () =>
    dimension('customer.owner'),
  )
  grammar.rule('subject', ['language|languages'], () => dimension('customer.language'))
  grammar.rule('subject', ['tag|tags'], () => dimension('customer.tag'))
  grammar.rule('subject', ['zip|postal code|codes', 'zips|postcode|postcodes|zipcode|zipcodes'], () =>
    dimension('customer.postal_code'),
  )
  grammar.rule(
    'subject',
    ['each|every customer|client|person|buyer|shopper'],
    () => ({ kind: 'subject', entity: 'customer' }),
    0.4,
  )
  grammar.rule('subject', ['region|state|states|province'], () => dimension('customer.region'))
  grammar.rule('subject', ['sales? channel|channels'], () => dimension('order.channel'))
  grammar.rule('subject', ['hour|hours of? the? day?', 'time of the? day'], () => dimension('order.hour'))
  grammar.rule('subject', ['month|months'], () => ({ kind: 'dimension', dimension: { kind: 'time', grain: 'month' } }))
  grammar.rule('subject', ['week|weeks'], () => ({ kind: 'dimension', dimension: { kind: 'time', grain: 'week' } }))
  grammar.rule('subject', ['quarter|quarters'], () => ({
    kind: 'dimension',
    dimension: { kind: 'time', grain: 'quarter' },
  }))
  grammar.rule('subject', ['year|years'], () => ({ kind: 'dimension', dimension: { kind: 'time', grain: 'year' } }))
  grammar.rule('subject', ['day|days|date'], () => ({ kind: 'dimension', dimension: { kind: 'time', grain: 'day' } }))
}
