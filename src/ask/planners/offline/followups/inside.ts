import type { Piece } from '../drafting/draft.ts'

const describing = new Set('cond event what super place homestore storeplace every person staff campaign'.split(' '))
const narrowing = new Set('time place homestore storeplace fact staff campaign channelfact'.split(' '))

/**
 * The pieces without the words that only point back within the same question ("heavy users of Paint, of those …"), or
 * only stress what stands beside them ("2026 only"): what they point at is in the question already.
 */
export function resolvedInside(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.filter((piece, at) => {
    const { item } = piece
    if (item.kind !== 'back' || item.drop) return true
    if (!item.only) return !pieces.slice(0, at).some(({ item: { kind } }) => describing.has(kind))
    return at === 0 || !stresses(pieces, at)
  })
}

/** "2026 only", "only Berwyn": a time, a place, or what is recorded of customers; never what they bought. */
function stresses(pieces: readonly Piece[], at: number): boolean {
  const [piece, before, behind] = [pieces[at], pieces[at - 1], pieces[at + 1]]
  if (!piece || !/^(?:only|just)\b/i.test(piece.words)) return false
  if (behind && behind.from - piece.to <= 1 && narrows(behind)) return true
  return before !== undefined && piece.from === before.to && narrows(before)
}

const narrows = ({ item }: Piece): boolean =>
  narrowing.has(item.kind) ||
  (item.kind === 'cond' &&
    /"kind":"(?:field|segment)"/.test(JSON.stringify(item)) &&
    !/"kind":"metric"/.test(JSON.stringify(item)))
