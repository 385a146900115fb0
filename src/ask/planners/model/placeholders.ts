/** What a placeholder stands for. `value` is one of the shop's data in the plan that a question goes on from. */
export type PlaceholderKind =
  | 'PERSON'
  | 'COLLEAGUE'
  | 'EMAIL'
  | 'PHONE'
  | 'ADDRESS'
  | 'REFERENCE'
  | 'NUMBER'
  | 'VALUE'
  | 'SEGMENT'
  | 'ATTRIBUTE'

export interface Placeholder {
  /** `PERSON_1`: what the model reads and writes. */
  readonly name: string
  readonly kind: PlaceholderKind
  /** What stood there: as typed, or as the data has it. Never leaves this machine. */
  readonly text: string
  /** What the model is told it is, in the catalogue's words alone. */
  readonly tells: string | null
}

/** The placeholders of one question. */
export interface Placeholders {
  /** The placeholder for a text; the same one for the same text. */
  for(kind: PlaceholderKind, text: string, tells?: string): Placeholder
  all(): readonly Placeholder[]
  named(name: string): Placeholder | null
  /** The text with what stands behind each placeholder put back in. */
  restored(text: string): string
  /** The text without anything that stands behind a placeholder. */
  hidden(text: string): string
}

const shape = /\b(?:PERSON|COLLEAGUE|EMAIL|PHONE|ADDRESS|REFERENCE|NUMBER|VALUE|SEGMENT|ATTRIBUTE)_\d{1,3}\b/g

/** Names that the question holds already, because somebody typed them, are not given out. */
export function openPlaceholders(question: string): Placeholders {
  const typed = new Set(question.match(shape) ?? [])
  const made: Placeholder[] = []
  const find = (name: string) => made.find((each) => each.name === name) ?? null
  const nextName = (kind: PlaceholderKind): string => {
    for (let number = 1; ; number += 1) {
      const name = `${kind}_${number}`
      if (!typed.has(name) && find(name) === null) return name
    }
  }
  return {
    for(kind, text, tells) {
      const known = made.find((each) => each.kind === kind && same(each.text, text))
      if (known) return known
      const placeholder = { name: nextName(kind), kind, text, tells: tells ?? null }
      made.push(placeholder)
      return placeholder
    },
    all: () => made,
    named: find,
    restored: (text) => text.replace(shape, (name) => find(name)?.text ?? name),
    hidden: (text) => longestFirst(made).reduce((done, each) => without(done, each), text),
  }
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

const longestFirst = (made: readonly Placeholder[]): readonly Placeholder[] =>
  [...made].sort((one, other) => other.text.length - one.text.length)

function without(text: string, { text: secret, name }: Placeholder): string {
  if (secret.trim().length < 2) return text
  const pattern = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu'), name)
}
