import { type Asker, administrator } from '../../../src/access/asker.ts'
import { columnsOf } from '../../../src/ask/answer.ts'
import { check } from '../../../src/ask/check.ts'
import type { CheckedQuery } from '../../../src/ask/checked.ts'
import { compile } from '../../../src/ask/compile.ts'
import { say } from '../../../src/ask/issues.ts'
import { run, standardLimits } from '../../../src/ask/run.ts'
import { buildCatalog, type Catalog } from '../../../src/catalog/catalog.ts'
import type { SegmentHistory } from '../../../src/catalog/histories.ts'
import { findBorders } from '../../../src/catalog/kept-borders.ts'
import { type SavedRow, withSaved } from '../../../src/catalog/saved.ts'
import { summariesHoldOn } from '../../../src/db/summaries.ts'
import type { TestDatabase } from '../../support/database.ts'
import { attributeKeys } from './database.ts'
import { fill } from './fill.ts'
import type { Project, Said } from './harness.ts'
import type { History, Saved, Shop } from './shop.ts'

/** Who asks, and what the database holds: everything there is, and the shop itself, when nothing else is said. */
export interface Asking {
  readonly askerOf: (shop: Shop) => Asker
  readonly held: (shop: Shop) => Shop
}

/** check → compile → run, as questions are answered; with a catalogue that has been tampered with, if one is given. */
export function openProject(
  { db, reader }: TestDatabase,
  catalog: Catalog = buildCatalog(attributeKeys),
  { askerOf, held }: Asking = { askerOf: () => administrator, held: (shop) => shop },
): Project {
  let summaries: 'maintained' | 'as_of' = 'as_of'
  let borders: 'kept' | null = null
  const catalogOf = ({ saved = [] }: Shop): Catalog => withSaved(catalog, saved.map(savedRow))
  const answer = async (plan: CheckedQuery, shop: Shop): Promise<Said> => {
    const rules = rulesOf(shop)
    let sql: string | null = null
    try {
      const statement = compile(plan, {
        catalog: catalogOf(shop),
        rules,
        today: shop.today,
        summaries,
        ...(borders && { borders }),
        scoreRun: 1,
        recorded: shop.histories.map(({ segment_id }) => segment_id),
        rowCap: limits.rowCap,
      })
      sql = statement.sql
      const columns = columnsOf(plan)
      const found = await run(statement, columns, { reader, rules, asker: askerOf(shop), limits })
      if (found.kind === 'refused') throw new Error(found.reason)
      return { kind: 'rows', columns: columns.map(({ name }) => name), rows: found.rows, ...statement }
    } catch (error) {
      return { kind: 'failed', error, sql }
    }
  }
  return {
    catalog,
    catalogOf,
    async hold(shop) {
      await fill(db, held(shop))
      summaries = (await summariesHoldOn(db, shop.today)) ? 'maintained' : 'as_of'
      borders = await kept(shop, db)
    },
    async ask(plan, shop) {
      const { today, histories, customers } = shop
      const checked = check(plan, {
        catalog: catalogOf(shop),
        asker: askerOf(shop),
        today,
        rules: rulesOf(shop),
        scores: { id: 1, asOf: today, refused: null, buyers: customers.length },
        histories: new Map(histories.map((history) => [history.segment, historyOf(history)])),
      })
      if (!checked.ok) return { kind: 'refused', why: checked.issues.map(say) }
      const { kind } = checked.plan
      if (kind === 'list' || kind === 'measure' || kind === 'cohorts') return answer(checked.plan, shop)
      throw new Error(`A ${kind} plan has no table`)
    },
  }
}

/** In a third of the shops the borders of ranks are kept, in a third those of a shop before are there still. */
async function kept({ customers, settings }: Shop, db: TestDatabase['db']): Promise<'kept' | null> {
  if (customers.length % 3 === 0) return null
  if (customers.length % 3 === 1) await findBorders(db, settings.topPercent)
  return 'kept'
}

/** Days by the year and by another dimension are more rows than an answer may have. */
const limits = { ...standardLimits, rowCap: 200_000 }

const historyOf = ({ segment_id, from_day, until_day }: History): SegmentHistory => ({
  segmentId: segment_id,
  fromDay: from_day,
  dailyFrom: from_day,
  step: 'day',
  untilDay: until_day,
})

const rulesOf = ({ settings }: Shop) => ({ ...settings, currency: 'USD', country: 'US' })

const savedRow = (saved: Saved): SavedRow => ({
  id: saved.id,
  name: saved.name,
  label: saved.name,
  version: 1,
  definition:
    saved.kind === 'rule'
      ? { kind: 'rule', where: saved.where }
      : { kind: 'fixed', count: saved.members.length, on: '2026-01-01' },
  reading: saved.name,
  savedBy: 'test',
  savedOn: '2026-01-01',
  ownerId: null,
  createdBy: null,
})
