import type { Kysely } from 'kysely'
import type { Asker } from '../../access/asker.ts'
import { addDays } from '../../ask/days.ts'
import type { Database, Day } from '../../db/schema.ts'
import type { Block } from '../../present/blocks/blocks.ts'
import { header } from '../../present/blocks/pieces.ts'
import { qualityActions, qualityWords } from '../../present/blocks/quality.ts'
import { qualityChange, qualityDays } from '../../quality/history.ts'
import { type Quality, quality } from '../../quality/report.ts'
import { countTwice } from '../../quality/twice.ts'
import { aside, button, section } from '../elements.ts'

/** How good the data is, for the Home tab. */
export interface HomeQuality {
  readonly quality: Quality
  /** “+1.2 in 30 days”; null where it is not known. */
  readonly change: string | null
}

/**
 * As it was written down last night: counting anew is nothing to wait for with every look at the tab. Whoever sees only
 * the customers they look after has few enough for that, and of pairs there are few enough for everybody: whoever has just
 * merged two sees it.
 */
export async function homeQuality(db: Kysely<Database>, asker: Asker, today: Day): Promise<HomeQuality | null> {
  if (asker.scope.kind === 'owner') return { quality: await quality(db, today, asker), change: null }
  const days = await qualityDays(db, { from: addDays(today, -7), to: today }, asker)
  const last = days.at(-1)
  if (!last) return null
  const findings = { ...last.findings, duplicate: await countTwice(db, today, asker) }
  return { quality: { ...last, findings }, change: await qualityChange(db, today, asker) }
}

export const qualityBlocks = ({ quality: found, change }: HomeQuality): readonly Block[] => [
  header('Data quality'),
  section(
    qualityWords(found)
      .map((line, at) => (at === 0 && change !== null ? `${line} (${change})` : line))
      .join('\n'),
    button(qualityActions.work, 'Work through', { value: 'all:0', says: 'Work through the data of customers' }),
  ),
  aside('Ask “how good is our data”, “data quality by store” or “who has a wrong phone number”.'),
]
