import type { Piece } from './drafting/draft.ts'
import type { Chart } from './engine.ts'
import { joining } from './tokens.ts'

/** What a piece costs by itself: few long pieces are likelier to be what was meant than many short ones. */
const pieceCost = 1
/** A filler that no piece took. */
const fillerCost = 0.02
/** A preposition or the like that no piece took. */
const joiningCost = 0.12
const mostPaths = 60

interface Step {
  readonly pieces: readonly Piece[]
  readonly cost: number
  /** An "or" was stepped over since the last piece. */
  readonly or?: boolean
}

/** The cheapest ways to cover the whole question with pieces, fillers aside; cheapest first. */
export function paths(chart: Chart, category: string): readonly Step[] {
  const { tokens } = chart
  const reached: Step[][] = Array.from({ length: tokens.length + 1 }, () => [])
  reached[0] = [{ pieces: [], cost: 0 }]
  for (let at = 0; at < tokens.length; at += 1) {
    const steps = best(reached[at] ?? [])
    if (steps.length === 0) continue
    const token = tokens[at]
    if (token?.filler) {
      const price = joining.has(token.lower) ? joiningCost : fillerCost
      const or = token.lower === 'or'
      reached[at + 1]?.push(
        ...steps.map((step) => ({ pieces: step.pieces, cost: step.cost + price, or: or || step.or === true })),
      )
    }
    for (const { end, value, cost } of chart.read(category, at)) {
      const piece: Piece = {
        item: value,
        from: at,
        to: end,
        plural: isPlural(chart, end - 1),
        words: tokens
          .slice(at, end)
          .map((token) => token.text)
          .join(' '),
      }
      reached[end]?.push(
        ...steps.map((step) => ({
          pieces: [...step.pieces, step.or ? { ...piece, or: true } : piece],
          cost: step.cost + cost + pieceCost,
        })),
      )
    }
  }
  return best(reached[tokens.length] ?? [])
}

const best = (steps: Step[]): Step[] => steps.sort((one, other) => one.cost - other.cost).slice(0, mostPaths)

function isPlural(chart: Chart, at: number): boolean {
  const token = chart.tokens[at]
  return (
    token !== undefined &&
    (token.lower !== token.stem || ['people', 'everyone', 'everybody', 'men', 'women'].includes(token.lower))
  )
}
