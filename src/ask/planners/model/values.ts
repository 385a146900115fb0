import type { Catalog } from '../../../catalog/catalog.ts'
import type { FieldFilter, Plan } from '../../plan.ts'
import { fold, tokenize } from '../../words/word.ts'
import { ProductIndex } from '../offline/products.ts'
import { distance } from '../offline/spelling.ts'
import { tokensOf } from '../offline/tokens.ts'
import type { KnownValue, Vocabulary } from '../offline/vocabulary.ts'
import { colleaguesCalled } from './names.ts'
import type { Placeholders } from './placeholders.ts'

/** A customer whom the question names, for one placeholder. */
export interface Named {
  readonly ref: string
  /** Whom a person chooses between: "Michael O'Brien, Chicago (C0042)". */
  readonly label: string
}

export interface Grounding {
  readonly catalog: Catalog
  readonly vocabulary: Vocabulary
  readonly placeholders: Placeholders
  /** The question as typed; free text in a plan has to stand in it. */
  readonly question: string
  /** Who the placeholders of people stand for, of those the asker may see. */
  readonly people: ReadonlyMap<string, Named>
  /** In the second of two steps: the references of those whom the first one lists. */
  readonly step?: readonly string[]
}

/** A plan in the shop's own values, with what was read as what; or what the shop does not have. */
export type Grounded =
  | { readonly kind: 'grounded'; readonly plan: unknown; readonly notes: readonly string[] }
  /** `tell`: for people. `mend`: for the model, without a word of the database. */
  | { readonly kind: 'unknown'; readonly tell: string; readonly unknown: readonly string[]; readonly mend: string }

/**
 * The plan with the shop's values in place of the question's words: placeholders are put back, "chicgo" becomes the city
 * Chicago, "pellet grills" the products so called, "Priya" a colleague. The model never saw these values, so it cannot have
 * spelled them; what the shop does not have is said, and never an empty answer.
 */
export function grounded(plan: Plan, grounding: Grounding): Grounded {
  const notes: string[] = []
  const faults: Fault[] = []
  const walk = (piece: unknown): unknown => {
    if (Array.isArray(piece)) return piece.map(walk)
    if (typeof piece !== 'object' || piece === null) return piece
    if (isFieldFilter(piece)) return groundFilter(piece, grounding, notes, faults)
    return Object.fromEntries(Object.entries(piece).map(([key, value]) => [key, member(key, value)]))
  }
  const member = (key: string, value: unknown): unknown => {
    if (typeof value !== 'string') return walk(value)
    if (key === 'category') return take(groundValue('product.category', value, grounding), value, notes, faults)
    if (key === 'customer') return take(groundPerson(value, grounding), value, notes, faults)
    return ownNamed(value, grounding)
  }
  const done = walk(plan)
  const [fault] = faults
  if (!fault) return { kind: 'grounded', plan: done, notes: [...new Set(notes)] }
  return { kind: 'unknown', ...fault }
}

interface Fault {
  readonly tell: string
  readonly unknown: readonly string[]
  readonly mend: string
}
type Value = { readonly value: string; readonly note?: string } | { readonly fault: Fault }

function take(found: Value, otherwise: string, notes: string[], faults: Fault[]): string {
  if ('fault' in found) {
    faults.push(found.fault)
    return otherwise
  }
  if (found.note) notes.push(found.note)
  return found.value
}

const isFieldFilter = (piece: object): piece is FieldFilter =>
  'kind' in piece && piece.kind === 'field' && 'values' in piece

/** The name of a saved segment or attribute behind its placeholder; any other name as it is. */
function ownNamed(name: string, { placeholders }: Grounding): string {
  const stands = placeholders.named(name)
  return stands && (stands.kind === 'SEGMENT' || stands.kind === 'ATTRIBUTE') ? stands.text : name
}

const peopleFields: Readonly<Record<string, string>> = {
  'customer.customer': 'customer.customer',
  'customer.name': 'customer.customer',
  'customer.email': 'customer.customer',
  'customer.phone': 'customer.customer',
  'customer.referred_by': 'customer.referred_by',
  'customer.referrer_name': 'customer.referred_by',
}
const staffFields: Readonly<Record<string, string>> = {
  'customer.owner': 'customer.owner',
  'customer.owner_name': 'customer.owner',
  'interaction.staff': 'interaction.staff',
  'interaction.staff_name': 'interaction.staff',
  'case.staff': 'case.staff',
  'case.staff_name': 'case.staff',
  'note.author': 'note.author',
  'note.author_name': 'note.author',
  'follow_up.assignee': 'follow_up.assignee',
  'follow_up.assignee_name': 'follow_up.assignee',
  'staff.staff': 'staff.staff',
  'staff.name': 'staff.staff',
}
const productFields: Readonly<Record<string, string>> = {
  'product.product': 'product.product',
  'product.name': 'product.product',
  'order.products': 'order.products',
}
const campaignFields: Readonly<Record<string, string>> = {
  'campaign.campaign': 'campaign.campaign',
  'campaign.name': 'campaign.campaign',
}
/** Their values are the catalogue's, not the shop's. */
const ownValues = new Set(['customer.stage', 'customer.rfm', 'stay.segment'])

function groundFilter(filter: FieldFilter, grounding: Grounding, notes: string[], faults: Fault[]): FieldFilter {
  const named = ownNamed(filter.field, grounding)
  const field = grounding.catalog.fields.get(named)
  if (filter.op === 'missing' || filter.op === 'in' || !field || Array.isArray(field.values))
    return { ...filter, field: named }
  const { to, by } = groundingOf(named, grounding)
  const { step } = grounding
  const values = filter.values.flatMap((value): FieldFilter['values'] => {
    if (typeof value !== 'string') return [value]
    if (value === stepOne && step && to === 'customer.customer') return [...step]
    if (by === 'products') return groundProducts(value, grounding, notes, faults)
    return [take(by(to, value, grounding), value, notes, faults)]
  })
  return { ...filter, field: to, op: by !== groundText && filter.op === 'contains' ? 'is' : filter.op, values }
}

/** What the second of two plans calls the customers that the first one lists. */
export const stepOne = 'STEP_1'

type Ground = (field: string, value: string, grounding: Grounding) => Value

/** Which field of references a field is compared by, and how its values are found. */
function groundingOf(field: string, { catalog }: Grounding): { readonly to: string; readonly by: Ground | 'products' } {
  const person = peopleFields[field]
  if (person) return { to: person, by: (_, value, grounding) => groundPerson(value, grounding) }
  const staff = staffFields[field]
  if (staff) return { to: staff, by: (_, value, grounding) => groundStaff(value, grounding) }
  const product = productFields[field]
  if (product) return { to: product, by: 'products' }
  const campaign = campaignFields[field]
  if (campaign) return { to: campaign, by: (_, value, grounding) => groundCampaign(value, grounding) }
  return { to: field, by: catalog.fields.get(field)?.values === 'database' ? groundValue : groundText }
}

function groundPerson(value: string, { placeholders, people }: Grounding): Value {
  const stands = placeholders.named(value)
  const person = stands && people.get(stands.name)
  if (person) return { value: person.ref }
  const said = placeholders.restored(value)
  return {
    fault: {
      tell: stands ? `I know no customer “${stands.text}”.` : 'It is not clear which customer is meant.',
      unknown: stands ? [said] : [],
      mend: stands
        ? `${value} is no customer.`
        : `A customer is named by a placeholder of the question alone, not by ${quoted(value)}.`,
    },
  }
}

function groundStaff(value: string, { placeholders, vocabulary }: Grounding): Value {
  const said = placeholders.restored(value)
  const exact = vocabulary.staff.find(({ email }) => email === said.toLowerCase())
  const called = exact
    ? [exact]
    : colleaguesCalled(
        tokenize(fold(said))
          .map(({ lower }) => lower)
          .join(' '),
        vocabulary.staff,
      )
  const [only, other] = called
  if (only && !other) return { value: only.email }
  const tell = only
    ? `Several colleagues are called “${said}”: ${called.map(({ name }) => name).join(', ')}.`
    : `I know no colleague “${said}”.`
  return {
    fault: {
      tell,
      unknown: [said],
      mend: `${quoted(value)} is not one colleague. A colleague is named by a placeholder.`,
    },
  }
}

/** Products by the words of their names, all that fit. */
function groundProducts(value: string, grounding: Grounding, notes: string[], faults: Fault[]): string[] {
  const said = grounding.placeholders.restored(value)
  const { products } = grounding.vocabulary
  const exact = products.find(({ sku, name }) => fold(sku) === fold(said) || fold(name) === fold(said))
  if (exact) return [exact.sku]
  const tokens = tokensOf(said).filter(({ filler }) => !filler)
  const whole = indexOf(products)
    .find(tokens, 0)
    .find(({ end }) => end === tokens.length)
  if (!whole || tokens.length === 0) {
    const mend = `No product is called ${quoted(value)}. If it is a category or a brand, say product.category or product.brand.`
    faults.push({ tell: `I know no product “${said}”.`, unknown: [said], mend })
    return [value]
  }
  const found = whole.value.products
  if (found.length > 1) notes.push(`Took “${said}” as ${listed(found.map(({ name }) => name))}.`)
  return found.map(({ sku }) => sku)
}

const indexes = new WeakMap<readonly unknown[], ProductIndex>()
function indexOf(products: Vocabulary['products']): ProductIndex {
  const known = indexes.get(products) ?? new ProductIndex(products)
  indexes.set(products, known)
  return known
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, 4).map((name) => `“${name}”`)
  return names.length > 4 ? `${some.join(', ')} and ${names.length - 4} more` : some.join(', ')
}

function groundCampaign(value: string, { placeholders, vocabulary }: Grounding): Value {
  const said = fold(placeholders.restored(value))
  const { campaigns } = vocabulary
  const exact = campaigns.filter(({ ref, name }) => fold(ref) === said || fold(name) === said)
  const wanted = said.split(/\W+/).filter(Boolean)
  const found =
    exact.length > 0
      ? exact
      : campaigns.filter(({ name }) => wanted.every((word) => fold(name).split(/\W+/).includes(word)))
  const [only, other] = found
  if (only && !other) return { value: only.ref }
  const shown = placeholders.restored(value)
  const tell = only
    ? `“${shown}” may be ${listed(found.map(({ name }) => name))}: which one?`
    : `I know no campaign “${shown}”.`
  return { fault: { tell, unknown: [shown], mend: `No single campaign is called ${quoted(value)}.` } }
}

/** A value that the field has, by its own name or an everyday one, or but for a slip of the keyboard. */
function groundValue(field: string, value: string, { placeholders, vocabulary }: Grounding): Value {
  const said = placeholders.restored(value)
  const known = vocabulary.values.filter((each) => sameField(each.field, field))
  const named = known.filter((each) => [each.value, ...each.phrases].some((phrase) => alike(phrase, said)))
  const [only] = new Set(named.map((each) => each.value))
  if (only !== undefined && named.every((each) => each.value === only)) return { value: only }
  const [near, another] = nearly(said, known)
  if (near !== undefined && another === undefined) return { value: near, note: `Read “${said}” as “${near}”.` }
  const tell = `I know no ${field.split('.')[1]?.replaceAll('_', ' ')} “${said}”.`
  return {
    fault: {
      tell,
      unknown: [said],
      mend: `${field} is never ${quoted(value)}. Perhaps the word belongs to another field.`,
    },
  }
}

/** A customer's home store and a colleague's have the stores' names. */
const sameField = (known: string, field: string): boolean =>
  known === field || (known === 'order.store' && (field === 'customer.store' || field === 'staff.store'))

const alike = (one: string, other: string): boolean => plain(one) === plain(other)
const plain = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/s$/, '')

function nearly(said: string, known: readonly KnownValue[]): readonly string[] {
  const wanted = plain(said)
  if (wanted.length < 4) return []
  const most = wanted.length <= 7 ? 1 : 2
  const ranked = known
    .flatMap(({ value, phrases }) =>
      [value, ...phrases].map((phrase) => ({ value, off: distance(wanted, plain(phrase), most) })),
    )
    .filter(({ off }) => off <= most)
  const least = Math.min(...ranked.map(({ off }) => off))
  return [...new Set(ranked.filter(({ off }) => off === least).map(({ value }) => value))]
}

/** Free text: only what the question itself says, so that a plan never asks for more than the person did. */
function groundText(field: string, value: string, { placeholders, question }: Grounding): Value {
  const said = placeholders.restored(value)
  if (ownValues.has(field) || isSaid(said, question) || placeholders.named(value)) return { value: said }
  const mend = `The question does not say ${quoted(value)}. Use its own words, or leave the condition out and put the words it stood for into set_aside.`
  return { fault: { tell: `The question does not say “${said}”.`, unknown: [], mend } }
}

/** Every word of it stands in the question, in this form or another ("allergic", "allergies"). */
export function isSaid(text: string, question: string): boolean {
  const words = (from: string) => tokensOf(from).filter(({ punctuation }) => !punctuation)
  const there = words(question)
  const asked = words(text)
  return (
    asked.length > 0 &&
    asked.every((word) => there.some((each) => each.stem === word.stem || each.lower === word.lower))
  )
}

const quoted = (value: string): string => `\`${value.slice(0, 80)}\``
