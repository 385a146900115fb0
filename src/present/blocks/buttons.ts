import type { Answer } from '../../ask/reply.ts'
import { actionIds, carrying, type ExportChannel, numbered } from './actions.ts'
import type { Accessory, Block, Overflow } from './blocks.ts'
import { chartable } from './chart.ts'
import { choiceBlocks } from './choices.ts'
import type { Page } from './pages.ts'
import { button, plain } from './pieces.ts'
import { isOneNumber, listsCustomers, type Shown } from './shown.ts'

const mostNextSteps = 3

/** What can be asked next, what can be done with the answer, and whether it was right. */
export function answerButtons(answer: Answer, page: Page | null, shown: Shown): readonly Block[] {
  const { answerId } = shown
  const next = shown.nextSteps.slice(0, mostNextSteps).map(({ label }, at) => ({
    label,
    actionId: numbered(actionIds.next, at),
    value: carrying(answerId),
  }))
  const tools: readonly Accessory[] = [
    ...viewButton(answer, page, shown),
    ...(listsCustomers(answer) ? [button(actionIds.segment, 'Save as segment', carrying(answerId))] : []),
    ...csvButtons(answer, shown),
    ...(shown.company && answer.withheld.length > 0 ? [button(actionIds.show, 'Show to me', carrying(answerId))] : []),
    deleteButton(answerId),
  ]
  return [...choiceBlocks(next), { type: 'actions', elements: tools }, verdict(shown)]
}

/** Buttons to the rows before and behind, by their numbers. */
export function pageButtons({ rows }: Answer, page: Page, { answerId }: Shown): readonly Block[] {
  if (page.pages === 1) return []
  const size = page.number === page.pages - 1 ? page.from / Math.max(page.number, 1) : page.to - page.from
  const span = (from: number): string =>
    `${(from + 1).toLocaleString('en-US')}–${Math.min(from + size, rows.length).toLocaleString('en-US')}`
  const back = button(actionIds.pageBack, `‹ Rows ${span(page.from - size)}`, carrying(answerId, page.number - 1))
  const on = button(actionIds.pageOn, `Rows ${span(page.to)} ›`, carrying(answerId, page.number + 1))
  return [
    {
      type: 'actions',
      elements: [...(page.number > 0 ? [back] : []), ...(page.number < page.pages - 1 ? [on] : [])],
    },
  ]
}

function viewButton(answer: Answer, page: Page | null, { answerId, view, plainBlocks }: Shown): readonly Accessory[] {
  if (page === null || plainBlocks || chartable(answer) === null) return []
  return view === 'chart'
    ? [button(actionIds.view, 'Table only', carrying(answerId, 'table'))]
    : [button(actionIds.view, 'Show chart', carrying(answerId, 'chart'))]
}

const channels: readonly (readonly [channel: ExportChannel, label: string])[] = [
  ['email', 'CSV for e-mail (those who may get it)'],
  ['sms', 'CSV for texts (those who may get them)'],
  ['phone', 'CSV for calls (those who may be called)'],
  ['post', 'CSV for post (those who may get it)'],
]

/** Files for a channel hold contact details: whoever clicks gets them alone, by their own rights. */
function csvButtons(answer: Answer, { answerId, mayExport }: Shown): readonly Accessory[] {
  const isTable = ['list', 'measure', 'cohorts'].includes(answer.plan.kind)
  if (!mayExport || !isTable || answer.rows.length === 0 || isOneNumber(answer)) return []
  const all = button(actionIds.csv, 'CSV', carrying(answerId, 'all'), {
    accessibility_label: 'Download all rows as CSV',
  })
  const menu: Overflow = {
    type: 'overflow',
    action_id: actionIds.csvFor,
    options: channels.map(([channel, label]) => ({ text: plain(label, 75), value: carrying(answerId, channel) })),
  }
  return listsCustomers(answer) ? [all, menu] : [all]
}

const deleteButton = (answerId: string): Accessory =>
  button(actionIds.delete, 'Delete', carrying(answerId), {
    accessibility_label: 'Delete this answer',
    confirm: {
      title: plain('Delete this answer?'),
      text: plain('It disappears for everybody who sees this conversation.'),
      confirm: plain('Delete'),
      deny: plain('Keep'),
      style: 'danger',
    },
  })

/** “That’s right” and “That’s wrong”, each with what it sends. */
function verdict({ answerId, plainBlocks }: Shown): Block {
  const [right, wrong] = [carrying(answerId, 'right'), carrying(answerId, 'wrong')]
  if (plainBlocks) {
    const buttons = [
      button(actionIds.verdictRight, rightLabel, right),
      button(actionIds.verdictWrong, wrongLabel, wrong),
    ]
    return { type: 'actions', elements: buttons }
  }
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: actionIds.verdict,
        positive_button: { text: plain(rightLabel), value: right },
        negative_button: { text: plain(wrongLabel), value: wrong },
      },
    ],
  }
}

const rightLabel = 'That’s right'
const wrongLabel = 'That’s wrong'
