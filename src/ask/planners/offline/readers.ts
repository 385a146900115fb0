import type { Catalog } from '../../../catalog/catalog.ts'
import { readComparison, readNumber } from '../../words/number.ts'
import { fold } from '../../words/word.ts'
import type { Grammar, Reading } from './engine.ts'
import { PhraseIndex } from './phrases.ts'
import { ProductIndex, type ProductMatch } from './products.ts'
import { timeWords } from './times.ts'
import type { Token } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The categories that are read by code: values of the database, numbers, words of the catalogue. */
export function addReaders(grammar: Grammar, catalog: Catalog, vocabulary: Vocabulary): void {
  addValues(grammar, vocabulary)
  addProducts(grammar, vocabulary)
  addStaff(grammar, vocabulary)
  addCampaigns(grammar, vocabulary)
  addNumbers(grammar)
  addCatalogWords(grammar, catalog)
}

function index<Meaning>(
  grammar: Grammar,
  category: string,
  fill: (add: (phrase: string, meaning: Meaning, cost?: number) => void) => void,
  names = false,
): void {
  const phrases = new PhraseIndex<Meaning>(names)
  fill((phrase, meaning, cost) => phrases.add(phrase, meaning, cost))
  for (const word of phrases.words) grammar.words.add(word)
  grammar.reader(category, (tokens, at) =>
    named.has(category)
      ? phrases
          .find(tokens, at)
          .map((found) => ({ ...found, cost: found.cost + everydayCost(grammar, tokens, at, found.end) }))
      : phrases.find(tokens, at),
  )
}

/** What a shop names as it likes. */
const named = new Set(['tag', 'category', 'brand', 'attribute'])

/** What a value or product costs that is called by one word of ours: a category "New" is no rival to new customers. */
const everydayCost = (grammar: Grammar, tokens: readonly Token[], at: number, end: number): number => {
  const [only, ...more] = tokens.slice(at, end)
  if (only === undefined || more.length > 0) return 0
  return isOurs(grammar, only) ? 0.5 : 0
}

const valueCategories: Readonly<Record<string, string>> = {
  'order.store': 'store',
  'customer.city': 'city',
  'customer.region': 'region',
  'customer.country': 'country',
  'customer.language': 'language',
  'customer.source': 'source',
  'customer.tag': 'tag',
  'product.category': 'category',
  'product.brand': 'brand',
}

function addValues(grammar: Grammar, vocabulary: Vocabulary): void {
  for (const [fieldName, category] of Object.entries(valueCategories)) {
    index<string>(
      grammar,
      category,
      (add) => {
        for (const { field, value, phrases } of vocabulary.values) {
          if (field === fieldName) for (const phrase of phrases) if (longEnough(field, phrase)) add(phrase, value)
        }
      },
      true,
    )
  }
  const flags = flagsOf(vocabulary)
  index<{ field: string; value: string }>(
    grammar,
    'attribute',
    (add) => {
      for (const { field, value, phrases } of vocabulary.values) {
        if (field.startsWith('customer.attribute.') && !flags.has(field))
          for (const phrase of phrases) add(phrase, { field, value })
      }
    },
    true,
  )
  index<Flag>(grammar, 'flag', (add) => {
    for (const flag of flags.values()) for (const phrase of flag.phrases) add(phrase, flag)
  })
  addCodes(grammar, vocabulary)
  addNamed(grammar, vocabulary)
}

/** What is recorded of a customer as yes or no: "has kids". */
export interface Flag {
  readonly field: string
  readonly yes: string
  readonly no: string
  readonly phrases: readonly string[]
}

/** A bare yes or no is no value that a question could name: "no bread" is not said of those without children. */
function flagsOf({ attributes, values }: Vocabulary): ReadonlyMap<string, Flag> {
  const flags = attributes.flatMap(({ key }): Flag[] => {
    const field = `customer.attribute.${key}`
    const held = values.filter((known) => known.field === field).map(({ value }) => value)
    if (held.length === 0 || !held.every((value) => /^(?:yes|no|y|n|true|false)$/i.test(value))) return []
    const words = key.replaceAll('_', ' ').toLowerCase()
    const value = (pattern: RegExp, other: string) => held.find((each) => pattern.test(each)) ?? other
    const phrases = [...new Set([words, words.replace(/^(?:has|have|is|wants|likes|owns) /, '')])]
    return [{ field, yes: value(/^[yt]/i, 'yes'), no: value(/^[nf]/i, 'no'), phrases }]
  })
  return new Map(flags.map((flag) => [flag.field, flag]))
}

/** "In WA": a code of two letters is one where it is written as one. */
function addCodes(grammar: Grammar, vocabulary: Vocabulary): void {
  for (const [fieldName, category] of [
    ['customer.region', 'regioncode'],
    ['customer.country', 'countrycode'],
  ] as const) {
    const codes = new PhraseIndex<string>()
    for (const { field, value, phrases } of vocabulary.values)
      if (field === fieldName) for (const phrase of phrases) if (/^[A-Z]{2}$/i.test(phrase)) codes.add(phrase, value)
    grammar.reader(category, (tokens, at) =>
      /^[A-Z]{2}$/.test(tokens[at]?.text ?? '') && tokens.some(({ text }) => /\p{Ll}/u.test(text))
        ? codes.find(tokens, at)
        : [],
    )
  }
  grammar.rule('region', '<regioncode>', ({ regioncode }) => regioncode)
  grammar.rule('country', '<countrycode>', ({ countrycode }) => countrycode)
}

/** What has a name on record: the pet of "pet name". */
function addNamed(grammar: Grammar, { attributes }: Vocabulary): void {
  index<string>(grammar, 'named', (add) => {
    for (const { key } of attributes) {
      const thing = /^(.+)[_ ]name$/i.exec(key)?.[1]
      if (thing) add(thing.replaceAll('_', ' '), `customer.attribute.${key}`)
    }
  })
}

/** Codes of two letters ("in", "me", "or", "en") are words of the question, not values. */
const longEnough = (fieldName: string, phrase: string): boolean =>
  phrase.length > 2 || phrase === 'UK' || fieldName === 'order.store' || fieldName === 'product.brand'

function addProducts(grammar: Grammar, vocabulary: Vocabulary): void {
  const products = new ProductIndex(vocabulary.products)
  const places = new Set(
    vocabulary.values.flatMap(({ field, phrases }) =>
      /[.](?:city|region|country|store)$/.test(field) ? phrases.map(fold) : [],
    ),
  )
  for (const word of products.words) grammar.words.add(word)
  grammar.reader('product', (tokens, at) =>
    products
      .find(tokens, at)
      .filter((found) => isTelling(grammar, tokens, at, found))
      .map((found) => ({
        ...found,
        cost:
          found.cost +
          everydayCost(grammar, tokens, at, found.end) +
          (found.end === at + 1 && !found.value.kindOf && places.has(tokens[at]?.lower ?? '') ? placeCost : 0),
        value: { ...found.value, definite: isDefinite(tokens, at) && !found.value.plural } satisfies ProductMatch & {
          definite: boolean
        },
      })),
  )
}

/** "France" is the country, though one cushion has it in its name. */
const placeCost = 0.9

/** A product is not named by a number, nor by one everyday word of the grammar ("year" in "10-Year"). */
function isTelling(
  grammar: Grammar,
  tokens: readonly Token[],
  at: number,
  found: { end: number; value: ProductMatch },
): boolean {
  const run = tokens.slice(at, found.end)
  if (!run.some((token) => /\p{L}{2}/u.test(token.lower))) return false
  const [only] = run
  if (run.length > 1 || only === undefined || found.value.kindOf) return true
  return !isOurs(grammar, only)
}

/** A word that questions are made of, whatever the shop calls by it. */
const isOurs = ({ patternWords }: Grammar, { lower, stem }: Token): boolean =>
  [lower, stem].some((word) => patternWords.has(word) || commonWords.has(word))

const commonWords = new Set(timeWords)

const isDefinite = (tokens: readonly Token[], at: number): boolean =>
  ['the', 'that'].includes(tokens[at - 1]?.lower ?? '')

function addStaff(grammar: Grammar, vocabulary: Vocabulary): void {
  const people = vocabulary.staff.map((person) => ({ ...person, parts: person.name.split(/\s+/) }))
  index<{ email: string; name: string }>(grammar, 'staff', (add) => {
    for (const { email, name, parts } of people) {
      const meaning = { email, name }
      add(name, meaning)
      for (const part of [parts[0], parts.at(-1)]) {
        if (part && people.filter((other) => other.parts.includes(part)).length === 1) add(part, meaning)
        if (part && people.filter((other) => other.parts.includes(part)).length === 1) add(`${part}s`, meaning, 0.2)
      }
    }
  })
}

/** A campaign, or several that the words fit: "Snow Ready" is that of 2025 and that of 2026. */
export interface CampaignMatch {
  readonly campaigns: readonly {
    readonly ref: string
    readonly name: string
    readonly startedOn: string
    readonly endedOn: string
  }[]
  readonly words: string
  /** How much of the name was said; a single everyday word is a weak hint. */
  readonly strong: boolean
}

function addCampaigns(grammar: Grammar, vocabulary: Vocabulary): void {
  const names = new ProductIndex(
    vocabulary.campaigns.map((campaign) => ({ sku: campaign.ref, name: campaign.name.replace(/[,()]/g, ' ') })),
  )
  for (const word of names.words) grammar.words.add(word)
  addStages(grammar, names, vocabulary)
  const byRef = new Map(vocabulary.campaigns.map((campaign) => [campaign.ref, campaign]))
  grammar.reader('campaignname', (tokens, at) =>
    names
      .all(tokens, at)
      .filter(
        ({ end }) =>
          tokens
            .slice(at, end)
            .some((token) => /\p{L}{3}/u.test(token.lower) && !token.filler && !commonWords.has(token.stem)) ||
          (end - at > 1 && mailed.has(tokens[end]?.stem ?? '')),
      )
      .map(({ end, cost, refs, words, whole }) => ({
        end,
        cost,
        value: {
          campaigns: refs.flatMap((ref) => byRef.get(ref) ?? []),
          words,
          strong: whole || words.split(/\s+/).filter((word) => /\p{L}{3}/u.test(word)).length >= 2,
        } satisfies CampaignMatch,
      })),
  )
}

/** What a campaign sends: "the Father's Day texts" are those of the campaign, and no day. */
const mailed = new Set(
  'text sms email e-mail mail mailer mailing campaign promo promotion postcard newsletter blast flyer letter recipient'.split(
    ' ',
  ),
)

/** A stage that is called by its bare name, and the campaign whose name holds that word too. */
export interface StageWord {
  readonly segment: string
  readonly campaign: string | null
}

/** "Loyalty" alone is the stage, "Loyalty Thank-You" or "the Loyalty mailing" the campaign. */
function addStages(grammar: Grammar, names: ProductIndex, vocabulary: Vocabulary): void {
  grammar.reader('stagename', (tokens, at) => {
    const word = tokens[at]?.lower ?? ''
    const found = names.all(tokens, at)
    if (!stages.has(word) || found.some(({ end }) => end > at + 1) || !standsAlone(word, tokens[at + 1])) return []
    const campaign = vocabulary.campaigns.find(({ ref }) => found.some(({ refs }) => refs.includes(ref)))
    const value: StageWord = { segment: `stage_${word}`, campaign: campaign?.name ?? null }
    return [{ end: at + 1, value, cost: 0 }]
  })
}

const stages = new Set(['prospecting', 'consideration', 'purchase', 'connection', 'loyalty'])

/** "In purchase frequency", "in the loyalty program" and "in connection with" are no stages. */
function standsAlone(word: string, next: Token | undefined): boolean {
  if (word === 'connection' && next?.lower === 'with') return false
  if (!next || next.punctuation || next.filler || goingOn.has(next.lower)) return true
  return word !== 'purchase' && !notStages.has(next.stem)
}

const goingOn = new Set(
  'stage stages phase by or and now today who that this last since in for have has had are is ordered bought spent'.split(
    ' ',
  ),
)

const notStages = new Set(
  'campaign mail mailing email e-mail text sms mailer promo promotion newsletter postcard message blast offer letter card flyer list program programme club scheme tier group point reward tag discount'.split(
    ' ',
  ),
)

function addNumbers(grammar: Grammar): void {
  grammar.reader('number', (tokens, at) =>
    readNumber(tokens, at).flatMap((value): Reading[] =>
      tokens[at + value.length - 1]?.text.endsWith('+') ? [] : [{ end: at + value.length, value, cost: 0 }],
    ),
  )
  grammar.reader('compared', (tokens, at) =>
    readComparison(tokens, at)
      .filter((found) => !(found.op === 'equals' && found.unit === null && isYear(found.values[0])))
      .map((value): Reading => ({ end: at + value.length, value, cost: 0 })),
  )
}

/** Metrics that count what lists are of: "customers" alone asks for a list, "most customers" for a number. */
const counts = new Set([
  'customers',
  'orders',
  'products',
  'categories',
  'stores',
  'staff',
  'campaigns',
  'notes',
  'cases',
  'follow_ups',
  'interactions',
  'first_order',
  'last_order',
  'last_interaction',
  'sent',
  'opened',
  'clicked',
  'responded',
  'recipients',
  'holdouts',
  'contacts',
  'new_customers',
  'buyers',
  'customers_added',
  'customers_contacted',
  'referrals',
  'successful_referrals',
  'order_days',
])

/** "2026 only" is the year, not the number. */
const isYear = (value: number): boolean => Number.isInteger(value) && value >= 1990 && value < 2100

function addCatalogWords(grammar: Grammar, catalog: Catalog): void {
  index<string>(grammar, 'segment', (add) => {
    for (const { name, label, synonyms, saved } of catalog.segments.values()) {
      if (['top', 'heavy'].includes(name) || saved) continue
      for (const phrase of new Set([label, ...synonyms])) add(phrase, name)
    }
  })
  index<string>(grammar, 'metricname', (add) => {
    for (const { name, label, synonyms } of spoken(catalog.metrics))
      if (!counts.has(name))
        for (const phrase of new Set(name === 'largest_order' ? synonyms : [label, ...synonyms])) add(phrase, name)
  })
  index<string>(grammar, 'countname', (add) => {
    for (const { name, label, synonyms } of spoken(catalog.metrics))
      if (counts.has(name)) for (const phrase of new Set([label, ...synonyms])) add(phrase, name)
  })
  index<string>(grammar, 'fieldname', (add) => {
    for (const { name, label, synonyms } of spoken(catalog.fields))
      for (const phrase of new Set([label.toLowerCase(), ...synonyms])) add(phrase, name)
  })
  // "Households of five": where the shop records how many live in one.
  index<string>(grammar, 'householdfield', (add) => {
    for (const { name, label, type } of catalog.fields.values())
      if (name.startsWith('customer.attribute.') && type === 'number' && /household|family/i.test(label))
        for (const phrase of ['household', 'family']) add(phrase, name)
  })
  index<string>(grammar, 'entityname', (add) => {
    for (const { name, plural, synonyms } of spoken(catalog.entities))
      for (const phrase of new Set([plural, ...synonyms])) add(phrase, name)
  })
  index<string>(grammar, 'term', (add) => {
    const terms = new Set(
      [...catalog.terms.values()].flatMap(({ label, synonyms }) => [label.toLowerCase(), ...synonyms]),
    )
    for (const { name, label, synonyms } of [...catalog.terms.values()])
      for (const phrase of new Set([label.toLowerCase(), ...synonyms])) add(phrase, name)
    for (const { name, label, synonyms, saved } of catalog.segments.values())
      if (!saved) for (const phrase of new Set([label.toLowerCase(), ...synonyms])) add(phrase, name)
    for (const { name, label, synonyms } of spoken(catalog.metrics))
      for (const phrase of new Set([label.toLowerCase(), ...synonyms])) add(phrase, name)
    for (const { name, label, synonyms } of spoken(catalog.entities))
      for (const phrase of new Set([label.toLowerCase(), ...synonyms.slice(0, 2)])) add(phrase, name)
    for (const { name, label, synonyms, estimate } of spoken(catalog.fields))
      if (estimate || name.endsWith('usual_gap') || name === 'customer.completeness')
        for (const phrase of new Set([label.toLowerCase(), ...synonyms])) if (!terms.has(phrase)) add(phrase, name)
  })
}

/** The stays that histories are made of, and the ends of ranges, are no words of questions. */
const spoken = <Entry extends { readonly name: string; readonly synonyms: readonly string[] }>(
  entries: ReadonlyMap<string, Entry>,
): Entry[] =>
  [...entries.values()].filter(
    (entry) =>
      entry.synonyms.length > 0 || !(/^(?:stay|segment_|entered_on|left_on)/.test(entry.name) || 'estimate' in entry),
  )
