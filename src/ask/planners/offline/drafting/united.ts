import type { Clause, Filter } from '../../../plan.ts'
import { familyOf } from '../grammar/movement.ts'
import { clause } from '../items.ts'
import type { Piece } from './draft.ts'

/** "Champions and loyal customers": nobody is in both, so whoever is in either is meant. */
export function united(pieces: readonly Piece[]): readonly Piece[] {
  const done: Piece[] = []
  for (const piece of pieces) {
    const before = done.at(-1)
    const joined = before && togetherWith(before, piece)
    if (joined) done[done.length - 1] = joined
    else done.push(piece)
  }
  return done
}

function togetherWith(one: Piece, other: Piece): Piece | null {
  const [first, second] = [namesIn(one), namesIn(other)]
  const families = new Set([...first, ...second].map((filter) => filter.kind === 'segment' && familyOf(filter.segment)))
  if (first.length === 0 || second.length === 0 || families.size !== 1 || other.from - one.to > 2) return null
  const words = `${one.words} and ${other.words}`
  return { ...one, to: other.to, words, item: { ...one.item, clauses: [clause(...first, ...second)] } }
}

/** The segments that a piece names, all of one family; none where it says more. */
function namesIn({ item }: Piece): readonly Filter[] {
  if (item.kind !== 'cond' || item.either) return []
  const [only, ...others]: readonly Clause[] = item.clauses
  const plain = (filter: Filter): boolean =>
    filter.kind === 'segment' && !filter.not && !filter.on && familyOf(filter.segment) !== null
  return only && others.length === 0 && only.any.every(plain) ? only.any : []
}
