import type { Clause } from '../../../plan.ts'
import { clause } from '../items.ts'
import { Choice, Misfit, type Piece, replace } from './draft.ts'

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
    else if (before && saysEither(before, piece)) done[at] = either(before, piece)
    else if (before && bothTags(before, piece)) chooseTags(before, piece)
    else done.push(piece)
    or = or && asksAgain(piece)
  }
  return done
}

/** Of these a customer has one at most, so that "in Skokie and in Cicero" can only mean either. */
const single = /^customer\.(?:city|region|country|language|source|store|owner|postal_code|attribute\.)/

/** "In Skokie and in Cicero", with a word between that no piece took. */
function saysEither(one: Piece, other: Piece): boolean {
  const [first, second] = [onlyValue(one), onlyValue(other)]
  return (
    first !== null && second !== null && apart(one, other) && first.field === second.field && single.test(first.field)
  )
}

/** "Landlords and contractors": those who are both, or all who are one of them? */
const bothTags = (one: Piece, other: Piece): boolean =>
  apart(one, other) && [one, other].every((piece) => onlyValue(piece)?.field === 'customer.tag' && !piece.item.settled)

function chooseTags(one: Piece, other: Piece): never {
  throw new Choice(`“${one.words}” and “${other.words}”: both at once, or either?`, [
    {
      label: 'Either of them',
      choose: (pieces) =>
        replace(pieces, one, either(one, other).item).filter(
          ({ from, item }) => from !== other.from || item.kind !== 'cond',
        ),
    },
    {
      label: 'Both at once',
      choose: (pieces) => replace(pieces, one, { ...one.item, settled: true }),
    },
  ])
}

/** An "and" or a comma stands between them. */
const apart = (one: Piece, other: Piece): boolean => other.from - one.to === 1

function onlyValue(piece: Piece): { readonly field: string } | null {
  const filter = onlyClause(piece)?.any[0]
  return filter?.kind === 'field' && filter.op === 'is' && !filter.not ? filter : null
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
