import { writeMoney } from '../ask/amounts.ts'
import { eventsShown } from '../ask/customer-story.ts'
import { writeDay } from '../ask/period-text.ts'
import type { Answer } from '../ask/reply.ts'
import { type Sheet, type SheetEvent, sheetOf } from './customer-sheet.ts'

/** What a page is made of, with the customer's reference. */
type Told = Pick<Answer, 'reading' | 'rows' | 'page'> & { readonly ref: string }

/** One customer's page for the terminal, to be taken in at a glance. */
export function customerText(answer: Told, currency: string): string {
  const sheet = sheetOf(answer, { company: false, eventsShown })
  const widest = Math.max(...sheet.lines.map(([title]) => title.length), spending.length)
  const line = (title: string, text: string) => `${title.padEnd(widest)}  ${text}`
  return [
    `${answer.reading} (${answer.ref})`,
    sheet.standing,
    ...(sheet.doNotContact ? ['Do not contact, by any channel'] : []),
    ...(sheet.who === '' ? [] : [sheet.who]),
    ...section(
      'Talk about',
      sheet.talk.map((told) => `- ${told}`),
    ),
    '',
    ...sheet.lines.map(([title, text]) => line(title, text)),
    ...(sheet.months.length === 0 ? [] : [line(spending, course(sheet, currency))]),
    ...section('What happened', [
      ...sheet.events.map(eventText),
      ...(sheet.more ? [`and more: npm run -s cli -- customer ${answer.ref} --timeline`] : []),
    ]),
  ].join('\n')
}

const spending = '12 months'

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines]

/** “Nov 10, 2026   Bought: 2 × Bird Seed · $20.00 (Tom Lindqvist)” */
export const eventText = ({ day, what, told, by, link }: SheetEvent): string =>
  `${day.padEnd(13)} ${what}${told === null ? '' : `: ${told}`}${by === null ? '' : ` (${by})`}${link === null ? '' : ` ${link}`}`

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** “▁▁▃█ Dec 2025 – Nov 2026, most in May: $203.90” */
function course({ months }: Sheet, currency: string): string {
  const most = Math.max(...months.map(({ spend }) => spend))
  const best = months.find(({ spend }) => spend === most)
  const bars = months.map(({ spend }) =>
    spend <= 0 || most <= 0 ? '·' : (heights[Math.max(0, Math.ceil((spend / most) * heights.length) - 1)] ?? '·'),
  )
  const name = (day: string) => writeDay(day).replace(' 1,', '')
  return `${bars.join('')}  ${name(months[0]?.month ?? '')} – ${name(months.at(-1)?.month ?? '')}, most in ${name(best?.month ?? '')}: ${writeMoney(most, currency)}`
}
