/// <reference lib="dom" />
import { nameOf } from './people.ts'

/** A message's text as it was typed: what the workspace wrote as `<@U…>`, `<#C…|shop>` and `&amp;` is read back. */
export function fromWire(text: string): string {
  const named = text
    .replace(/<@([UW]\w+)(?:\|[^>]*)?>/g, (_, id: string) => `@${nameOf(id)}`)
    .replace(/<#C\w+\|([^>]*)>/g, (_, name: string) => `#${name}`)
    .replace(/<!(here|channel|everyone)>/g, (_, range: string) => `@${range}`)
    .replace(/<(https?:[^|>]+)>/g, (_, url: string) => url)
    .replace(/<[^|>]+\|([^>]*)>/g, (_, label: string) => label)
  return named.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
