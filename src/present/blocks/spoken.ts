import type { Answer, AnswerColumn, Row } from '../../ask/reply.ts'
import { formatCell, isFigure, plainLine } from '../format.ts'
import type { Choice } from './choices.ts'
import { nothing } from './empty.ts'
import { groupName } from './groups.ts'
import { isNamed, type Page } from './pages.ts'
import { cut, escaped, line } from './pieces.ts'
import { verdictOf } from './prose.ts'
import type { Shown } from './shown.ts'
import { countOf } from './table.ts'

const longest = 600
/** How many of the rows are told by name. */
const named = 3

/**
 * The answer in a sentence or two, for a notification or a screen reader: the number, or how many and the first of them.
 * E-mail addresses, phone numbers and streets are never in it, whoever asks: notifications light up on counters.
 */
export function spokenAnswer(answer: Answer, page: Page | null, shown: Shown): string {
  const reading = line(answer.reading, 200)
  const told = sentence(answer, page, shown)
  // The labels of many numbers say what the reading says, and a cut-off reading says nothing.
  const whole = told === '' ? reading : answer.reading.length > 200 ? told : `${reading}: ${told}`
  return escaped(cut(whole, longest))
}

/** A question with what can be answered to it. */
export function spokenChoices(question: string, choices: readonly Pick<Choice, 'label'>[]): string {
  const offered = choices.map(({ label }) => line(label, 100)).join('; ')
  return escaped(cut(line(`${question} ${offered}`, 2000), longest))
}

function sentence(answer: Answer, page: Page | null, shown: Shown): string {
  const { plan, rows } = answer
  if (rows.length === 0) return plainLine(nothing(answer))
  if (plan.kind === 'customer') return facts(answer)
  if (plan.kind === 'why') return line(verdictOf(answer), 300)
  if (plan.kind === 'definition') return line(String(rows[0]?.at(-1) ?? ''), 400)
  if (page === null) return figuresOf(answer, shown)
  return plan.kind === 'list' ? people(answer, page) : groups(answer, shown)
}

/** Of a page with a fact in each row, those that anybody may overhear. */
const overheard = ['Segments', 'Spend', 'Orders', 'Last order']

function facts({ rows }: Answer): string {
  const told = rows.flatMap((row) => {
    const [label, value] = row.slice(-2).map((each) => plainLine(String(each ?? '')))
    return label !== undefined && overheard.includes(label) ? [`${label} ${line(value ?? '', 150)}`] : []
  })
  return told.length === 0 ? '' : `${told.slice(0, 4).join(', ')}.`
}

function figuresOf({ columns, rows }: Answer, { rules }: Shown): string {
  const [row = []] = rows
  const told = columns.flatMap((column, at) => {
    if (!isFigure(column)) return []
    const value = row[at] ?? null
    return [
      `${line(column.label, 60)} ${value === null ? 'none' : line(formatCell(value, column, rules.currency), 60)}`,
    ]
  })
  return told.length === 0 ? '' : `${told.slice(0, 4).join(', ')}.`
}

/** "47 customers: Xin Zhou, Elsa Weißmann, Ingrid Solheim and 44 more." */
function people(answer: Answer, page: Page): string {
  const { columns, rows } = answer
  const count = countOf(answer, { ...page, pages: 1 })
  if (!isNamed(columns)) return count
  const names = rows.slice(0, named).map((row) => line(String(row[1] ?? ''), 60))
  const more = rows.length - names.length
  return `${count.slice(0, -1)}: ${names.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}.`
}

/** "Portland 39.6 %, Tacoma 23 %, Spokane 14.7 % and 1 more."; of a course over time, where it stands. */
function groups(answer: Answer, shown: Shown): string {
  const { columns, rows, plan } = answer
  const first = columns.findIndex(isFigure)
  const figure = columns[first]
  if (plan.kind !== 'measure' || first < 1 || figure === undefined) return ''
  const overTime = plan.by.length === 1 && plan.by[0]?.kind === 'time'
  const told = (row: Row): string =>
    [
      ...labelsIn(row, columns.slice(0, first)),
      line(formatCell(row[first] ?? null, figure, shown.rules.currency), 60),
    ].join(' ')
  const last = rows.at(-1)
  if (overTime && last) return `${rows.length.toLocaleString('en-US')} ${plainGrain(columns[0])}, last ${told(last)}.`
  const more = rows.length - named
  return `${rows.slice(0, named).map(told).join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}.`
}

const plainGrain = (column: AnswerColumn | undefined): string => `${column?.grain ?? 'row'}s`

function labelsIn(row: Row, columns: readonly AnswerColumn[]): readonly string[] {
  return columns.flatMap((column, at) => {
    const beside = column.type === 'key' && columns[at + 1]?.type === 'text'
    const value = row[at] ?? null
    if (beside) return []
    return [line(groupName(value, column), 60)]
  })
}
