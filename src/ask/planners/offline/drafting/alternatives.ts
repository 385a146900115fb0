import type { Clause } from '../../../plan.ts'
import { clause } from '../items.ts'
import { Misfit, type Piece } from './draft.ts'

/** What narrows down whom or what is asked for. */
const conditions = new Set(['cond', 'event', 'place', 'fact', 'what', 'bar', 'super', 'due', 'storeplace', 'homestore'])

/**
 * "Lapsed or due": two conditions with an "or" between them are one, either of which is to hold. Where they cannot be put
 * together so, nothing else may be made of them: both at once is not what was asked.
 */
export function alternatives(pieces: readonly Piece[]): readonly Piece[] {
  const done: Piece[] = []
  let or = false
  for (const piece of pieces) {
    or = or || piece.or === true
    const at = done.findLastIndex((each) => !asksAgain(each))
    const before = done[at]
    const joins = or && before && conditions.has(before.item.kind) && conditions.has(piece.item.kind)
    if (joins) done[at] = either(before, piece)
    else done.push(piece)
    or = or && asksAgain(piece)
  }
  return done
}

/** The "who" of "in Chicago or who bought hoses" stands between the two and is neither. */
const asksAgain = ({ item }: Piece): boolean => item.kind === 'head'

function either(one: Piece, other: Piece): Piece {
  const [first, second] = [onlyClause(one), onlyClause(other)]
  if (!first || !second) throw new Misfit(`“${one.words}” or “${other.words}”`)
  const item = { ...one.item, clauses: [clause(...first.any, ...second.any)] }
  return { ...one, item, to: other.to, words: `${one.words} or ${other.words}` }
}

function onlyClause({ item }: Piece): Clause | null {
  const clauses: readonly Clause[] = item.kind === 'cond' ? item.clauses : []
  return clauses.length === 1 && !item.note ? (clauses[0] ?? null) : null
}
