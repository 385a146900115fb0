import type { Answer, AnswerColumn, Clarify, Decline, Reply, Row } from '../ask/reply.ts'
import { withGroupNames } from './blocks/groups.ts'
import { customerText } from './customer-text.ts'
import { isFigure } from './format.ts'
import { endsIn, formatRanged, rangeEnds } from './ranges.ts'

export interface TextOptions {
  readonly currency: string
  readonly showSql: boolean
}

/** A reply for the terminal: what was read, the table, what the words mean, and what to keep in mind. */
export function replyText(reply: Reply, options: TextOptions): string {
  switch (reply.kind) {
    case 'answer':
      return answerText(reply, options)
    case 'clarify':
      return clarifyText(reply)
    case 'decline':
      return declineText(reply)
    default:
      return reply satisfies never
  }
}

/** A screenful; `--json` has them all. */
const shownRows = 30

function answerText(answer: Answer, { currency, showSql }: TextOptions): string {
  const notes = answer.notes.map((note) => note.text)
  const more = answer.rows.length - shownRows
  const cut = more > 0 ? [`and ${more.toLocaleString('en-US')}${answer.truncated ? ' or more' : ''} more`] : []
  const table =
    answer.rows.length === 0
      ? [nothingFits(answer)]
      : [tableText(answer.columns, withGroupNames(answer.rows.slice(0, shownRows), answer), currency)]
  const said = answer.changed === null ? [] : [answer.changed]
  const page =
    answer.plan.kind === 'customer' && answer.page
      ? customerText({ ...answer, ref: answer.plan.customer }, currency)
      : null
  const parts = [
    ...(page === null
      ? [
          [answer.reading, ...said],
          [...table, ...cut],
        ]
      : [said, [page]]),
    notes,
    showSql && answer.sql !== '' ? [answer.sql, parametersText(answer.parameters)] : [],
  ]
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')
}

const nothingFits = ({ columns }: Answer): string =>
  columns[0]?.name === 'customer_ref' ? 'Nobody fits.' : 'Nothing fits.'

function parametersText(parameters: readonly unknown[]): string {
  return parameters.map((value, at) => `-- $${at + 1} = ${JSON.stringify(value)}`).join('\n')
}

const widest = 60

/** Columns as wide as their widest value, figures to the right, long texts cut. */
export function tableText(columns: readonly AnswerColumn[], rows: readonly Row[], currency: string): string {
  const ends = rangeEnds(columns)
  const shown = columns.filter(({ name }) => !ends.has(name))
  const cells = rows.map((row) =>
    shown.map((column, at) => {
      const value = row[columns.indexOf(column)] ?? null
      return short(formatRanged(value, endsIn(row, column, columns), column, currency), at === shown.length - 1)
    }),
  )
  const headings = shown.map((column) => column.label)
  const widths = shown.map((_, at) => Math.max(...[headings, ...cells].map((row) => width(row[at] ?? ''))))
  const line = (row: readonly string[]): string =>
    shown
      .map((column, at) => padded(row[at] ?? '', widths[at] ?? 0, isFigure(column)))
      .join('  ')
      .trimEnd()
  return [line(headings), widths.map((each) => '─'.repeat(Math.min(each, widest))).join('  '), ...cells.map(line)].join(
    '\n',
  )
}

/** The last column may run on: nothing stands behind it. */
const short = (text: string, last: boolean): string =>
  !last && width(text) > widest ? `${[...text].slice(0, widest - 1).join('')}…` : text

/** Letters as the terminal counts them: an accent that combines with its letter takes no place of its own. */
const width = (text: string): number => [...text.normalize('NFC')].length

function padded(text: string, to: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, to - width(text)))
  return right ? space + text : text + space
}

function clarifyText({ ask, options }: Clarify): string {
  return [ask, ...options.map(({ label }, at) => `  ${at + 1}. ${label}`)].join('\n')
}

function declineText({ reason, suggestions }: Decline): string {
  return [reason, ...(suggestions.length > 0 ? ['You could ask:', ...suggestions.map((one) => `  ${one}`)] : [])].join(
    '\n',
  )
}
