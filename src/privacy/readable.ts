import type { Held, Section } from './export.ts'

/** Everything held about a person as a page of text that they can read; no line begins like a formula. */
export function readable({ name, customer_ref: ref, at, sections }: Held): string {
  return [
    `All that is held about ${line(name)} (${line(ref)}), put together on ${moment(at)}. Times are UTC.`,
    ...sections.map(sectionText),
    'Sums in which they are counted with others, and lists posted in Slack, are not here.',
  ].join('\n\n')
}

function sectionText({ title, rows }: Section): string {
  const heading = `${title}${rows.length > 1 ? ` (${rows.length})` : ''}`
  return [heading, '─'.repeat(heading.length), ...rows.map(rowText)].join('\n')
}

const rowText = (row: Readonly<Record<string, unknown>>): string =>
  `• ${Object.entries(row)
    .map(([key, value]) => `${line(key.replaceAll('_', ' '))}: ${written(value)}`)
    .join(' · ')}`

function written(value: unknown): string {
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (value instanceof Date) return moment(value.toISOString())
  if (Array.isArray(value)) return value.map(written).join('; ')
  if (value !== null && typeof value === 'object' && 'product' in value && 'pieces' in value) return bought(value)
  if (value !== null && typeof value === 'object')
    return Object.entries(value)
      .map(([key, held]) => `${line(key.replaceAll('_', ' '))} ${written(held)}`)
      .join(', ')
  return line(String(value))
}

/** “2 × Wire Strippers (EL-1099) at 16.99, 1 given back” */
function bought(row: object): string {
  const { pieces, product, sku, price, discount, given_back: back } = row as Readonly<Record<string, unknown>>
  const more = [
    ...(Number(discount ?? 0) === 0 ? [] : [`discount ${discount}`]),
    ...(Number(back ?? 0) === 0 ? [] : [`${back} given back`]),
  ]
  return [line(`${pieces} × ${product} (${sku}) at ${price}`), ...more].join(', ')
}

const moment = (text: string): string => text.slice(0, 16).replace('T', ' ')

/** Data may hold line breaks, and signs that would move the cursor. */
const line = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
