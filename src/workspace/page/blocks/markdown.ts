/// <reference lib="dom" />
import { type Child, h, type VNode } from '../h.ts'
import { withEmoji } from './emoji.ts'
import { link } from './text.ts'

/** A safe part of standard Markdown: headings, lists, quotes, code, rules, bold, italic, strike, links. */
export function markdown(text: string): VNode {
  return h('div', { class: 'rich markdown' }, blocksOf(text.replace(/\r\n?/g, '\n').split('\n')))
}

interface Reader {
  readonly opens: RegExp
  /** Whether the next line belongs to it too. */
  readonly goesOn: RegExp
  readonly draw: (lines: readonly string[]) => Child
}

const readers: readonly Reader[] = [
  { opens: /^#{1,6} /, goesOn: /(?!)/, draw: ([line = '']) => heading(line) },
  { opens: /^(-{3,}|\*{3,})\s*$/, goesOn: /(?!)/, draw: () => h('hr') },
  {
    opens: /^> ?/,
    goesOn: /^> ?/,
    draw: (lines) => h('blockquote', {}, blocksOf(lines.map((line) => line.replace(/^> ?/, '')))),
  },
  { opens: /^\s*[-*+] /, goesOn: /^\s*[-*+] |^\s{2,}\S/, draw: (lines) => list('ul', lines, /^\s*[-*+] /) },
  { opens: /^\s*\d+[.)] /, goesOn: /^\s*\d+[.)] |^\s{2,}\S/, draw: (lines) => list('ol', lines, /^\s*\d+[.)] /) },
]

function blocksOf(lines: readonly string[]): Child[] {
  const out: Child[] = []
  let at = 0
  while (at < lines.length) {
    const [drawn, length] = nextBlock(lines.slice(at))
    out.push(drawn)
    at += length
  }
  return out
}

function nextBlock(lines: readonly string[]): readonly [Child, number] {
  const first = lines[0] ?? ''
  if (first.trim() === '') return [null, 1]
  if (first.startsWith('```')) return fence(lines)
  const reader = readers.find(({ opens }) => opens.test(first)) ?? paragraph
  const end = lines.findIndex((line, index) => index > 0 && !reader.goesOn.test(line))
  const own = lines.slice(0, end < 0 ? lines.length : end)
  return [reader.draw(own), own.length]
}

const paragraph: Reader = {
  opens: /./,
  goesOn: /^(?!\s*$|#{1,6} |> |\s*[-*+] |\s*\d+[.)] |```)/,
  draw: (lines) =>
    h(
      'p',
      {},
      lines.map((line, index) => [index > 0 && h('br'), spans(line)]),
    ),
}

function fence(lines: readonly string[]): readonly [Child, number] {
  const end = lines.findIndex((line, index) => index > 0 && line.startsWith('```'))
  const until = end < 0 ? lines.length : end
  return [h('pre', { class: 'code-block', tabindex: '0' }, lines.slice(1, until).join('\n')), until + 1]
}

function heading(line: string): VNode {
  const level = line.indexOf(' ')
  return h('p', { class: `md-heading md-heading-${Math.min(level, 3)}` }, spans(line.slice(level + 1)))
}

function list(tag: 'ul' | 'ol', lines: readonly string[], mark: RegExp): VNode {
  return h(
    tag,
    { class: 'rich-list' },
    lines.map((line) => h('li', {}, spans(line.replace(mark, '')))),
  )
}

const pieces =
  /`(?<code>[^`]+)`|\*\*(?<bold>\S(?:.*?\S)?)\*\*|~~(?<strike>\S(?:.*?\S)?)~~|(?<!\w)[*_](?<italic>\S(?:[^*_]*?\S)?)[*_](?!\w)|\[(?<label>[^\]]+)\]\((?<url>[^)\s]+)\)/gu

function spans(text: string): Child[] {
  const out: Child[] = []
  let from = 0
  for (const match of text.matchAll(pieces)) {
    out.push(withEmoji(text.slice(from, match.index)), span(match.groups ?? {}))
    from = match.index + match[0].length
  }
  return [...out, withEmoji(text.slice(from))]
}

function span({ code, bold, strike, italic, label, url }: Readonly<Record<string, string | undefined>>): Child {
  if (code !== undefined) return h('code', {}, code)
  if (bold !== undefined) return h('strong', {}, spans(bold))
  if (strike !== undefined) return h('s', {}, spans(strike))
  if (italic !== undefined) return h('em', {}, spans(italic))
  return link(url ?? '', label ?? '')
}
