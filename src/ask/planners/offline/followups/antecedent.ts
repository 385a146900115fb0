import type { Clause, Filter, Limit, Plan } from '../../../plan.ts'
import type { Piece } from '../drafting/draft.ts'
import { clause, metricFilter } from '../items.ts'
import type { Token } from '../tokens.ts'

/**
 * The customers that an answer was about, for "they" in the next question: by what they have in common, or, where only
 * the first few were shown, none that a plan could name.
 */
export type Antecedent =
  | { readonly kind: 'customers'; readonly clauses: readonly Clause[]; readonly shown: boolean }
  | { readonly kind: 'cut'; readonly limit: Limit }

/** Whom the answer was about; null where it was about no customers in particular. */
export function antecedentOf(plan: Plan | undefined): Antecedent | null {
  if (plan?.kind === 'list') {
    if (plan.entity === 'customer')
      return plan.limit ? { kind: 'cut', limit: plan.limit } : { kind: 'customers', clauses: plan.where, shown: true }
    const measured = plan.columns.flatMap((column) => ('where' in column ? column.where : []))
    return customers(plan.entity === 'order' ? plan.where : measured)
  }
  if (plan?.kind !== 'measure') return null
  const [only] = plan.measures
  if (only && 'metric' in only && only.metric.startsWith('segment_')) return null
  if (plan.measures.length > 1 || only?.kind !== 'metric') return customers(plan.where)
  const where = [...plan.where, ...only.where]
  if (only.metric === 'customers') return { kind: 'customers', clauses: where, shown: plan.limit === null }
  if (only.metric !== 'buyers' || plan.by.length > 0) return customers(where)
  const facts = where.filter((each) => !isOfCustomers(each)).flatMap((each) => (each.any.length === 1 ? each.any : []))
  const simple = facts.flatMap((filter) => (filter.kind === 'metric' ? [] : [filter]))
  if (simple.length !== where.filter((each) => !isOfCustomers(each)).length) return null
  const bought = clause(metricFilter('orders', simple, only.period ?? plan.period))
  return { kind: 'customers', clauses: [...where.filter(isOfCustomers), bought], shown: plan.limit === null }
}

function customers(where: readonly Clause[]): Antecedent | null {
  const clauses = where.filter(isOfCustomers)
  return clauses.length > 0 ? { kind: 'customers', clauses, shown: false } : null
}

/** A condition on customers, as against one on their orders. */
export const isOfCustomers = ({ any }: Clause): boolean => any.every(ofCustomer)

const ofCustomer = (filter: Filter): boolean =>
  filter.kind === 'segment' ||
  filter.kind === 'movement' ||
  (filter.kind === 'metric' ? filter.of === 'customer' : filter.field.startsWith('customer.'))

const plural = new Set(['they', 'their', 'theirs', 'them', 'those', 'these'])

/** Nouns that name customers. */
export const nouns =
  /\b(?:customer|customers|people|buyers?|shoppers?|spenders?|accounts?|clients?|regulars|vips?|prospects|members|households)\b/i

/**
 * The word that means rows of the answer before: a "they" or "those" that nobody earlier in the same sentence can be
 * meant by.
 */
export function pointer(pieces: readonly Piece[], tokens: readonly Token[]): Token | undefined {
  const at = tokens.findIndex(({ lower }, index) => plural.has(lower) && !describes(tokens, index))
  const told = pieces.some(
    (piece) =>
      piece.from < at &&
      (['subject', 'person'].includes(piece.item.kind) ||
        piece.item.kind === 'countnoun' ||
        (piece.item.kind === 'head' && piece.item.head === 'who' && !pointsBack(tokens, at)) ||
        (piece.item.kind !== 'back' && nouns.test(piece.words))),
  )
  return at < 0 || told ? undefined : tokens[at]
}

/** "Who of them", "which of those". */
const pointsBack = (tokens: readonly Token[], at: number): boolean =>
  ['of', 'among', 'from', 'amongst', 'are', 'owns', 'all'].includes(tokens[at - 1]?.lower ?? '') || at <= 2

/** "Those who …", "those with …" and "these days" stand for themselves. */
const describes = (tokens: readonly Token[], at: number): boolean =>
  ['those', 'these'].includes(tokens[at]?.lower ?? '') &&
  ['who', 'with', 'that', 'without', 'days', 'whose'].includes(tokens[at + 1]?.lower ?? '')

/** The question with the customers of the answer before in the place of "they". */
export const withAntecedent = (pieces: readonly Piece[], clauses: readonly Clause[]): readonly Piece[] => {
  const own = pieces.filter(({ item }) => item.kind !== 'back')
  const end = own.at(-1)?.to ?? 0
  const meant: Piece = { item: { kind: 'cond', clauses }, plural: true, from: end, to: end, words: '' }
  return clauses.length > 0 ? [...own, meant] : own
}
