import { CompiledQuery } from 'kysely'
import { administrator } from '../../../src/access/asker.ts'
import { check } from '../../../src/ask/check.ts'
import type { CheckedList, CheckedMeasurePlan } from '../../../src/ask/checked.ts'
import { compile } from '../../../src/ask/compile.ts'
import type { Statement } from '../../../src/ask/fragments.ts'
import { say } from '../../../src/ask/issues.ts'
import type { ListPlan, MeasurePlan } from '../../../src/ask/plan.ts'
import { buildCatalog, type Catalog } from '../../../src/catalog/catalog.ts'
import type { ValueType } from '../../../src/catalog/types.ts'
import { readTransaction } from '../../../src/db/reading.ts'
import { summariesHoldOn } from '../../../src/db/summaries.ts'
import type { TestDatabase } from '../../support/database.ts'
import type { Cell } from './compare.ts'
import { attributeKeys } from './database.ts'
import { fill } from './fill.ts'
import type { Project, Said } from './harness.ts'
import type { Shop } from './shop.ts'

/** check → compile → PostgreSQL, as the reader role, with or without a catalogue that has been tampered with. */
export function openProject({ db, reader }: TestDatabase, catalog: Catalog = buildCatalog(attributeKeys)): Project {
  const ask = async (plan: ListPlan | MeasurePlan, shop: Shop): Promise<Said> => {
    const rules = { ...shop.settings, currency: 'USD' }
    const checked = check(plan, { catalog, asker: administrator, today: shop.today, rules })
    if (!checked.ok) return { kind: 'refused', why: checked.issues.map(say) }
    if (checked.plan.kind !== 'list' && checked.plan.kind !== 'measure')
      return { kind: 'refused', why: ['is no table'] }
    const summaries = (await summariesHoldOn(db, shop.today)) ? 'maintained' : 'as_of'
    try {
      const compiled = compile(checked.plan, { catalog, rules, today: shop.today, summaries, rowCap: 100_000 })
      return await answer(checked.plan, compiled, shop)
    } catch (error) {
      return { kind: 'failed', error, sql: null }
    }
  }
  const answer = async (plan: CheckedList | CheckedMeasurePlan, compiled: Statement, shop: Shop): Promise<Said> => {
    const limits = { timeoutMs: 20_000, timeZone: shop.settings.timeZone, contacts: true, managerNotes: true }
    try {
      const query = CompiledQuery.raw(compiled.sql, [...compiled.parameters])
      const { rows } = await readTransaction(reader, limits, (trx) => trx.executeQuery<Record<string, unknown>>(query))
      const columns = columnsOf(plan)
      return {
        kind: 'rows',
        columns: columns.map(({ name }) => name),
        rows: rows.map((row) => columns.map(({ name, type }) => cell(row[name], type))),
        ...compiled,
      }
    } catch (error) {
      return { kind: 'failed', error, sql: compiled.sql }
    }
  }
  return { catalog, hold: (shop) => fill(db, shop), ask }
}

interface OutputColumn {
  readonly name: string
  readonly type: ValueType
}

function columnsOf(plan: CheckedList | CheckedMeasurePlan): readonly OutputColumn[] {
  if (plan.kind === 'list') {
    return plan.columns.map((column) => ({
      name: column.column,
      type: column.kind === 'field' ? column.field.type : column.type,
    }))
  }
  const dimensions = plan.by.flatMap((dimension): OutputColumn[] => {
    const companion = dimension.kind === 'field' ? dimension.companion : null
    return [
      { name: dimension.column, type: dimension.type },
      ...(companion ? [{ name: companion.column, type: companion.field.type }] : []),
    ]
  })
  return [...dimensions, ...plan.measures.map(({ column, type }) => ({ name: column, type }))]
}

const numbers = new Set<ValueType>(['number', 'money', 'percent'])

/** Decimal numbers come from the driver as text. */
function cell(value: unknown, type: ValueType): Cell {
  if (value === null) return null
  if (numbers.has(type)) return Number(value)
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value
  throw new Error(`An answer holds ${JSON.stringify(value)}, which is no text, number or truth`)
}
