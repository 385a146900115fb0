import { readFileSync } from 'node:fs'

/** How the opening line reaches the customer. */
export type Manner = 'spoken' | 'written'
export type Openings = ReadonlyMap<string, Readonly<Partial<Record<Manner, string>>>>

/** The opening lines of prompts/openings.md, by rule. */
export function readOpenings(
  text = readFileSync(new URL('../../prompts/openings.md', import.meta.url), 'utf8'),
): Openings {
  const sections = text.split(/^## +/m).slice(1)
  return new Map(
    sections.map((section) => {
      const [code = '', ...rest] = section.split('\n')
      const lines = rest.flatMap((line) => {
        const [, manner, words] = /^(spoken|written): *(.+)$/.exec(line.trim()) ?? []
        return manner && words ? [[manner, words] as const] : []
      })
      return [code.trim(), Object.fromEntries(lines)]
    }),
  )
}

/** The line with its facts filled in; null where one is missing. */
export function filled(line: string, facts: Readonly<Record<string, string | undefined>>): string | null {
  let missing = false
  const whole = line.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = facts[key]
    if (value === undefined || value === '') missing = true
    return value ?? ''
  })
  // “29 in.” at the end of a sentence brings its own full stop.
  return missing ? null : whole.replace(/\.\.(?!\.)/g, '.')
}
