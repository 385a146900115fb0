import type { Dimension } from '../../../plan.ts'
import type { Draft, Piece } from './draft.ts'

/** What is listed or counted; anything else goes before customers. */
export function subjectOf(
  draft: Draft,
): { entity: string; plural: boolean; piece: Piece; dimension: Dimension | null } | null {
  const piece =
    draft.all('subject').find((each) => each.item.entity !== 'customer') ??
    draft.all('subject')[0] ??
    draft.all('dimension')[0]
  if (!piece) return null
  if (piece.item.kind === 'dimension')
    return { entity: 'dimension', plural: piece.plural, piece, dimension: piece.item.dimension }
  // "Which of our stores has …" asks for one.
  const plural = piece.plural && !(piece.item.entity !== 'customer' && isOneOf(draft, piece))
  return { entity: piece.item.entity, plural, piece, dimension: null }
}

const isOneOf = (draft: Draft, { words, from }: Piece): boolean =>
  (/^of\b/i.test(words) && draft.head('which')) ||
  draft.pieces.some((piece) => piece.item.kind === 'head' && /^which of$/i.test(piece.words) && from - piece.to <= 1)

/** Every word for the entity has been read ("customers", "people", "anyone"). */
export function useSubjects(draft: Draft, entity: string): void {
  for (const piece of draft.all('subject')) if (piece.item.entity === entity) draft.use(piece)
}
