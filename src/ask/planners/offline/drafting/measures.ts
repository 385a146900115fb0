import type { Clause, Dimension, Measure, SimpleFilter } from '../../../plan.ts'
import { clause, type MeasureWord, segment } from '../items.ts'
import { Choice, type Draft, Misfit, type Piece, replace } from './draft.ts'
import { factOf } from './facts.ts'

/** The measure that a word asks for; asked back where the word could be several. */
export function measureOf(word: MeasureWord, where: readonly Clause[], piece: Piece | null): Measure {
  switch (word.kind) {
    case 'metric':
      return {
        kind: 'metric',
        metric: word.metric,
        where: [...(word.where ?? []).map((filter) => clause(filter)), ...where],
        period: null,
      }
    case 'aggregate':
      return {
        kind: 'aggregate',
        aggregate: word.aggregate,
        field: word.field,
        where: [
          ...(word.segment ? [clause(segment(word.segment))] : []),
          ...(word.where ?? []).map((filter) => clause(filter)),
          ...where,
        ],
      }
    case 'per':
      return {
        kind: 'per',
        aggregate: word.aggregate,
        per: word.per,
        metric: word.metric,
        where: [...where],
        period: null,
      }
    case 'ambiguous':
      if (!piece) throw new Misfit('ambiguous number')
      throw new Choice(
        word.ask,
        word.options.map(({ label, measure }) => ({
          label,
          choose: (pieces) => replace(pieces, piece, { ...piece.item, measure }),
        })),
      )
    default:
      return word satisfies never
  }
}

/** The dimension as it fits the metric: "by person" is by colleague for calls and by customer for sales. */
export function dimensionFor(draft: Draft, dimension: Dimension, metric: string): Dimension {
  if (dimension.kind !== 'field') return dimension
  const fact = factOf(metric)
  if (dimension.field === 'person')
    return dimensionFor(
      draft,
      {
        kind: 'field',
        field: ['interaction', 'case', 'note', 'follow_up'].includes(fact) ? 'staff' : 'customer.customer',
      },
      metric,
    )
  if (
    dimension.field === 'staff' ||
    ['interaction.staff', 'case.staff', 'note.author', 'follow_up.assignee', 'customer.owner'].includes(dimension.field)
  ) {
    const byFact: Readonly<Record<string, string>> = {
      interaction: 'interaction.staff',
      case: 'case.staff',
      note: 'note.author',
      follow_up: 'follow_up.assignee',
    }
    return {
      kind: 'field',
      field: dimension.field === 'customer.owner' ? 'customer.owner' : (byFact[fact] ?? 'customer.owner'),
    }
  }
  if (dimension.field === 'order.store' && fact !== 'sales') return { kind: 'field', field: 'customer.store' }
  if (dimension.field === 'interaction.kind' && fact !== 'interaction') throw new Misfit('kind of what?')
  if (dimension.field === 'order.channel' && fact === 'interaction')
    return { kind: 'field', field: 'interaction.channel' }
  if (dimension.field === 'order.channel' && (metric === 'campaigns' || fact === 'recipient'))
    return { kind: 'field', field: 'campaign.channel' }
  return dimension
}

/** The breakdowns that are asked for, each once. */
export function takeGroups(
  draft: Draft,
  metric: string,
): { dimension: Dimension; each: boolean; where: readonly SimpleFilter[] }[] {
  return [...draft.all('group'), ...draft.all('groups')]
    .flatMap((piece) => {
      draft.use(piece)
      const { item } = piece
      const list: Dimension[] = item.kind === 'groups' ? item.dimensions : [item.dimension]
      return list.map((dimension) => ({
        dimension: dimensionFor(draft, dimension, metric),
        each: item.each === true,
        where: (item.where ?? []) as SimpleFilter[],
      }))
    })
    .filter(
      (group, index, all) =>
        all.findIndex((other) => JSON.stringify(other.dimension) === JSON.stringify(group.dimension)) === index,
    )
}
