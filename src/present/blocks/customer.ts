import type { CustomerPage } from '../../ask/customer-page.ts'
import { eventsShown } from '../../ask/customer-story.ts'
import { writeDay } from '../../ask/period-text.ts'
import type { Answer } from '../../ask/reply.ts'
import { type Sheet, type SheetEvent, sheetOf } from '../customer-sheet.ts'
import type { Accessory, ActionsBlock, Block, RichTextElement, RichTextPart } from './blocks.ts'
import { duplicateActions } from './duplicates.ts'
import { limits } from './limits.ts'
import { between, bold, bullets, button, cut, richText, told, words } from './pieces.ts'
import { ownDataMenu } from './privacy.ts'
import { recordActions } from './record.ts'
import type { Shown } from './shown.ts'

/** What can be done from a customer's page; each button carries our number for the customer. */
export const customerPageActions = {
  note: 'customer_note',
  followUp: 'customer_follow_up',
  timeline: 'customer_timeline',
  timelineOn: 'customer_timeline_on',
  timelineBack: 'customer_timeline_back',
} as const

/** Characters for everything that happened. */
const eventRoom = 2400
const lineRoom = 400
const mostTalk = 6
const talkRoom = 250

/**
 * One customer to be taken in at a glance: what they are to us, what to talk about, the figures and how to reach them, a year of
 * spending, and what happened last.
 */
export function customerBlocks(answer: Answer, { company, rules, plainBlocks }: Shown): readonly Block[] {
  const sheet = sheetOf(answer, { company, eventsShown })
  return [
    richText(
      told(bold(sheet.standing)),
      ...(sheet.doNotContact ? [told(bold('Do not contact'), between('  '), words('by any channel'))] : []),
      ...(sheet.who === '' ? [] : [told(words(sheet.who, lineRoom))]),
    ),
    ...(sheet.talk.length === 0
      ? []
      : [
          richText(
            told(bold('Talk about')),
            bullets(sheet.talk.slice(0, mostTalk).map((one) => [words(one, talkRoom)])),
          ),
        ]),
    richText(...sheet.lines.map(([title, text]) => told(bold(title), between('  '), words(text, lineRoom)))),
    ...(plainBlocks ? [] : spending(sheet, rules.currency)),
    ...happened(sheet),
    ...pageTools(sheet.id, answer.page ?? null),
  ]
}

/** A course of two months or more is worth drawing. */
function spending({ months }: Sheet, currency: string): readonly Block[] {
  if (months.filter(({ spend }) => spend > 0).length < 2) return []
  const categories = months.map(({ month }) => writeDay(month).replace(/ 1, 20/, ' ’'))
  const data = months.map(({ spend }, at) => ({ label: categories[at] ?? '', value: Math.round(spend * 100) / 100 }))
  return [
    {
      type: 'data_visualization',
      title: 'Spending by month',
      chart: {
        type: 'bar',
        series: [{ name: 'Spend', data }],
        axis_config: { categories, x_label: 'Month', y_label: `Spend (${currency})` },
      },
    },
  ]
}

function happened({ events, more }: Sheet): readonly Block[] {
  if (events.length === 0) return []
  const longest = Math.min(300, Math.floor(eventRoom / events.length))
  const title = more ? 'What happened last' : 'What happened'
  return [richText(told(bold(title)), eventList(events, longest))]
}

/** “**Nov 10, 2026** Bought · 2 × Bird Seed · $20.00 (Tom Lindqvist)” */
export const eventList = (events: readonly SheetEvent[], longest: number): RichTextPart =>
  bullets(events.map((event) => eventLine(event, longest)))

function eventLine({ day, what, told: detail, by, link }: SheetEvent, longest: number): readonly RichTextElement[] {
  return [
    bold(day),
    between('  '),
    words(detail === null ? what : `${what}: ${detail}`, longest),
    ...(by === null ? [] : [between('  '), words(`(${by})`, 80)]),
    ...(link !== null && /^https?:\/\//.test(link)
      ? [between('  '), { type: 'link' as const, url: link, text: 'message' }]
      : []),
  ]
}

/** Whoever clicks is looked up then: what a button shows or changes is by their rights. */
function pageTools(id: number | null, page: CustomerPage | null): readonly ActionsBlock[] {
  if (id === null) return []
  const mayBe = page?.mayBe?.name ?? null
  const value = String(id)
  const elements: readonly Accessory[] = [
    button(customerPageActions.note, 'Note…', value),
    button(customerPageActions.followUp, 'Follow-up…', value),
    button(recordActions.edit, 'Edit…', value),
    button(recordActions.openCase, 'Open a case…', value),
    button(customerPageActions.timeline, 'Timeline…', value),
    ...(mayBe === null
      ? []
      : [button(duplicateActions.compareOf, cut(`May be the same as ${mayBe}…`, limits.buttonText), value)]),
    ...(page?.mayHandOver ? [ownDataMenu(id)] : []),
  ]
  return [{ type: 'actions', block_id: `customer:${value}`, elements }]
}
