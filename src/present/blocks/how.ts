import { readByBoth, readByModel } from '../../ask/planners/read-by.ts'
import type { Answer, Note } from '../../ask/reply.ts'
import type { Block, ContainerChild, RichTextPart } from './blocks.ts'
import { lengthOf } from './length.ts'
import { limits } from './limits.ts'
import { between, bold, bullets, note, paragraph, richText, told, words } from './pieces.ts'
import type { Shown } from './shown.ts'

const longestQuery = 2500
const mostNotes = 12
/** Less room than this is not worth beginning a query in. */
const leastQuery = 200

/**
 * “How I got this”, folded: what the words mean, which days, what was corrected, and the query itself as far as there is
 * room for it, in characters.
 */
export function howBlocks(answer: Answer, room: number, { plainBlocks = false }: Shown): readonly Block[] {
  const reasons = richText(...reasonsOf(answer))
  const query = plainBlocks ? null : queryOf(answer, Math.min(longestQuery, room - lengthOf([reasons])))
  const hidden = query === null && answer.sql.trim() !== '' ? [note('Say “show the query” to see it.')] : []
  const children: readonly ContainerChild[] = [reasons, ...(query === null ? hidden : [query])]
  if (plainBlocks) return children
  return [
    {
      type: 'container',
      title: { type: 'plain_text', text: 'How I got this', emoji: false },
      child_blocks: children,
      is_collapsible: true,
      default_collapsed: true,
    },
  ]
}

/** The query of an answer by itself, for those who ask to see it. */
export function queryBlocks(answer: Answer): readonly Block[] {
  const reasons = richText(...reasonsOf(answer))
  const query = queryOf(answer, limits.messageText - 1500 - lengthOf([reasons]))
  return query === null ? [reasons] : [reasons, query]
}

function reasonsOf(answer: Answer): readonly RichTextPart[] {
  const { notes } = answer
  const of = (...kinds: readonly Note['kind'][]) =>
    notes.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text)
  return [
    told(bold('Read as:'), between(' '), words(answer.reading, 500), between(`. ${readBySentence(answer)}`.trim())),
    ...group('Understood', of('planner')),
    ...group('What the words mean', of('definition')),
    ...group('Days', of('period')),
  ]
}

/** Nothing where a note says it: with a model asked beside the rules, “without a language model” would contradict it. */
function readBySentence({ planner, notes }: Answer): string {
  const isToldBelow = notes.some(({ text }) => text === readByModel || text === readByBoth)
  return isToldBelow ? '' : readBy[planner]
}

const readBy: Readonly<Record<Answer['planner'], string>> = {
  offline: 'Read by fixed rules, without a language model.',
  model: 'Read by a language model.',
  saved: 'Read as somebody here confirmed before.',
}

function group(title: string, notes: readonly string[]): readonly RichTextPart[] {
  if (notes.length === 0) return []
  const shown = notes.slice(0, mostNotes).map((note) => [words(note, 250)])
  const more = notes.length > mostNotes ? [[words(`and ${notes.length - mostNotes} more`)]] : []
  return [told(bold(title)), bullets([...shown, ...more])]
}

/** The statement, and below it what its parameters stand for, which get a fifth of the room at most. */
function queryOf({ sql, parameters }: Answer, room: number): ContainerChild | null {
  if (sql.trim() === '' || room < leastQuery) return null
  const values = parameters.map((value, at) => `\n-- $${at + 1} = ${written(value)}`)
  const below = values.length > 0 ? `\n${shortened(values.join(''), room / 5)}` : ''
  const text = shortened(sql, room - below.length) + below
  return richText({ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] })
}

function written(value: unknown): string {
  const text = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each)) ?? 'null'
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}

/** Cut between lines, with how much is missing. */
function shortened(text: string, limit: number): string {
  const plain = paragraph(text, Number.MAX_SAFE_INTEGER)
  if (plain.length <= limit) return plain
  const head = plain.slice(0, limit - '\n-- … and 1,000,000 more characters'.length)
  const end = head.lastIndexOf('\n')
  const kept = paragraph(end > limit / 2 ? head.slice(0, end) : head, limit)
  return `${kept}\n-- … and ${(plain.length - kept.length).toLocaleString('en-US')} more characters`
}
