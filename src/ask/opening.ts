import { sql } from 'kysely'
import type { Catalog } from '../catalog/catalog.ts'
import { readHistories } from '../catalog/histories.ts'
import { bordersAreKept } from '../catalog/kept-borders.ts'
import { loadCatalog } from '../catalog/load.ts'
import type { Context } from '../context.ts'
import { summariesHoldOn } from '../db/summaries.ts'
import { holdsSample } from '../imports/sample-data.ts'
import type { AskContext } from './ask.ts'
import type { Day } from './days.ts'
import { estimatesOn } from './estimates.ts'
import type { Planner } from './planners/planner.ts'
import { standardLimits } from './run.ts'

/** Makes the planner once the shop's catalogue is known; `asking` is what it will plan for, once that is open. */
export type OpenPlanner = (shop: Context, catalog: Catalog, asking: () => AskContext) => Promise<Planner>

/** Everything that questions to this shop are answered with. */
export async function openAsking(shop: Context, openPlanner: OpenPlanner): Promise<AskContext> {
  const { db, reader, settings } = shop
  const today = shop.today()
  const [catalog, current, large, latestOrder, sample, scores, histories] = await Promise.all([
    loadCatalog(reader),
    summariesHoldOn(reader, today),
    bordersAreKept(reader),
    latestOrderDay(shop, today),
    holdsSample(reader),
    estimatesOn(db, today),
    readHistories(db),
  ])
  const planner = await openPlanner(shop, catalog, () => opened)
  const opened: AskContext = {
    db,
    reader,
    catalog,
    rules: settings,
    today,
    planner,
    limits: standardLimits,
    summaries: current ? 'maintained' : 'as_of',
    ...(large && { borders: 'kept' }),
    scores,
    histories,
    freshness: { latestOrder, sample },
  }
  return opened
}

async function latestOrderDay({ reader }: Context, today: Day): Promise<Day | null> {
  const { rows } = await sql<{
    day: Day | null
  }>`select max(ordered_day) as day from orders where counts and ordered_day <= ${today}`.execute(reader)
  return rows[0]?.day ?? null
}
