import type { Plan } from '../../plan.ts'
import type { Thread } from '../planner.ts'
import type { Piece } from './drafting/draft.ts'
import type { Reading } from './reading.ts'
import type { Token } from './tokens.ts'

/** "she", "her order": the one customer that the thread is about. */
export function pronouns(tokens: readonly Token[], thread: Thread): Reading['people'] {
  const ref = customerOf(thread.plans.at(-1)) ?? customerOf(thread.plans.at(-2))
  if (!ref) return []
  return tokens.flatMap((token, index) =>
    ['she', 'he', 'her', 'his', 'him', 'hers', 'them', 'they', 'their'].includes(token.lower)
      ? [
          {
            from: index,
            to: index + 1,
            people: [{ ref, name: ref, city: null, exact: true }],
            words: token.text,
            note: null,
            pronoun: true,
          },
        ]
      : [],
  )
}

/** The one customer a plan speaks of, if it speaks of one. */
export function customerOf(plan: Plan | undefined): string | null {
  if (!plan || plan.kind === 'definition') return null
  if (plan.kind === 'customer' || plan.kind === 'why') return plan.customer
  const filters = plan.where.flatMap((each) => each.any)
  for (const filter of filters) {
    if (
      filter.kind === 'field' &&
      ['customer.customer', 'customer.referred_by'].includes(filter.field) &&
      filter.op === 'is' &&
      !filter.not &&
      filter.values.length === 1
    )
      return String(filter.values[0])
    if (filter.kind === 'metric')
      for (const inner of filter.where)
        if (inner.kind === 'field' && inner.field === 'customer.customer' && inner.values.length === 1 && !inner.not)
          return String(inner.values[0])
  }
  return null
}

/** "What was in it?" right after a question about one customer is about that customer. */
export function withCustomer(pieces: readonly Piece[], previous: Plan | undefined): readonly Piece[] {
  const ref = customerOf(previous)
  const asks = pieces.some(
    (piece) =>
      (piece.item.kind === 'ask' &&
        ['items', 'which_order', 'about', 'cases', 'last_contact'].includes(piece.item.ask)) ||
      (piece.item.kind === 'measure' && ['cases', 'open_cases'].includes(piece.item.measure.metric)) ||
      (piece.item.kind === 'subject' && piece.item.entity === 'case'),
  )
  if (!ref || !asks || pieces.some((piece) => piece.item.kind === 'person')) return pieces
  const person = { kind: 'person', people: [{ ref, name: ref, city: null, exact: true }], words: '', pronoun: true }
  return [{ item: person, plural: false, from: 0, to: 0, words: '' }, ...pieces]
}
