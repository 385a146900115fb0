import type { AnyBlock } from './types.ts'

const TOKEN =
  /<@(?<user>[UW]\w+)(?:\|[^>]*)?>|<#(?<channel>C\w+)(?:\|[^>]*)?>|<!(?<range>\w+)>|<(?<url>[^>|]+)(?:\|(?<label>[^>]*))?>/g

/** The block that Slack adds to what people write: the same words once more, as typed elements. */
export function richText(text: string, blockId: string): AnyBlock {
  const elements: object[] = []
  let at = 0
  for (const match of text.matchAll(TOKEN)) {
    elements.push(...plain(text.slice(at, match.index)), elementOf(match.groups ?? {}))
    at = match.index + match[0].length
  }
  elements.push(...plain(text.slice(at)))
  return { type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] }
}

function elementOf({ user, channel, range, url, label }: Readonly<Record<string, string | undefined>>): object {
  if (user) return { type: 'user', user_id: user }
  if (channel) return { type: 'channel', channel_id: channel }
  if (range) return { type: 'broadcast', range }
  return { type: 'link', url: unescaped(url ?? ''), ...(label ? { text: unescaped(label) } : {}) }
}

const plain = (text: string): readonly object[] => (text === '' ? [] : [{ type: 'text', text: unescaped(text) }])

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
