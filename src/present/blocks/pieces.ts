import { plainLine } from '../format.ts'
import type {
  Button,
  ContextBlock,
  HeaderBlock,
  PlainText,
  RichTextBlock,
  RichTextElement,
  RichTextPart,
  RichTextSection,
  SectionBlock,
} from './blocks.ts'
import { limits } from './limits.ts'

/**
 * One line that Slack takes: no control characters, no halves of letters, never empty, and cut with “…”.
 *
 *     line('  ', 20) // '–'
 */
export function line(text: string, limit: number): string {
  return cut(plainLine(whole(text)), limit) || '–'
}

/** The same for text that runs over several lines, such as SQL. */
export function paragraph(text: string, limit: number): string {
  const plain = whole(text).replace(/\r\n?/g, '\n').split('\n').map(printable).join('\n')
  return cut(plain.replace(/^\s*\n/, '').trimEnd(), limit) || '–'
}

const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trimEnd()

/** Half of a letter that takes two, as a text cut elsewhere may end in, is no text. */
const whole = (text: string): string => text.replace(/\p{Cs}/gu, '\uFFFD')

/** At most `limit` UTF-16 units, which Slack counts at most; a letter is never cut in two. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  let kept = ''
  for (const letter of text) {
    if (kept.length + letter.length > limit - 1) break
    kept += letter
  }
  return `${kept.trimEnd()}…`
}

/** Colons in a customer's name stay colons: no `:smile:` becomes a picture. */
export const plain = (text: string, limit: number = limits.text): PlainText => ({
  type: 'plain_text',
  text: line(text, limit),
  emoji: false,
})

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text, limits.headerText) })

export const section = (text: string): SectionBlock => ({ type: 'section', text: plain(text), expand: true })

/** Text of our own that runs over several lines. */
export const passage = (text: string): SectionBlock => ({
  type: 'section',
  text: { type: 'plain_text', text: paragraph(text, limits.text), emoji: false },
  expand: true,
})

/** Small grey lines, one below another. */
export function context(texts: readonly string[]): ContextBlock {
  const shown = texts.length > limits.contextElements ? [texts.join(' ')] : texts
  return { type: 'context', elements: shown.map((text) => plain(text, limits.fieldText)) }
}

export const note = (text: string): ContextBlock => context([text])

export function button(
  action_id: string,
  text: string,
  value: string,
  more: Pick<Button, 'style' | 'confirm' | 'accessibility_label'> = {},
): Button {
  return { type: 'button', action_id, text: plain(text, limits.buttonText), value, ...more }
}

export const richText = (...elements: readonly RichTextPart[]): RichTextBlock => ({ type: 'rich_text', elements })

export const told = (...elements: readonly RichTextElement[]): RichTextSection => ({
  type: 'rich_text_section',
  elements,
})

/** One line inside rich text; a space before or after is kept apart from it. */
export const words = (text: string, limit: number = limits.text): RichTextElement => ({
  type: 'text',
  text: line(text, limit),
})
export const bold = (text: string): RichTextElement => ({
  type: 'text',
  text: line(text, limits.text),
  style: { bold: true },
})
/** Punctuation and spaces of our own between what is told. */
export const between = (text: string): RichTextElement => ({ type: 'text', text })

export const bullets = (lines: readonly (readonly RichTextElement[])[]): RichTextPart => ({
  type: 'rich_text_list',
  style: 'bullet',
  elements: lines.map((each) => told(...each)),
})

/** For a message's `text`, which Slack reads as mrkdwn: with these three escaped nothing in it can begin a mention. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
