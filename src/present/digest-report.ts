import { writeMoney, writePercent } from '../ask/amounts.ts'
import { writeDay } from '../ask/period-text.ts'
import { type DigestReport, type Effect, leastInArm, type RuleReport } from '../digest/report.ts'

/** What the digests of some days brought, in sentences, what was asked about first; figures by rule stand below them. */
export function reportSentences(
  report: DigestReport,
  currency: string,
  about: 'all' | 'rules' = 'all',
): readonly string[] {
  if (about === 'all') return allSentences(report, currency)
  const best = bestSentence(report.rules)
  return [best, ...allSentences(report, currency).filter((each) => each !== best)]
}

function allSentences(report: DigestReport, currency: string): readonly string[] {
  const { from, to, named, actedOn, reached, snoozed, notRelevant, ordered, attributedSales, ignored, effect } = report
  const themselves = report.orderedByThemselves
  const stretch = from === to ? writeDay(from) : `${writeDay(from)} to ${writeDay(to)}`
  if (named === 0) return [`${stretch}: no digest named anybody.`, ...effectSentences(effect)]
  return [
    `${stretch}: ${count(named, 'customer')} named, ${actedOn} acted on, ${reached} reached, ${snoozed} put off, ${notRelevant} not relevant.`,
    ordered === 0
      ? 'Nobody who was contacted has ordered since.'
      : `${count(ordered, 'customer')} who ${ordered === 1 ? 'was' : 'were'} contacted ordered within 30 days, for ${writeMoney(Number(attributedSales), currency)}: attributed sales, which they might have brought anyway.`,
    ...(themselves === 0 ? [] : [`${count(themselves, 'customer')} ordered before anybody was in touch.`]),
    ...effectSentences(effect),
    bestSentence(report.rules),
    ...(ignored.length > 0 ? [`Nobody acts on: ${ignored.join(', ')}. Switch off what is of no use.`] : []),
  ]
}

const count = (of: number, one: string): string => `${of.toLocaleString('en-US')} ${one}${of === 1 ? '' : 's'}`

function effectSentences({ contact, holdout, lift }: Effect): readonly string[] {
  if (lift === null) {
    return [
      `Whether it helps to be on a list: not enough data yet. It takes ${leastInArm} customers in either group, named and left out at random, 30 days after; so far there are ${contact.customers} and ${holdout.customers}.`,
    ]
  }
  const share = ({ bought, customers }: typeof contact) => writePercent(bought / customers)
  const points = (value: number) => `${value > 0 ? '+' : ''}${(value * 100).toFixed(1)}`
  const verdict =
    lift.low > 0 ? 'it helps' : lift.high < 0 ? 'it does harm' : 'it may help or not: the interval holds nought'
  return [
    `Bought within 30 days: ${share(contact)} of ${count(contact.customers, 'customer')} named to somebody, ${share(holdout)} of ${holdout.customers.toLocaleString('en-US')} left out at random; ${points(lift.difference)} points (95 % interval ${points(lift.low)} to ${points(lift.high)}): ${verdict}.`,
  ]
}

/** Promises and service cases are kept for their own sake: they have no followers and are not compared. */
function bestSentence(rules: readonly RuleReport[]): string {
  const rated = rules.filter(({ followed }) => followed >= leastInArm)
  const [best] = rated.toSorted((one, other) => other.bought / other.followed - one.bought / one.followed)
  if (!best)
    return `Which rule works best: not enough data yet. It takes ${leastInArm} customers whom one rule alone named, 30 days after; promises and service cases are kept for their own sake.`
  const share = writePercent(best.bought / best.followed)
  const among = rated.length === 1 ? ', the only rule with enough data yet' : ', more than of any other rule'
  return `Which rule works best: ${best.label}. ${share} of the ${count(best.followed, 'customer')} whom it alone named bought within 30 days${among}.`
}

/** Rules that named somebody then; the others were looked at for what works best alone. */
export const rulesShown = ({ rules }: DigestReport): readonly RuleReport[] => rules.filter(({ named }) => named > 0)

/** The columns by rule, where the report is a table. */
export const ruleColumns = ['Rule', 'Named', 'Acted on', 'Reached', 'Bought within 30 days'] as const

/** “12 of 40”, or nothing where nobody could buy yet. */
export const boughtShare = ({ bought, followed }: RuleReport): string =>
  followed === 0 ? '' : `${bought} of ${followed}`

export function reportText(report: DigestReport, currency: string): string {
  const lines = reportSentences(report, currency)
  if (rulesShown(report).length === 0) return lines.join('\n')
  const rows = rulesShown(report).map((rule) => [rule.label, rule.named, rule.actedOn, rule.reached, boughtShare(rule)])
  return [...lines, '', ruleTable(rows)].join('\n')
}

function ruleTable(rows: readonly (readonly (string | number)[])[]): string {
  const head = [...ruleColumns]
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => String(row[at]).length)))
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at] ?? 0) : String(cell).padStart(widths[at] ?? 0)))
      .join('  ')
  return [line(head), ...rows.map(line)].join('\n')
}
