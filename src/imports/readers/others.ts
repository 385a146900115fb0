import { normalizeEmail, normalizeName, parseMoney, parseWhole, parseYesNo, shown } from '../../customers/normalize.ts'
import type { Layout } from '../detect.ts'
import type { Entity } from '../fields.ts'
import type { Findings, RowReader } from '../findings.ts'
import {
  type Cell,
  cellOf,
  columnOf,
  copyRow,
  dayCell,
  fits,
  orNull,
  type Reading,
  rawOf,
  stampCell,
  textOf,
} from '../rows.ts'

/** The kinds of record whose rows are read one by one, cell by cell, as they stand. */
export type PlainEntity = Exclude<Entity, 'customers' | 'orders'>

/** A cell read: its value, or the sentence that refuses its row. */
type Value = { readonly value: string | boolean | null } | { readonly fault: string }

/** How one column of a staging table comes from one field of a file. */
interface Column {
  readonly field: string
  readonly name: string
  readonly type: string
  readonly read: (text: string, reading: Reading) => Value
  readonly required: boolean
  /** A value that cannot be read is left blank and noted, where the row is worth keeping without it. */
  readonly mayBeDoubtful: boolean
}

type ColumnOptions = Partial<Pick<Column, 'name' | 'type' | 'required' | 'mayBeDoubtful'>>

function column(field: string, read: Column['read'], options: ColumnOptions = {}): Column {
  return { field, name: field, type: 'text', required: false, mayBeDoubtful: false, ...options, read }
}

const text = (cell: string): Value => ({ value: orNull(cell) })
const oneLine = (cell: string): Value => ({ value: orNull(normalizeName(cell)) })
const lowerCase = (cell: string): Value => ({ value: orNull(cell.toLowerCase()) })
const REQUIRED = { required: true } as const

function oneOf(...words: readonly string[]): Column['read'] {
  return (cell) => {
    const word = cell.toLowerCase()
    return word === '' || words.includes(word)
      ? { value: orNull(word) }
      : { fault: `“${shown(cell)}” is not known here; expected ${words.join(', ')}` }
  }
}

function stamp(field: string): Column['read'] {
  return (cell, reading) => {
    const date = stampCell(cell, reading.dayOrder(field))
    return date.fault === undefined ? { value: date.text } : { fault: date.fault }
  }
}

function day(field: string): Column['read'] {
  return (cell, reading) => {
    const date = dayCell(cell, reading.dayOrder(field))
    return date.fault === undefined ? { value: date.text } : { fault: date.fault }
  }
}

const positive: Column['read'] = (cell) => {
  const number = cell === '' ? null : parseWhole(cell)
  if (cell === '' || number === '0') return { value: null }
  return number === null || number.startsWith('-')
    ? { fault: `“${shown(cell)}” is not a whole number above 0` }
    : { value: number }
}

const money: Column['read'] = (cell) => {
  const amount = cell === '' ? null : parseMoney(cell)
  if (cell === '') return { value: null }
  return amount === null
    ? { fault: `“${shown(cell)}” cannot be read as an amount with certainty; expected one such as 1234.50` }
    : { value: amount }
}

const yesNo: Column['read'] = (cell) => {
  const answer = parseYesNo(cell)
  return answer === 'unclear' ? { fault: `“${shown(cell)}” is neither yes nor no` } : { value: answer }
}

const email: Column['read'] = (cell) => {
  const address = normalizeEmail(cell)
  if (address === null) return { value: null }
  return address.valid ? { value: address.normalized } : { fault: `“${shown(cell)}” is not an e-mail address` }
}

const DOUBTFUL = { mayBeDoubtful: true } as const
const STAMP = { type: 'timestamptz' } as const

const COLUMNS: Readonly<Record<PlainEntity, readonly Column[]>> = {
  stores: [
    column('store', oneLine, { ...REQUIRED, name: 'name' }),
    column('city', oneLine),
    column('region', oneLine),
    column('country', oneLine),
  ],
  staff: [
    column('staff_email', email, { ...REQUIRED, name: 'email' }),
    column('name', oneLine, REQUIRED),
    column('slack_user_id', text),
    column('role', oneOf('associate', 'manager', 'admin')),
    column('store', oneLine),
  ],
  products: [
    column('sku', text, REQUIRED),
    column('name', oneLine, REQUIRED),
    column('category', oneLine),
    column('brand', oneLine),
    column('price', money, { ...DOUBTFUL, type: 'numeric' }),
    ...['check_in_days', 'replenish_days', 'warranty_months'].map((field) =>
      column(field, positive, { ...DOUBTFUL, type: 'int' }),
    ),
  ],
  interactions: [
    column('customer_ref', text, REQUIRED),
    column('at', stamp('at'), { ...REQUIRED, ...STAMP }),
    column('channel', oneOf('phone', 'email', 'sms', 'store', 'chat', 'post'), REQUIRED),
    column('direction', oneOf('inbound', 'outbound'), REQUIRED),
    column('kind', lowerCase, REQUIRED),
    column('staff_email', lowerCase),
    column('summary', text),
    column('order_ref', text),
    column('status', oneOf('open', 'resolved')),
  ],
  notes: [
    column('customer_ref', text, REQUIRED),
    column('at', stamp('at'), { ...REQUIRED, ...STAMP }),
    column('author_email', lowerCase),
    column('body', text, REQUIRED),
    column('follow_up_on', day('follow_up_on'), { ...DOUBTFUL, type: 'date' }),
  ],
  campaigns: [
    column('campaign_ref', text, { ...REQUIRED, name: 'ref' }),
    column('name', oneLine, REQUIRED),
    column('channel', oneOf('email', 'sms', 'phone', 'post'), REQUIRED),
    column('started_on', day('started_on'), { type: 'date' }),
    column('ended_on', day('ended_on'), { type: 'date' }),
  ],
  campaign_recipients: [
    column('campaign_ref', text, REQUIRED),
    column('customer_ref', text, REQUIRED),
    ...['sent_at', 'opened_at', 'clicked_at', 'responded_at'].map((field) => column(field, stamp(field), STAMP)),
    column('holdout', yesNo, { type: 'boolean' }),
  ],
}

/** The columns of the staging table for one kind of record. */
export function plainStaging(entity: PlainEntity): readonly string[] {
  return [
    'file smallint',
    'line bigint',
    'system text',
    ...COLUMNS[entity].map(({ name, type }) => `${name} ${type}`),
    'raw jsonb',
  ]
}

/** Reads records that stand as they are written: every field one cell, every cell one value. */
export function plainReader(entity: PlainEntity, layout: Layout, reading: Reading, findings: Findings): RowReader {
  const columns = COLUMNS[entity].map((wanted) => ({
    ...wanted,
    cell: wanted.read === text ? cellTrimmed(layout, wanted.field) : textOf(layout, wanted.field),
  }))
  const raw = rawOf(layout)
  return {
    read(cells, line) {
      if (!fits(layout, cells, line, findings)) return ''
      const values: (string | boolean | null)[] = []
      for (const wanted of columns) {
        const found = wanted.read(wanted.cell(cells), reading)
        if ('value' in found && (found.value !== null || !wanted.required)) {
          values.push(found.value)
          continue
        }
        const sentence = 'fault' in found ? found.fault : `${columnOf(layout, wanted.field)} is blank`
        if (!wanted.mayBeDoubtful) {
          findings.refuse(
            line,
            columnOf(layout, wanted.field),
            'fault' in found ? 'unreadable value' : 'blank value',
            sentence,
            cells,
          )
          return ''
        }
        findings.doubt(line, columnOf(layout, wanted.field), 'unreadable value', sentence)
        values.push(null)
      }
      return copyRow([reading.file, line, layout.format.system, ...values, raw(cells)])
    },
    end: () => '',
  }
}

/** Free text keeps its apostrophes: a note may begin with one. */
function cellTrimmed(layout: Layout, field: string): Cell {
  if (!['body', 'summary'].includes(field)) return textOf(layout, field)
  const cell = cellOf(layout, field)
  return (cells) => cell(cells).trim()
}
