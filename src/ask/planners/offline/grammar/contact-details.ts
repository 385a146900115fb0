import type { Grammar } from '../engine.ts'
import { clause, field } from '../items.ts'
import { cond, one } from './meanings.ts'

const details: Readonly<
  Record<string, { readonly name: string; readonly has?: string; readonly words: readonly string[] }>
> = {
  email: {
    name: 'customer.email',
    has: 'customer.has_email',
    words: [
      'email',
      'e mail',
      'email address',
      'e mail address',
      'mail address',
      'emails',
      'address for it|email|e-mail',
    ],
  },
  phone: {
    name: 'customer.phone',
    has: 'customer.has_phone',
    words: [
      'phone',
      'phone number',
      'telephone',
      'telephone number',
      'mobile',
      'mobile number',
      'cell',
      'cell phone',
      'cell number',
      'number',
      'phone nr',
      'contact number',
    ],
  },
  address: {
    name: 'customer.address',
    has: 'customer.has_address',
    words: ['address', 'street address', 'postal address', 'mailing address', 'home address', 'street'],
  },
  birthday: {
    name: 'customer.birthday',
    words: ['birthday', 'birth date', 'birthdate', 'date of birth', 'bday', 'dob', 'birth day'],
  },
  city: { name: 'customer.city', words: ['city', 'town'] },
  store: { name: 'customer.store', words: ['home store', 'home shop', 'store of their own'] },
  postal_code: { name: 'customer.postal_code', words: ['zip', 'zip code', 'postal code', 'postcode'] },
  language: { name: 'customer.language', words: ['language', 'preferred language'] },
  tag: { name: 'customer.tag', words: ['tag', 'tags', 'label'] },
}

/** Details that are shown beside each customer: "the e-mail addresses of our top customers". */
const shownDetails: readonly (readonly [fields: readonly string[], words: readonly string[]])[] = [
  [['customer.email'], ['email|emails|e_mail|e_mails', 'email|e_mail|mail address|addresses|contact|contacts']],
  [
    ['customer.phone'],
    [
      'phone|phones|telephone|mobile|mobiles|cell',
      'phone|telephone|mobile|cell|cell_phone|contact number|numbers|nr|contact|contacts',
    ],
  ],
  [['customer.address'], ['address|addresses', 'postal|mailing|street|home address|addresses']],
  [
    ['customer.email', 'customer.phone', 'customer.address'],
    ['contact|contacts', 'contact detail|details|info|information|data'],
  ],
]

/** Facts that are asked for beside the customers, in a clause of their own. */
const toldDetails: readonly (readonly [field: string, words: readonly string[]])[] = [
  [
    'customer.last_order_day',
    [
      'when they|each last|most_recently ordered|bought|purchased|shopped|came|visited in|here?',
      'their|the|each last|latest order|purchase date|day',
    ],
  ],
  [
    'customer.first_order_day',
    [
      'when they|each first ordered|bought|purchased|shopped|came in|here?',
      'their|the|each first order|purchase date|day',
    ],
  ],
  ['customer.owner', ['who owns|manages|has them|each', 'who looks|takes after|care of? them|each']],
  ['customer.city', ['where they live']],
  ['customer.days_since_last_order', ['how many days since their? last order|purchase']],
]

/** What a list is to show beside the name. */
export function addShownDetails(grammar: Grammar): void {
  for (const [fields, words] of shownDetails) grammar.rule('shownword', words, () => fields)
  for (const [field, words] of toldDetails)
    grammar.rule(
      'item',
      words.map((each) => `and|with|plus|including|showing ${each}`),
      () => ({ kind: 'shown', fields: [field] }),
      -0.3,
    )
  const several = ({ shownword, other, third }: Record<string, readonly string[] | undefined>) => ({
    kind: 'shown',
    fields: [...new Set([...(shownword ?? []), ...(other ?? []), ...(third ?? [])])],
  })
  const all = '<shownword> or|and|plus? <shownword:other>? and|plus|or? <shownword:third>?'
  grammar.rule(
    'item',
    [
      `name|names? and|with|plus? the|all? ${all} of|for|from`,
      `with|and|plus|including|incl|include|show|showing|add|also|give their|the|his|her ${all}`,
      `including|incl|showing ${all}`,
    ],
    several,
    -0.3,
  )
}

/** What we can reach customers by, and what is missing. */
export function addContactDetails(grammar: Grammar): void {
  for (const [detail, { words }] of Object.entries(details)) grammar.rule('detail', words, () => detail)
  grammar.rule('detail', '<fieldname>', ({ fieldname }) =>
    fieldname.startsWith('customer.attribute.') ? fieldname : null,
  )
  const missing = (detail: string, not = false) => {
    const known = details[detail]
    if (detail.startsWith('customer.')) return field(detail, 'missing', [], not)
    return known?.has ? field(known.has, 'is', [!!not]) : field(known?.name ?? '', 'missing', [], not)
  }
  const tail =
    'on|in|at|for|listed|stored|recorded|known|us|them|noted|given|available|whatsoever? file|record|hand|system|them|database|us|all? at|on? all|file?'
  grammar.rule(
    'cond',
    [
      `no|without|missing|lacking|lack|lacks|need|needs|blank|empty a|an|any|the|their|have|got|valid|usable|working|good? <detail> ${tail}`,
      `not have|has|got|know|gave|given|left|share|shared|leave|give|provided|on|their|a|an|any us|a|an|any|their|on|the? a|an|any|their? <detail> ${tail}`,
      `<detail> is|are|was|field|? missing|unknown|blank|empty|lacking|absent`,
      '<detail> not known|recorded|given|on|there|filled|available|set file|record|in?',
      'whose? <detail> we|is|are? not|never have|know|known|given|recorded|got',
      'incomplete <detail>',
      'do not know the|their|when? <detail>',
    ],
    ({ detail }) => one(missing(detail)),
  )
  grammar.rule(
    'cond',
    [
      `neither|no|without|missing|lacking usable|working|valid? <detail> nor|or|and usable|working|valid|no? <detail:other> ${tail}`,
      `no|without|missing a|an|any? <detail> and|or|nor no|without|any|a|an? <detail:other> ${tail}`,
      'not have neither|either|any|a|an? <detail> or|nor|and an|a|any? <detail:other>',
    ],
    ({ detail, other }) => cond(clause(missing(detail)), clause(missing(other))),
    -0.4,
  )
  grammar.rule(
    'cond',
    [`no|without|missing|lacking either? <detail> or <detail:other> ${tail}`],
    ({ detail, other }) => cond(clause(missing(detail), missing(other))),
    3,
  )
  grammar.rule(
    'cond',
    [
      `with|have|has|got|having a|an|the|their|both|on|valid? <detail> ${tail}`,
      `<detail> is|are|which|that? on file|record|known|there|given`,
      'whose? <detail> we|is|are|for|actually|it? have|know|known|given|has|got',
      'gave|given|left|shared us|their|an|a? <detail>',
      'we|i have|got|hold|know an|a|the|their? <detail> for|of|on file?',
      'have|has|know|with their|an|a? <detail>',
      'but|with|have|has an? <detail>',
    ],
    ({ detail }) => one(missing(detail, true)),
    0.15,
  )
  grammar.rule(
    'cond',
    ['with|have|has both? a|an? <detail> and a|an? <detail:other> on? file|record?'],
    ({ detail, other }) => cond(clause(missing(detail, true)), clause(missing(other, true))),
    -0.1,
  )
}
