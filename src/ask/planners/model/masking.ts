import type { Catalog } from '../../../catalog/catalog.ts'
import type { Plan } from '../../plan.ts'
import { fold } from '../../words/word.ts'
import { type NameSources, nameSpans } from './names.ts'
import { openPlaceholders, type Placeholders } from './placeholders.ts'
import { contactSpans, overlap, type Span } from './spans.ts'

/** A question as it may be sent. */
export interface Masked {
  readonly text: string
  readonly placeholders: Placeholders
}

/**
 * The question with placeholders for names of people, e-mail addresses, phone numbers, streets, references, long numbers,
 * and for the names that this shop gave its segments and customer attributes.
 *
 * What is left is the asker's own words. Nothing of the database enters it.
 */
export async function masked(question: string, catalog: Catalog, sources: NameSources): Promise<Masked> {
  const placeholders = openPlaceholders(question)
  const own = ownNames(question, catalog)
  const contacts = contactSpans(question).filter((span) => !own.some((other) => overlap(span, other)))
  const names = await nameSpans(question, sources)
  const free = names.filter((span) => ![...own, ...contacts].some((other) => overlap(span, other)))
  const spans: readonly (Span & Partial<OwnName>)[] = [...own, ...contacts, ...free].sort(
    (one, other) => one.from - other.from,
  )
  let [text, at] = ['', 0]
  for (const { from, to, kind, own: name, tells } of spans) {
    const placeholder = placeholders.for(kind, name ?? question.slice(from, to), tells)
    text += question.slice(at, from) + placeholder.name
    at = to
  }
  return { text: text + question.slice(at), placeholders }
}

type OwnName = Span & { readonly own: string; readonly tells: string }

/** Saved segments and customer attributes that the question names: their names are this shop's data. */
function ownNames(question: string, { segments, fields }: Catalog): readonly OwnName[] {
  const folded = fold(question)
  // Folding may change the length of a text; then offsets do not fit, and the names are simply not known to the model.
  if (folded.length !== question.length) return []
  const saved = [...segments.values()].filter(({ saved }) => saved !== undefined)
  const attributes = [...fields.values()].filter(({ name }) => name.startsWith('customer.attribute.'))
  return [
    ...saved.flatMap(({ name, label }) =>
      placesOf(label, folded).map((span) => own('SEGMENT', name, span, 'a saved segment of customers')),
    ),
    ...attributes.flatMap(({ name, label, type }) =>
      placesOf(label, folded).map((span) => own('ATTRIBUTE', name, span, `a field of customers, of type ${type}`)),
    ),
  ].filter((span, at, all) => !all.slice(0, at).some((other) => overlap(span, other)))
}

const own = (kind: 'SEGMENT' | 'ATTRIBUTE', name: string, span: Pick<Span, 'from' | 'to'>, tells: string): OwnName => ({
  ...span,
  kind,
  own: name,
  tells,
})

function placesOf(label: string, folded: string): readonly Pick<Span, 'from' | 'to'>[] {
  const wanted = fold(label).trim()
  if (wanted.length < 2) return []
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])${wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`,
    'gu',
  )
  return [...folded.matchAll(pattern)].map(({ index }) => ({ from: index, to: index + wanted.length }))
}

/**
 * The catalogue as the model may know it: the product's own words, and of this shop's segments and attributes those that
 * are spoken of, under their placeholders.
 */
export function maskedCatalog(catalog: Catalog, placeholders: Placeholders): Catalog {
  const shown = <Entry extends { readonly name: string; readonly label: string }>(
    entries: ReadonlyMap<string, Entry>,
    isOwn: (entry: Entry) => boolean,
  ): ReadonlyMap<string, Entry> => {
    const renamed = [...entries.values()].flatMap((entry): (readonly [string, Entry])[] => {
      if (!isOwn(entry)) return [[entry.name, entry]]
      const stands = placeholders
        .all()
        .find(({ kind, text }) => (kind === 'SEGMENT' || kind === 'ATTRIBUTE') && text === entry.name)
      return stands ? [[stands.name, { ...entry, name: stands.name, label: stands.name, synonyms: [] }]] : []
    })
    return new Map(renamed)
  }
  return {
    ...catalog,
    fields: shown(catalog.fields, ({ name }) => name.startsWith('customer.attribute.')),
    segments: shown(catalog.segments, ({ saved }) => saved !== undefined),
  }
}

/** A plan with a placeholder for each value that is not a word of the catalogue: the plan a question goes on from. */
export function maskedPlan(plan: Plan, catalog: Catalog, placeholders: Placeholders): Plan {
  const hide = (value: unknown, field: string): unknown => {
    if (typeof value !== 'string') return value
    const known = catalog.fields.get(field)
    if (known?.type === 'date' || known?.type === 'monthday') return value
    if (Array.isArray(known?.values) && known.values.some((each) => each.value === value)) return value
    const person = field === 'customer.customer' || field === 'customer.referred_by'
    const whose = ownName('field', field, catalog, placeholders)
    return placeholders.for(person ? 'PERSON' : 'VALUE', value, `a value of ${whose}`).name
  }
  const walk = (piece: unknown): unknown => {
    if (Array.isArray(piece)) return piece.map(walk)
    if (typeof piece !== 'object' || piece === null) return piece
    const entries = Object.entries(piece)
    const field = 'field' in piece ? String(piece.field) : ''
    return Object.fromEntries(
      entries.map(([key, value]) => {
        if (key === 'values' && Array.isArray(value)) return [key, value.map((each) => hide(each, field))]
        if (key === 'customer') return [key, hide(value, 'customer.customer')]
        if (key === 'category') return [key, hide(value, 'product.category')]
        if (typeof value === 'string') return [key, ownName(key, value, catalog, placeholders)]
        return [key, walk(value)]
      }),
    )
  }
  // The same shape with other texts in it.
  return walk(plan) as Plan
}

/** Names of saved segments and attributes, which are the shop's own. */
function ownName(key: string, value: string, catalog: Catalog, placeholders: Placeholders): string {
  if (['segment', 'from', 'to', 'term'].includes(key) && catalog.segments.get(value)?.saved !== undefined)
    return placeholders.for('SEGMENT', value, 'a saved segment of customers').name
  if (value.startsWith('customer.attribute.')) return placeholders.for('ATTRIBUTE', value, 'a field of customers').name
  return value
}
