import type { Bound, Grammar } from '../engine.ts'
import { field, type What } from '../items.ts'
import type { ProductMatch } from '../products.ts'

/** What is bought: products, categories, brands, and several of them. */
export function addWhats(grammar: Grammar): void {
  grammar.rule(
    'thing',
    '<product>',
    ({ product }: { product: ProductMatch & { definite: boolean } }): What => ({
      kind: 'what',
      any: [
        field(
          'product.product',
          'is',
          product.products.map((each) => each.sku),
        ),
      ],
      words: product.words,
      ...(product.definite && product.products.length > 1 ? { ambiguous: product.products } : {}),
    }),
  )
  const category = ({ category: name }: Bound): What => ({
    kind: 'what',
    any: [field('product.category', 'is', [name])],
    words: name,
  })
  grammar.rule(
    'thing',
    [
      '<category>',
      '<category> department|dept|section|aisle|category|product|products|item|items|stuff|things|goods|range|line|service|services|job|jobs|gear|equipment|supplies|kit|merchandise|side|business',
    ],
    category,
    -0.5,
  )
  grammar.rule(
    'thing',
    [
      '$anything from|in|of|out <category>',
      '$anything from|in|of|out <category> department|dept|section|aisle|category',
      'single|any|one|some thing|product|item|article|piece from|in|of <category> department|dept|section|aisle?',
    ],
    category,
    -0.5,
  )
  const brand = ({ brand: name }: Bound): What => ({
    kind: 'what',
    any: [field('product.brand', 'is', [name])],
    words: name,
  })
  grammar.rule(
    'thing',
    [
      '<brand>',
      '<brand> product|products|item|items|stuff|things|goods|tool|tools|gear|brand',
      '$anything from|by|of <brand>',
    ],
    brand,
    0.1,
  )
  grammar.rule(
    'thing',
    '<brand> <product>',
    ({ brand: name, product }): What => ({
      kind: 'what',
      any: [
        field(
          'product.product',
          'is',
          product.products.map((each: { sku: string }) => each.sku),
        ),
      ],
      words: `${name} ${product.words}`,
    }),
    0.5,
  )
  grammar.rule('what', '<thing>', ({ thing }) => thing)
  grammar.rule('what', '<thing> or|and/or <what>', ({ thing, what }: { thing: What; what: What }) =>
    what.all ? null : joined(thing, what),
  )
  grammar.rule('what', 'either <thing> or <what>', ({ thing, what }) => joined(thing, what))
  grammar.rule('what', ['<thing> , <what>', '<thing> , or <what>'], ({ thing, what }) =>
    what.all || what.any.length < 2 ? null : joined(thing, what),
  )
  grammar.rule(
    'what',
    [
      '<thing> and <thing:other>',
      'both <thing> and <thing:other>',
      '<thing> as well|also as? <thing:other>',
      '<thing> plus <thing:other>',
    ],
    ({ thing, other }) => ({ kind: 'what', any: [], all: [thing, other], words: `${thing.words} and ${other.words}` }),
  )
  grammar.rule('what', ['<thing> , <thing:second> and <thing:third>'], ({ thing, second, third }) => ({
    kind: 'what',
    any: [],
    all: [thing, second, third],
    words: [thing, second, third].map((each) => each.words).join(', '),
  }))
  grammar.rule(
    'anaphor',
    ['it|them|that|those|any', 'any more', 'one', 'same'],
    (): What => ({ kind: 'what', any: [], anaphor: true, words: 'it' }),
  )
}

const joined = (one: What, other: What): What => ({
  kind: 'what',
  any: [...one.any, ...other.any],
  words: `${one.words} or ${other.words}`,
  ...((one.ambiguous ?? other.ambiguous) ? {} : {}),
})
