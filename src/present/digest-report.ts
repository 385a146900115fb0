import { writeMoney, writePercent } from '../ask/amounts.ts'
import { writeDay } from '../ask/period-text.ts'
import { type DigestReport, type Effect, leastInArm } from '../digest/report.ts'

/** What the digests of some days brought, in sentences; figures by rule stand below them. */
export function reportSentences(report: DigestReport, currency: string): readonly string[] {
  const { from, to, named, actedOn, reached, snoozed, notRelevant, ordered, attributedSales, ignored, effect } = report
  const stretch = from === to ? writeDay(from) : `${writeDay(from)} to ${writeDay(to)}`
  if (named === 0) return [`${stretch}: no digest named anybody.`, ...effectSentences(effect)]
  return [
    `${stretch}: ${count(named, 'customer')} named, ${actedOn} acted on, ${reached} reached, ${snoozed} put off, ${notRelevant} not relevant.`,
    ordered === 0
      ? 'Nobody who was contacted has ordered since.'
      : `${count(ordered, 'customer')} who ${ordered === 1 ? 'was' : 'were'} contacted ordered within 30 days, for ${writeMoney(Number(attributedSales), currency)}: attributed sales, which they might have brought anyway.`,
    ...effectSentences(effect),
    ...(ignored.length > 0 ? [`Nobody acts on: ${ignored.join(', ')}. Switch off what is of no use.`] : []),
  ]
}

const count = (of: number, one: string): string => `${of.toLocaleString('en-US')} ${one}${of === 1 ? '' : 's'}`

function effectSentences({ contact, holdout, lift }: Effect): readonly string[] {
  if (lift === null) {
    return [
      `Whether contacting helps: not enough data yet. It takes ${leastInArm} customers in either group, contacted and left out at random, 30 days after; so far there are ${contact.customers} and ${holdout.customers}.`,
    ]
  }
  const share = ({ bought, customers }: typeof contact) => writePercent(bought / customers)
  const points = (value: number) => `${value > 0 ? '+' : ''}${(value * 100).toFixed(1)}`
  const verdict =
    lift.low > 0
      ? 'contacting helps'
      : lift.high < 0
        ? 'contacting does harm'
        : 'it may help or not: the interval holds nought'
  return [
    `Bought within 30 days: ${share(contact)} of ${count(contact.customers, 'customer')} contacted, ${share(holdout)} of ${holdout.customers} left out at random; ${points(lift.difference)} points (95 % interval ${points(lift.low)} to ${points(lift.high)}): ${verdict}.`,
  ]
}

export function reportText(report: DigestReport, currency: string): string {
  const lines = reportSentences(report, currency)
  if (report.rules.length === 0) return lines.join('\n')
  const rows = report.rules.map(({ label, named, actedOn, reached }) => [label, named, actedOn, reached])
  return [...lines, '', ruleTable(rows)].join('\n')
}

function ruleTable(rows: readonly (readonly (string | number)[])[]): string {
  const head = ['Rule', 'Named', 'Acted on', 'Reached']
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => String(row[at]).length)))
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at] ?? 0) : String(cell).padStart(widths[at] ?? 0)))
      .join('  ')
  return [line(head), ...rows.map(line)].join('\n')
}
