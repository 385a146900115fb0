import { readFileSync } from 'node:fs'

/** How the opening line reaches the customer. */
export type Manner = 'spoken' | 'written'

/** A line, and the fact that has to be known for it; null for one that is said otherwise. */
export interface Line {
  readonly manner: Manner
  readonly where: string | null
  readonly words: string
}
export type Openings = ReadonlyMap<string, readonly Line[]>

/** The opening lines of prompts/openings.md, by rule. */
export function readOpenings(
  text = readFileSync(new URL('../../prompts/openings.md', import.meta.url), 'utf8'),
): Openings {
  const sections = text.split(/^## +/m).slice(1)
  return new Map(
    sections.map((section) => {
      const [code = '', ...rest] = section.split('\n')
      const lines = rest.flatMap((line): readonly Line[] => {
        const [, manner, where, words] = /^(spoken|written)(?: \((\w+)\))?: *(.+)$/.exec(line.trim()) ?? []
        if ((manner !== 'spoken' && manner !== 'written') || words === undefined) return []
        return [{ manner, where: where ?? null, words }]
      })
      return [code.trim(), lines]
    }),
  )
}

/** The rule's line with its facts filled in: the first that is said where these are known. */
export function openingFor(
  rule: string,
  manner: Manner,
  facts: Readonly<Record<string, string | undefined>>,
  openings: Openings,
): string | null {
  const line = openings
    .get(rule)
    ?.find((each) => each.manner === manner && (each.where === null || facts[each.where] !== undefined))
  return line === undefined ? null : filled(line.words, facts)
}

/** Why a shop's own line for a rule cannot be said: it speaks of what the rule does not know. Null when it can. */
export function faultOfLine(rule: string, line: string, openings: Openings): string | null {
  const ours = openings.get(rule)?.flatMap(({ words }) => placeholders(words)) ?? []
  const known = [...new Set(['first', 'me', 'shop', ...ours])]
  const strange = placeholders(line).find((name) => !known.includes(name))
  if (strange === undefined && !/[{}]/.test(line.replace(/\{\w+\}/g, ''))) return null
  const names = known.map((name) => `{${name}}`).join(', ')
  return `${strange === undefined ? 'A brace is open or empty' : `{${strange}} is not known`} here. An opening line may speak of ${names}.`
}

const placeholders = (line: string): readonly string[] => [...line.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/** The line with its facts filled in; null where one is missing. Where nobody's own list is read, nobody's name is said. */
export function filled(line: string, facts: Readonly<Record<string, string | undefined>>): string | null {
  let missing = false
  const nameless = facts.me === undefined ? line.replace(/\{me\} (?:from|and) /g, '') : line
  const whole = nameless.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = facts[key]
    if (value === undefined || value === '') missing = true
    return value ?? ''
  })
  // “29 in.” at the end of a sentence brings its own full stop.
  return missing ? null : whole.replace(/\.\.(?!\.)/g, '.')
}
