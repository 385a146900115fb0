import type { Clause, Filter } from '../../../plan.ts'
import { familyOf } from '../grammar/movement.ts'
import { clause } from '../items.ts'
import { Misfit, type Piece } from './draft.ts'

/** "Champions and loyal customers": nobody is in both, so whoever is in either is meant. */
export function united(pieces: readonly Piece[]): readonly Piece[] {
  const done: Piece[] = []
  for (const piece of pieces) {
    const before = done.at(-1)
    const joined = before && togetherWith(before, piece)
    if (joined && pieces.some(({ words }) => /\b(?:compare|compared|versus|vs)\b/i.test(words)))
      throw new Misfit('each of them, and not either')
    if (joined) done[done.length - 1] = joined
    else done.push(piece)
  }
  if (isOfNobody(done)) throw new Misfit('nobody is in both')
  return done
}

/** Two segments that exclude each other, with something else between them. */
function isOfNobody(pieces: readonly Piece[]): boolean {
  const families = pieces.flatMap((piece) =>
    namesIn(piece)
      .slice(0, 1)
      .map((filter) => filter.kind === 'segment' && familyOf(filter.segment)),
  )
  return new Set(families).size < families.length
}

function togetherWith(one: Piece, other: Piece): Piece | null {
  const [first, second] = [namesIn(one), namesIn(other)]
  const families = new Set([...first, ...second].map((filter) => filter.kind === 'segment' && familyOf(filter.segment)))
  if (first.length === 0 || second.length === 0 || families.size !== 1 || other.from - one.to > 2) return null
  const words = `${one.words} and ${other.words}`
  return { ...one, to: other.to, words, item: { ...one.item, clauses: [clause(...first, ...second)] } }
}

/** The segments that a piece names, all of one family; none where it says more. */
function namesIn({ item, words }: Piece): readonly Filter[] {
  // Without words it is whom the answer before was about, and of those some are asked for.
  if (item.kind !== 'cond' || item.either || words === '') return []
  const [only, ...others]: readonly Clause[] = item.clauses
  const plain = (filter: Filter): boolean =>
    filter.kind === 'segment' && !filter.not && !filter.on && familyOf(filter.segment) !== null
  return only && others.length === 0 && only.any.every(plain) ? only.any : []
}
