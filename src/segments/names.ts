import { sql } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { runContext } from '../ask/answer-plan.ts'
import type { AskContext } from '../ask/ask.ts'
import type { Plan } from '../ask/plan.ts'
import { isMadeOfQuestionWords } from '../ask/planners/offline/question-words.ts'
import { phraseWords } from '../ask/planners/offline/tokens.ts'
import { loadVocabulary } from '../ask/planners/offline/vocabulary.ts'
import { readLimits } from '../ask/run.ts'
import { emptyThread } from '../ask/threads.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { readTransaction } from '../db/reading.ts'

export type NameResult =
  | { readonly kind: 'name'; readonly label: string; readonly name: string }
  | { readonly kind: 'refused'; readonly sentence: string }

const longest = 60

/** A label as it was typed, tidied: spaces once, quotes around it gone. Or why no segment can be called so. */
export function readLabel(typed: string): NameResult {
  const label = typed
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^[“"'‘«]+|[”"'’»]+$/gu, '')
    .trim()
  const fault = labelFault(label)
  return fault === null ? { kind: 'name', label, name: snakeCase(label) } : refused(fault)
}

function labelFault(label: string): string | null {
  if (label === '') return 'A segment needs a name, like “Chicago regulars”.'
  if ([...label].length > longest)
    return `A segment’s name may have ${longest} characters; this one has ${[...label].length}.`
  const odd = [...label].find((each) => !/[\p{L}\p{M}\p{N} &'’+./%()-]/u.test(each))
  if (odd !== undefined)
    return `A segment’s name is made of letters, numbers and spaces; “${printable(odd)}” cannot be in it.`
  if (!/^[\p{L}\p{N}]/u.test(label) || !/\p{L}.*\p{L}/u.test(label))
    return 'A segment’s name begins with a letter or a number and has two letters at least.'
  return null
}

const printable = (character: string): string =>
  /[\p{C}\p{Z}]/u.test(character)
    ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    : character

const refused = (sentence: string): NameResult => ({ kind: 'refused', sentence })

/** “Café & Co” is cafe_co; a label in another script keeps its letters in the label alone. */
export function snakeCase(label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return plain === '' ? 'saved' : plain
}

/** What the label means already, as a sentence; null when nothing. Saved segments do not count: they can be replaced. */
export async function meansAlready(label: string, asker: Asker, context: AskContext): Promise<string | null> {
  const words = phraseOf(label)
  const known = catalogWords(context.catalog).get(words)
  if (known !== undefined) return `“${label}” already means “${known}” here: call it something else.`
  if (isMadeOfQuestionWords(label, context.catalog))
    return `“${label}” is made of words that questions are made of: call it something more telling.`
  const value = await valueCalled(label, words, asker, context)
  if (value !== null) return `“${label}” is already ${value}: questions could no longer ask for that.`
  return understood(label, asker, context)
}

/** Words in the form in which questions compare them. */
export const phraseOf = (label: string): string => phraseWords(label).join(' ')

function catalogWords({ segments, metrics, entities, fields, terms }: Catalog): ReadonlyMap<string, string> {
  const entries: readonly { readonly label: string; readonly words: readonly string[] }[] = [
    ...[...segments.values()].filter(({ saved }) => !saved).map(wordsOf),
    ...[...metrics.values(), ...terms.values(), ...fields.values()].map(wordsOf),
    ...[...entities.values()].map(({ plural, ...entity }) => ({
      label: plural,
      words: [plural, ...wordsOf(entity).words],
    })),
  ]
  return new Map(entries.flatMap(({ label, words }) => words.map((word) => [phraseOf(word), label] as const)))
}

const wordsOf = (entry: { readonly name: string; readonly label: string; readonly synonyms: readonly string[] }) => ({
  label: entry.label,
  words: [entry.label, entry.name.replaceAll('_', ' '), ...entry.synonyms],
})

/** What of the shop's data is called so: a city, a product, a colleague, a customer whom the asker sees. */
async function valueCalled(label: string, words: string, asker: Asker, context: AskContext): Promise<string | null> {
  const { catalog, reader } = context
  const { values, products, staff, campaigns } = await loadVocabulary(reader)
  const same = (text: string) => phraseOf(text) === words
  const value = values.find(({ phrases }) => phrases.some(same))
  if (value) {
    const kind = catalog.fields.get(value.field)?.label.toLowerCase() ?? 'value'
    return `a ${kind}, ${value.value}`
  }
  if (products.some(({ name, sku }) => same(name) || same(sku))) return 'a product'
  if (staff.some(({ name }) => same(name))) return 'a colleague'
  if (campaigns.some(({ name, ref }) => same(name) || same(ref))) return 'a campaign'
  return (await isCustomer(label, asker, context)) ? 'a customer' : null
}

/** Read with the asker's rights: a name that is taken must not tell of a customer they do not see. */
async function isCustomer(label: string, asker: Asker, context: AskContext): Promise<boolean> {
  const { rows } = await readTransaction(context.reader, readLimits(runContext(asker, context)), (trx) =>
    sql`
      select 1 from customers where search_name = plain_text(${label}) and merged_into_id is null and erased_at is null limit 1
    `.execute(trx),
  )
  return rows.length > 0
}

/**
 * What the planner that comes along makes of the label by itself, where that is one of its own words: "big spenders",
 * "everybody", "revenue this year". What it puts together of several ("Chicago VIPs") may get a meaning of its own.
 */
async function understood(label: string, asker: Asker, { planner, catalog }: AskContext): Promise<string | null> {
  const planned = await planner.plan(label, emptyThread, asker)
  if (planned.kind !== 'plan' || planned.planner !== 'offline') return null
  if (!isOneWord(planned.plan, catalog) && !namesCustomers(label, catalog)) return null
  return `“${label}” by itself is a question already: call it something more telling.`
}

/** "Customers in Chicago" is how everybody asks for them, whatever else it is to mean. */
function namesCustomers(label: string, { entities }: Catalog): boolean {
  const words = new Set(phraseWords(label))
  return ['customer', ...(entities.get('customer')?.synonyms ?? [])].some((word) => words.has(word))
}

function isOneWord(plan: Plan, { segments }: Catalog): boolean {
  if (plan.kind !== 'list' && plan.kind !== 'measure') return true
  const filters = plan.where.flatMap(({ any }) => any)
  const [only] = filters
  return (
    filters.length === 0 || (filters.length === 1 && only?.kind === 'segment' && !segments.get(only.segment)?.saved)
  )
}
