import type { Answer, Reply } from '../../ask/reply.ts'
import { plainLine } from '../format.ts'
import type { Block, Post } from './blocks.ts'
import { answerButtons, pageButtons } from './buttons.ts'
import { chartBlocks } from './chart.ts'
import { clarifyPost } from './clarify.ts'
import { customerBlocks } from './customer.ts'
import { declinePost } from './decline.ts'
import { emptyBlocks, relaxationBlocks } from './empty.ts'
import { figureBlocks } from './figures.ts'
import { howBlocks, queryBlocks } from './how.ts'
import { lengthOf } from './length.ts'
import { limits } from './limits.ts'
import { type Page, pageOf } from './pages.ts'
import { context, cut, escaped, header, line, note, section } from './pieces.ts'
import { definitionBlocks, whyBlocks } from './prose.ts'
import type { Shown } from './shown.ts'
import { spokenAnswer } from './spoken.ts'
import { tableBlocks, tableNotes } from './table.ts'

/** What a reply looks like in Slack. Every post it makes is one that Slack takes. */
export function replyPost(reply: Reply, shown: Shown): Post {
  switch (reply.kind) {
    case 'answer':
      return answerPost(reply, shown)
    case 'clarify':
      return clarifyPost(reply, shown.answerId)
    case 'decline':
      return declinePost(reply, shown.answerId)
    default:
      return reply satisfies never
  }
}

/** How an answer came about, for those who ask to see the query. */
export function howPost(answer: Answer): Post {
  return { text: escaped(cut(`How I got “${plainLine(answer.reading)}”`, 500)), blocks: queryBlocks(answer) }
}

/** Characters that a message of ours may say, with some room for how Slack counts. */
const room = limits.messageText - 1500

function answerPost(answer: Answer, shown: Shown): Post {
  const page = isTable(answer) ? pageOf(answer, shown) : null
  const above: readonly Block[] = [
    ...titleBlocks(answer),
    ...(answer.changed === null ? [] : [note(cut(answer.changed, 300))]),
    ...bodyBlocks(answer, page, shown),
    ...smallPrint(answer, page === null ? reference(answer) : tableNotes(answer, page, shown)),
  ]
  const below = [...relaxationBlocks(answer, shown.answerId), ...answerButtons(answer, page, shown)]
  const how = howBlocks(answer, room - lengthOf(above) - lengthOf(below), shown)
  return { text: spokenAnswer(answer, page, shown), blocks: [...above, ...how, ...below] }
}

/** The reading; what is too long for a header goes on below it. */
function titleBlocks({ reading }: Answer): readonly Block[] {
  const whole = plainLine(reading)
  if (whole.length <= limits.headerText) return [header(whole)]
  const head = cut(whole, limits.headerText)
  const space = head.lastIndexOf(' ')
  const end = space > limits.headerText / 2 ? space : head.length - 1
  return [header(`${whole.slice(0, end)}…`), section(cut(`…${whole.slice(end).trim()}`, 1000))]
}

const isTable = ({ plan, rows }: Answer): boolean =>
  (plan.kind === 'list' || plan.kind === 'measure' || plan.kind === 'cohorts') && rows.length > 1

function bodyBlocks(answer: Answer, page: Page | null, shown: Shown): readonly Block[] {
  if (answer.rows.length === 0) return emptyBlocks(answer)
  switch (answer.plan.kind) {
    case 'customer':
      return customerBlocks(answer, shown)
    case 'definition':
      return definitionBlocks(answer)
    case 'why':
      return whyBlocks(answer)
    case 'list':
    case 'measure':
    case 'cohorts':
      return page === null
        ? [...figureBlocks(answer, shown), ...emptyBlocks(answer)]
        : [
            ...(shown.view === 'chart' && !shown.plainBlocks ? chartBlocks(answer, shown) : []),
            ...tableBlocks(answer, page, shown),
            ...pageButtons(answer, page, shown),
          ]
    default:
      return answer.plan satisfies never
  }
}

/** Of a customer's page, what the shop's own systems call them. */
const reference = ({ plan }: Answer): readonly string[] =>
  plan.kind === 'customer' ? [`Reference ${line(plan.customer, 60)}.`] : []

/** How much is shown, what was set aside or corrected, and what to keep in mind. */
function smallPrint({ notes }: Answer, first: readonly string[]): readonly Block[] {
  const others = notes.filter(({ kind }) => kind === 'planner' || kind === 'caveat').map(({ text }) => line(text, 250))
  const shown = [...new Set([...first, ...others])].slice(0, limits.contextElements)
  return shown.length === 0 ? [] : [context(shown)]
}
