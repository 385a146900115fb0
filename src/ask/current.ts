import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Context, dayOf } from '../context.ts'
import type { Day } from '../db/schema.ts'
import { readSettings, type ShopSettings } from '../db/settings.ts'
import type { AskContext } from './ask.ts'
import { type OpenPlanner, openAsking } from './opening.ts'

/** What questions are answered with right now, for a process that runs for weeks. */
export interface CurrentAsking {
  asking(): Promise<AskContext>
  /** The shop's settings as they were last read; at most as old as the last question. */
  settings(): Promise<ShopSettings>
}

interface Opened {
  readonly stamp: string
  readonly context: AskContext
  readonly settings: ShopSettings
}

/** A new opening is waited for this long; one that takes longer is used when it is ready, and the old one answers. */
const patienceMs = 2_000

/**
 * Opens the catalogue and the planner again when the day turns, data comes in, or a setting or saved segment changes;
 * never two at once.
 */
export function currentAsking(shop: Context, openPlanner: OpenPlanner): CurrentAsking {
  const today = todayOf(shop)
  let latest: Opened | null = null
  let opening: Promise<Opened> | null = null

  async function open(stamp: string): Promise<Opened> {
    const settings = await readSettings(shop.db)
    const current = { ...shop, settings, today: () => today(settings) }
    return { stamp, settings, context: await openAsking(current, openPlanner) }
  }

  function openOnce(stamp: string): Promise<Opened> {
    opening ??= open(stamp)
      .then((opened) => {
        latest = opened
        return opened
      })
      .finally(() => {
        opening = null
      })
    return opening
  }

  async function now(): Promise<Opened> {
    const known = latest
    const stamp = await stampOf(shop, today(known?.settings ?? shop.settings))
    if (known?.stamp === stamp) return known
    const next = openOnce(stamp)
    if (!known) return next
    next.catch((error: unknown) => shop.log.error('the catalogue could not be opened again', { error }))
    return Promise.race([next.catch(() => known), wait(patienceMs, known, { ref: false })])
  }

  return {
    asking: async () => (await now()).context,
    settings: async () => (await now()).settings,
  }
}

/** Today in the time zone that holds now; a day that was pinned stays pinned. */
function todayOf(shop: Context): (settings: ShopSettings) => Day {
  const pinned = shop.today() !== dayOf(shop.now(), shop.settings.timeZone)
  return pinned ? shop.today : (settings) => dayOf(shop.now(), settings.timeZone)
}

/** Everything an opening depends on, in one short text. */
async function stampOf({ db }: Context, today: Day): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select concat_ws('|',
      (select max(id) from setting_changes),
      (select max(id) from segment_definitions),
      (select md5(string_agg(concat_ws('/', id, name, label, active), ',' order by id)) from segments),
      (select max(greatest(finished_at, undone_at)) from import_batches),
      (select max(finished_at) from score_runs),
      (select max(changed_at) from customer_changes where is_new_word),
      (select md5(string_agg(concat_ws('/', segment_id, from_day, until_day), ',' order by segment_id)) from segment_histories)
    ) as stamp`.execute(db)
  return `${today}|${rows[0]?.stamp ?? ''}`
}
