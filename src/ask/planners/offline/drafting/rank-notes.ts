import type { Plan } from '../../../plan.ts'
import type { Piece } from './draft.ts'

/** "The top 20 % this year": their rank is that of all time, and only the number is of the stretch. */
export function rankNotes(pieces: readonly Piece[], plan: Plan): readonly string[] {
  if (plan.kind !== 'measure' || !inStretch(plan)) return []
  const [ranked] = pieces.flatMap(({ item, words }) => {
    const [share] = /\d[\d.,]* ?(?:%|percent|per cent)/i.exec(words) ?? []
    return share && JSON.stringify(item).includes('"segment":"top"') ? [share] : []
  })
  return ranked ? [`The top ${ranked} are by spend of all time; only the figures are of the time asked about.`] : []
}

const inStretch = (plan: Extract<Plan, { kind: 'measure' }>): boolean =>
  [plan.period, ...plan.measures.flatMap((one) => ('period' in one && one.period ? [one.period] : []))].some(
    ({ kind }) => kind !== 'all',
  )
