import type { Clause } from '../../../plan.ts'
import { field, type What } from '../items.ts'
import type { CampaignMatch } from '../readers.ts'
import { Choice, type Piece, replace } from './draft.ts'

/** Asks which of several campaigns is meant. */
export function chooseCampaign(match: CampaignMatch, piece: Piece): never {
  throw new Choice(
    `Which campaign: ${match.words}?`,
    match.campaigns.map((campaign) => ({
      label: campaign.name,
      choose: (pieces) => replace(pieces, piece, narrowed(piece.item, match, campaign)),
    })),
  )
}

/** Asks which of several products is meant. */
export function chooseProduct(what: What, piece: Piece): never {
  throw new Choice(
    `Which one is meant by “${what.words}”?`,
    (what.ambiguous ?? []).slice(0, 5).map((product) => ({
      label: product.name,
      choose: (pieces) =>
        replace(
          pieces,
          piece,
          piece.item.kind === 'what' ? sure(piece.item, product.sku) : { ...piece.item, what: sure(what, product.sku) },
        ),
    })),
  )
}

const sure = (what: What, sku: string): What => ({
  kind: 'what',
  any: [field('product.product', 'is', [sku])],
  words: what.words,
})

function narrowed(
  item: Piece['item'],
  match: CampaignMatch,
  campaign: CampaignMatch['campaigns'][number],
): Piece['item'] {
  const only: CampaignMatch = { ...match, campaigns: [campaign] }
  if (item.kind === 'campaign') return { ...item, match: only }
  const clauses = (item.clauses as Clause[]).map((each) => ({
    any: each.any.map((filter) =>
      filter.kind === 'metric'
        ? {
            ...filter,
            where: filter.where.map((inner) =>
              inner.kind === 'field' && inner.field === 'campaign.campaign'
                ? { ...inner, values: [campaign.ref] }
                : inner,
            ),
          }
        : filter,
    ),
  }))
  return { ...item, clauses, campaign: only }
}
