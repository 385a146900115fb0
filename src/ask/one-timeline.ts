import type { Asker } from '../access/asker.ts'
import { readTransaction } from '../db/reading.ts'
import { runContext } from './answer-plan.ts'
import type { AskContext } from './ask.ts'
import { readLimits } from './run.ts'
import { type Event, timeline } from './timeline.ts'

/** A stretch of a customer's timeline as the asker may see it, counted from the latest. */
export async function readTimeline(
  customerId: number,
  stretch: { readonly from: number; readonly count: number },
  asker: Asker,
  context: AskContext,
): Promise<readonly Event[]> {
  const run = runContext(asker, context)
  const { currency, timeZone } = context.rules
  const seen = { today: context.today, currency, timeZone, managerNotes: asker.maySeeManagerNotes }
  return readTransaction(run.reader, readLimits(run), (trx) => timeline(trx, customerId, stretch, seen))
}
