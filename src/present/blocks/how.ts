import type { Answer, Note } from '../../ask/reply.ts'
import type { Block, ContainerChild, RichTextPart } from './blocks.ts'
import { limits } from './limits.ts'
import { between, bold, bullets, paragraph, richText, told, words } from './pieces.ts'
import type { Shown } from './shown.ts'

const longestQuery = 2500
const longestParameters = 600
const mostNotes = 20

/** “How I got this”, folded: what the words mean, which days, what was corrected, and the query itself. */
export function howBlocks(answer: Answer, { plainBlocks = false }: Pick<Shown, 'plainBlocks'>): readonly Block[] {
  const reasons = richText(...reasonsOf(answer))
  const query = queryOf(answer)
  if (plainBlocks) return [reasons]
  const children: readonly ContainerChild[] = query === null ? [reasons] : [reasons, query]
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
  const query = queryOf(answer)
  return [richText(...reasonsOf(answer)), ...(query === null ? [] : [query])]
}

function reasonsOf(answer: Answer): readonly RichTextPart[] {
  const { notes } = answer
  const of = (...kinds: readonly Note['kind'][]) =>
    notes.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text)
  return [
    told(bold('Read as:'), between(' '), words(answer.reading, limits.text), between(`. ${readBy[answer.planner]}`)),
    ...group('Understood', of('planner')),
    ...group('What the words mean', of('definition')),
    ...group('Days', of('period')),
  ]
}

const readBy: Readonly<Record<Answer['planner'], string>> = {
  offline: 'Read by fixed rules, without a language model.',
  model: 'Read by a language model, which saw the question and none of your data.',
  saved: 'Read as somebody here confirmed before.',
}

function group(title: string, notes: readonly string[]): readonly RichTextPart[] {
  if (notes.length === 0) return []
  const shown = notes.slice(0, mostNotes).map((note) => [words(note, 500)])
  const more = notes.length > mostNotes ? [[words(`and ${notes.length - mostNotes} more`)]] : []
  return [told(bold(title)), bullets([...shown, ...more])]
}

function queryOf({ sql, parameters }: Answer): ContainerChild | null {
  if (sql.trim() === '') return null
  const values = parameters.map((value, at) => `-- $${at + 1} = ${written(value)}`)
  const text = [
    shortened(sql, longestQuery),
    ...(values.length > 0 ? [shortened(values.join('\n'), longestParameters)] : []),
  ]
  return richText({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: text.join('\n') }] })
}

function written(value: unknown): string {
  const text = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each)) ?? 'null'
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}

/** Cut between lines, with how much is missing. */
function shortened(text: string, limit: number): string {
  const plain = paragraph(text, Number.MAX_SAFE_INTEGER)
  if (plain.length <= limit) return plain
  const head = plain.slice(0, limit)
  const end = head.lastIndexOf('\n')
  const kept = paragraph(end > limit / 2 ? head.slice(0, end) : head, limit)
  return `${kept}\n-- … and ${(plain.length - kept.length).toLocaleString('en-US')} more characters`
}
