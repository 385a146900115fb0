import type { Grammar } from '../engine.ts'
import { clause, field } from '../items.ts'

import { cond, one } from './meanings.ts'

/** Where customers live, and the stores they belong to. */
export function addPlaces(grammar: Grammar): void {
  const cities = (names: readonly string[], not = false) => one(field('customer.city', 'is', names, not))
  grammar.rule('citylist', '<city>', ({ city: name }) => [name])
  grammar.rule('citylist', ['<city> or|and <citylist>', '<city> , <citylist>'], ({ city: name, citylist }) => [
    name,
    ...citylist,
  ])
  grammar.rule(
    'cond',
    [
      '$living in|at|out|around|near? <citylist>',
      'whose|with home|address|city|town|home_town is|in|at? <citylist>',
      'city|town is|of|= <citylist>',
      'who|that? live|living|lives in|at? <citylist>',
      'from|in city|town of <citylist>',
      '<citylist> resident|residents|locals|dwellers|inhabitants|addresses',
      'with a|an? <citylist> address',
      'hail|hailing from <citylist>',
    ],
    ({ citylist }) => cities(citylist),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'not $living in|at? <citylist>',
      '$living outside|outside_of of? <citylist>',
      'outside of? <citylist>',
      'not from <citylist>',
    ],
    ({ citylist }) => cities(citylist, true),
  )
  grammar.rule(
    'cond',
    ['in|from|of? <city> the city', 'in|from|of? the city of? <city>'],
    ({ city: name }) => one(field('customer.city', 'is', [name])),
    -0.5,
  )
  grammar.rule(
    'place',
    ['in|from|of|around|at|near|out|for <city>', 'over|down|up|out in|at|to <city>', '<city>'],
    ({ city: name }) => ({
      kind: 'place',
      city: name,
      store: null,
      words: name,
    }),
  )
  grammar.rule('place', ['in|from|of|around|for <store>', '<store>'], ({ store }) => ({
    kind: 'place',
    city: null,
    store,
    words: store,
  }))
  grammar.rule(
    'cond',
    ['in|from|of? <city> or|and <citylist>', '<city> , <citylist>'],
    ({ city: name, citylist }) => cities([name, ...citylist]),
    0.2,
  )
  grammar.rule(
    'cond',
    ['not in|from <citylist>', 'except|excluding|outside in|from|of? <citylist>'],
    ({ citylist }) => cities(citylist, true),
    0.1,
  )
  grammar.rule(
    'cond',
    ['$living in|at? <region>', 'in|from <region>', '<region> $people|residents', 'in|from state of <region>'],
    ({ region }) => one(field('customer.region', 'is', [region])),
  )
  // "Only France", "and Bavaria?": a name alone
  grammar.rule('cond', '<region>', ({ region }) => one(field('customer.region', 'is', [region])), 0.5)
  grammar.rule('cond', '<country>', ({ country }) => one(field('customer.country', 'is', [country])), 0.5)
  grammar.rule(
    'cond',
    ['not $living? in|from <country>', 'except|excluding in|from? <country>'],
    ({ country }) => one(field('customer.country', 'is', [country], true)),
    -0.1,
  )
  grammar.rule(
    'cond',
    ['not $living? in|from <region>', 'except|excluding in|from? <region>', 'out of state <region>'],
    ({ region }) => one(field('customer.region', 'is', [region], true)),
    -0.1,
  )
  // Where nobody knows where somebody lives, they are not known to live outside.
  const outside = (name: string, value: string) =>
    cond(clause(field(name, 'is', [value], true)), clause(field(name, 'missing', [], true)))
  grammar.rule('cond', '$living? outside of? <country>', ({ country }) => outside('customer.country', country), -0.1)
  grammar.rule('cond', '$living? outside of? <region>', ({ region }) => outside('customer.region', region), -0.1)
  grammar.rule('cond', ['$living in? <country>', 'in|from <country>', '<country> $people'], ({ country }) =>
    one(field('customer.country', 'is', [country])),
  )
  grammar.rule('cond', ['with|in|from|at? zip|postal|postcode|zipcode code|area? <zip>'], ({ zip }) =>
    one(field('customer.postal_code', 'is', [zip])),
  )
  // the home store of a customer
  const home = (names: readonly string[], not = false) => one(field('customer.store', 'is', names, not))
  grammar.rule('storelist', '<store>', ({ store }) => [store])
  grammar.rule('storelist', ['<store> or|and <storelist>', '<store> , <storelist>'], ({ store, storelist }) => [
    store,
    ...storelist,
  ])
  grammar.rule(
    'homestore',
    [
      'whose|with|where|their|has|have|and? home store|shop|branch|location is|in|=|of|being? <storelist>',
      'home store|shop|branch|location in|of|is|=|? <storelist>',
      'with|whose|has|have <storelist> as|is|for|being? their|the|a? home|home_store store|shop|branch?',
      'belong|belongs|belonging|attached|registered|assigned|tied|linked to|with|at <storelist> store|shop|branch|location?',
      '<storelist> home store',
      '<storelist> is|as|being their|the? home? store|shop|branch',
      'at home in|at <storelist> store?',
      'home to|at <storelist>',
    ],
    ({ storelist }) => storelist,
  )
  grammar.rule('cond', '<homestore>', ({ homestore }) => home(homestore), -0.4)
  grammar.rule(
    'cond',
    ['not <homestore>', 'whose|with|where|their? home store|shop|branch is|are? not <storelist>'],
    ({ homestore, storelist }) => home(homestore ?? storelist, true),
  )
  grammar.rule(
    'storecustomers',
    [
      "<store> store|shop|branch|location 's",
      "among|of|from <store> store|shop|branch|location 's",
      "<store> store|shop|branch|location|'s 's? $people",
      '$people of|at|from|belonging|for the|our|to? <store> store|shop|branch|location',
    ],
    ({ store }) => store,
  )
  grammar.rule(
    'storeplace',
    [
      'at|of|from|in|for|by the|our? <store> store|shop|branch|location|outlet',
      '<store> store|shop|branch|location|outlet',
      "<store> 's store|shop|branch",
      'at <store>',
      'store|shop|branch|location in|of <store>',
      'rung up|sold|made at|in <store> store|shop?',
    ],
    ({ store }) => ({ store }),
  )
  grammar.rule(
    'cond',
    [
      'no|without|missing home? store|shop set|assigned|on_file|recorded|given?',
      'not assigned to a|any store',
      'home store is? missing|blank|unknown|not set|known?',
    ],
    () => one(field('customer.store', 'missing')),
  )
}
