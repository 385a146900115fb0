/// <reference lib="dom" />
import { fillDate } from '../dates.ts'
import { type Child, h, type VNode } from '../h.ts'
import { channelName, mention } from '../people.ts'
import { withEmoji } from './emoji.ts'
import { type Json, record, safeLink, string } from './read.ts'

/** A text object: its mrkdwn drawn, or its plain text as it is. */
export function drawText(value: unknown): Child {
  const text = record(value)
  if (text === null) return null
  return text.type === 'mrkdwn' ? mrkdwn(string(text.text), text.verbatim === true) : withBreaks(plainText(text))
}

function plainText({ text, emoji }: Json): string {
  return emoji === false ? string(text) : withEmoji(string(text))
}

/** Lines of plain text, an empty one between paragraphs. */
export function withBreaks(text: string): Child {
  return text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [h('br'), line]))
}

/** Slack's own markup, safely: what is not understood stays the text it is. */
export function mrkdwn(text: string, verbatim = false): Child {
  return text
    .split(/```\n?([\s\S]*?)\n?```/)
    .map((part, index) =>
      index % 2 === 1 ? h('pre', { class: 'code-block' }, unescaped(part)) : paragraphs(part, verbatim),
    )
}

function paragraphs(text: string, verbatim: boolean): Child {
  const lines = text.replace(/^\n|\n$/g, '').split('\n')
  const groups: { quoted: boolean; lines: string[] }[] = []
  for (const line of text === '' ? [] : lines) {
    const quoted = /^(&gt;|>)/.test(line)
    const last = groups.at(-1)
    const content = quoted ? line.replace(/^(&gt;|>) ?/, '') : line
    if (last?.quoted === quoted) last.lines.push(content)
    else groups.push({ quoted, lines: [content] })
  }
  return groups.map((group) => {
    const drawn = group.lines.map((line, index) => [index > 0 && h('br'), inline(line, verbatim)])
    return group.quoted ? h('blockquote', {}, drawn) : drawn
  })
}

const pieces = new RegExp(
  [
    '`(?<code>[^`]+)`',
    '<(?<angle>[^<>]+)>',
    '(?<![\\p{L}\\p{N}*])\\*(?<bold>\\S|\\S[^*]*?\\S)\\*(?![\\p{L}\\p{N}*])',
    '(?<![\\p{L}\\p{N}_])_(?<italic>\\S|\\S[^_]*?\\S)_(?![\\p{L}\\p{N}_])',
    '(?<![\\p{L}\\p{N}~])~(?<strike>\\S|\\S[^~]*?\\S)~(?![\\p{L}\\p{N}~])',
  ].join('|'),
  'gu',
)

function inline(text: string, verbatim: boolean): Child[] {
  const out: Child[] = []
  let from = 0
  for (const match of text.matchAll(pieces)) {
    out.push(words(text.slice(from, match.index)), piece(match.groups ?? {}, verbatim))
    from = match.index + match[0].length
  }
  return [...out, words(text.slice(from))]
}

function piece(groups: Readonly<Record<string, string | undefined>>, verbatim: boolean): Child {
  const { code, angle, bold, italic, strike } = groups
  if (code !== undefined) return h('code', {}, unescaped(code))
  if (angle !== undefined) return reference(angle)
  if (bold !== undefined) return h('strong', {}, inline(bold, verbatim))
  if (italic !== undefined) return h('em', {}, inline(italic, verbatim))
  return h('s', {}, inline(strike ?? '', verbatim))
}

function words(text: string): string {
  return withEmoji(unescaped(text))
}

/** What stands between angle brackets: a person, a channel, a date, a link, or nothing that we know. */
function reference(content: string): Child {
  const [target = '', label] = split(content, '|')
  if (/^@[UW]/.test(target)) return mention(target.slice(1))
  if (/^#C/.test(target)) return h('span', { class: 'mention' }, `#${label || channelName(target.slice(1))}`)
  if (/^!(channel|here|everyone)$/.test(target))
    return h('span', { class: 'mention mention-me' }, `@${target.slice(1)}`)
  if (target.startsWith('!date^')) return date(target, label ?? '')
  if (target.startsWith('!subteam^')) return h('span', { class: 'mention' }, label || '@group')
  return link(unescaped(target), unescaped(label ?? target))
}

function date(target: string, fallback: string): Child {
  const [, seconds, template] = target.split('^')
  const filled = Number.isFinite(Number(seconds)) ? fillDate(template ?? '', Number(seconds)) : ''
  return h('time', { title: unescaped(fallback) }, unescaped(filled || fallback))
}

/** A link that may be followed; any other address stays text. */
export function link(url: string, label: string): Child {
  const safe = safeLink(url)
  if (safe === null) return label
  return h('a', { href: safe, target: '_blank', rel: 'noopener noreferrer', class: 'link' }, label)
}

function split(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** For screen readers and narrow places: mrkdwn without its marks. */
export function bare(text: string): string {
  const shown = text.replace(/<([^<>]+)>/g, (_, content: string) => nameIn(content))
  return unescaped(shown.replace(/[*_~`]/g, ''))
    .replace(/\s+/g, ' ')
    .trim()
}

function nameIn(content: string): string {
  const drawn = reference(content)
  return typeof drawn === 'string' ? drawn : ((drawn as VNode).children ?? []).map(String).join('')
}
