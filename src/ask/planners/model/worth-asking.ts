import { asksForForecast, noBuckets, noForecast, noHorizon, noOrders, otherHorizon } from '../offline/forecasts.ts'
import { refusal } from '../offline/refusals.ts'
import type { Planned } from '../planner.ts'

const forecasts: readonly string[] = [noForecast, otherHorizon, noHorizon, noBuckets, noOrders]

/** A question of words: not a request to change or send something, no forecast, and not only digits or one stray word. */
export function isForModel(question: string, own: Planned): boolean {
  if (refusal(question) !== null || asksForForecast(question)) return false
  if (own.kind === 'decline' && forecasts.some((reason) => own.reason.startsWith(reason))) return false
  return question.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word)).length >= 2
}
