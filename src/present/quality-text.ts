import { withPhonesWritten } from '../customers/phone-text.ts'
import type { QualityDay } from '../quality/history.ts'
import type { FindingKind } from '../quality/kinds.ts'
import { kinds } from '../quality/kinds.ts'
import type { GroupQuality, Quality } from '../quality/report.ts'
import type { Worth } from '../quality/worklist.ts'
import { plainLine } from './format.ts'
import { tableText } from './text.ts'

export interface QualityPage {
  readonly shop: Quality
  readonly stores: readonly GroupQuality[]
  readonly colleagues: readonly GroupQuality[]
  readonly meaning: string
  /** “+1.2 in 30 days”; null where it is not known how it was. */
  readonly change: string | null
  readonly worklist: readonly Worth[]
  readonly currency: string
  /** The shop's, for which phone numbers are written. */
  readonly country: string
}

/** How good the data is, what is wrong with it, and whom to begin with, for the terminal. */
export function qualityText(page: QualityPage): string {
  const { shop, stores, colleagues, meaning, change, worklist, currency, country } = page
  if (shop.score === null) return 'There are no customers yet, so there is no data to judge.'
  const of = `of ${shop.customers.toLocaleString('en-US')} customers`
  return [
    `Data quality: ${shop.score.toFixed(1)} of 100${change === null ? '' : ` (${change})`}, ${of}`,
    meaning,
    '',
    findingsText(shop),
    ...(stores.length > 1 ? ['', 'By store', groupsText(stores, 'Store', 'no store', currency)] : []),
    ...(colleagues.length > 0 ? ['', 'By colleague', groupsText(colleagues, 'Looked after by', '', currency)] : []),
    ...(worklist.length > 0 ? ['', 'Worth putting right first', worklistText(worklist, { currency, country })] : []),
  ].join('\n')
}

function findingsText({ findings, customers }: Quality): string {
  const found = kinds.filter(({ code }) => findings[code] > 0)
  if (found.length === 0) return 'Nothing is wrong with it.'
  const rows = found.map(({ code, label, meaning }) => [
    label,
    findings[code],
    findings[code] / Math.max(customers, 1),
    meaning,
  ])
  return tableText(
    [
      { name: 'fault', label: 'What', type: 'text' },
      { name: 'customers', label: 'Customers', type: 'number' },
      { name: 'share', label: 'Share', type: 'percent' },
      { name: 'meaning', label: 'Customers …', type: 'text' },
    ],
    rows,
    'USD',
  )
}

/** The faults that are worth a column of their own. */
const columns: readonly (readonly [label: string, codes: readonly FindingKind[]])[] = [
  ['Unreachable', ['unreachable']],
  ['Wrong phone or e-mail', ['invalid_phone', 'invalid_email']],
  ['Perhaps twice', ['duplicate']],
  ['No consent', ['no_consent']],
  ['Not confirmed', ['stale']],
]

function groupsText(groups: readonly GroupQuality[], title: string, none: string, currency: string): string {
  const rows = groups.map(({ name, score, customers, findings }) => [
    plainLine(name ?? none),
    score?.toFixed(1) ?? '–',
    customers,
    ...columns.map(([, codes]) => codes.reduce((sum, code) => sum + findings[code], 0)),
  ])
  return tableText(
    [
      { name: 'group', label: title, type: 'text' },
      { name: 'score', label: 'Score', type: 'text' },
      { name: 'customers', label: 'Customers', type: 'number' },
      ...columns.map(([label, [code = '']]) => ({ name: code, label, type: 'number' as const })),
    ],
    rows,
    currency,
  )
}

/** Customers with what is wrong, those who spent most first. */
export function worklistText(
  worklist: readonly Worth[],
  { currency, country }: Pick<QualityPage, 'currency' | 'country'>,
): string {
  return tableText(
    [
      { name: 'customer_ref', label: 'Customer', type: 'key' },
      { name: 'name', label: 'Name', type: 'text' },
      { name: 'spend', label: 'Spend', type: 'money' },
      { name: 'store', label: 'Home store', type: 'text' },
      { name: 'found', label: 'What is wrong', type: 'text' },
    ],
    worklist.map(({ ref, name, spend, store, found }) => [
      ref,
      name,
      spend,
      store,
      found.map(({ sentence }) => withPhonesWritten(sentence, country)).join(' · '),
    ]),
    currency,
  )
}

/** How good the data was day by day. */
export function historyText(days: readonly QualityDay[], currency: string): string {
  const rows = days.map(({ day, score, customers, findings }) => [
    day,
    score?.toFixed(1) ?? '–',
    customers,
    ...columns.map(([, codes]) => codes.reduce((sum, code) => sum + findings[code], 0)),
  ])
  return tableText(
    [
      { name: 'day', label: 'Day', type: 'date' },
      { name: 'score', label: 'Score', type: 'text' },
      { name: 'customers', label: 'Customers', type: 'number' },
      ...columns.map(([label, [code = '']]) => ({ name: code, label, type: 'number' as const })),
    ],
    rows,
    currency,
  )
}
