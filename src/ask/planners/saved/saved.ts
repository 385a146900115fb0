import type { AskContext } from '../../ask.ts'
import type { Planner } from '../planner.ts'
import { confirmedReading, countUse, isDisputed } from './readings.ts'

/**
 * A planner that remembers what people here confirmed: the same question, on its own, is read the same again. In a
 * conversation that has begun, words may mean something else, so it keeps out of it. Works without any model.
 */
export function withSaved(planner: Planner, asking: () => AskContext): Planner {
  return {
    async plan(question, thread, asker, waiting) {
      const context = asking()
      if (thread.plans.length === 0 && thread.offered.length === 0) {
        const confirmed = await confirmedReading(question, asker, context)
        if (confirmed) {
          if (waiting) await countUse(context.db, confirmed.id)
          return { kind: 'plan', plan: confirmed.plan, planner: 'saved', notes: [] }
        }
      }
      const planned = await planner.plan(question, thread, asker, waiting)
      if (planned.kind !== 'plan' || planned.changed !== undefined) return planned
      if (!(await isDisputed(question, planned.plan, asker, context.db))) return planned
      return { ...planned, notes: [...planned.notes, disputed] }
    },
  }
}

const disputed = 'Somebody here said that this reading is wrong; a manager has yet to look at it.'
