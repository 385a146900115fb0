/// <reference lib="dom" />
import { fillDate } from '../dates.ts'
import { type Child, h, type VNode } from '../h.ts'
import { channelName, mention } from '../people.ts'
import { emojiOf } from './emoji.ts'
import { type Json, number, record, records, string } from './read.ts'
import { link, withBreaks } from './text.ts'

/** A `rich_text` block, or a cell or title that is one. */
export function richText(block: Json): VNode {
  return h('div', { class: 'rich' }, records(block.elements).map(drawElement))
}

function drawElement(element: Json): Child {
  switch (element.type) {
    case 'rich_text_section':
      return h('div', { class: 'rich-section' }, spans(element))
    case 'rich_text_list':
      return list(element)
    case 'rich_text_quote':
      return h('blockquote', {}, spans(element))
    case 'rich_text_preformatted':
      return h('pre', { class: 'code-block', tabindex: '0' }, spans(element))
    default:
      return h('div', { class: 'unknown' }, `cannot draw ${string(element.type)} in rich_text`)
  }
}

function list(element: Json): VNode {
  const indent = Math.min(number(element.indent) ?? 0, 8)
  const ordered = element.style === 'ordered'
  const start = ordered && number(element.offset) !== null ? { start: String((number(element.offset) ?? 0) + 1) } : {}
  const items = records(element.elements).map((item) => h('li', {}, spans(item)))
  return h(ordered ? 'ol' : 'ul', { class: `rich-list indent-${indent}`, ...start }, items)
}

function spans(element: Json): Child {
  return records(element.elements).map((span) => styled(span, drawSpan(span)))
}

function drawSpan(span: Json): Child {
  switch (span.type) {
    case 'text':
      return withBreaks(string(span.text))
    case 'link':
      return link(string(span.url), string(span.text) || string(span.url))
    case 'user':
      return mention(string(span.user_id))
    case 'channel':
      return h('span', { class: 'mention' }, `#${channelName(string(span.channel_id))}`)
    case 'usergroup':
      return h('span', { class: 'mention' }, '@group')
    case 'broadcast':
      return h('span', { class: 'mention mention-me' }, `@${string(span.range)}`)
    case 'emoji':
      return emojiOf(string(span.name))
    case 'date':
      return dateSpan(span)
    case 'color':
      return h('code', {}, string(span.value))
    default:
      return h('span', { class: 'unknown' }, `cannot draw ${string(span.type)}`)
  }
}

function dateSpan(span: Json): Child {
  const seconds = number(span.timestamp)
  const text = seconds === null ? '' : fillDate(string(span.format), seconds)
  return h('time', { title: string(span.fallback) }, text || string(span.fallback))
}

function styled(span: Json, drawn: Child): Child {
  const style = record(span.style) ?? {}
  const tags = (['code', 'bold', 'italic', 'strike', 'underline'] as const).filter((name) => style[name] === true)
  return tags.reduce<Child>((inner, name) => h(tagOf[name], {}, inner), drawn)
}

const tagOf = { code: 'code', bold: 'strong', italic: 'em', strike: 's', underline: 'u' } as const

/** The words of rich text alone, for sorting and filtering. */
export function richWords(block: Json): string {
  return records(block.elements).map(wordsOf).join(' ')
}

function wordsOf(element: Json): string {
  if (Array.isArray(element.elements)) return records(element.elements).map(wordsOf).join('')
  return string(element.text) || string(element.name) || string(element.fallback)
}
