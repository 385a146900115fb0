import type { Catalog } from './catalog.ts'
import type { Field } from './types.ts'

/** A word as help, README and prompts show it; numbers of the shop stand in `meaning` as `:top_percent` and the like. */
export interface DescribedWord {
  readonly kind:
    | 'Numbers'
    | 'Words for customers'
    | 'What there are lists of'
    | 'What can be shown, filtered and counted by'
    | 'Other words'
  readonly name: string
  readonly label: string
  readonly meaning: string
  readonly synonyms: readonly string[]
}

/** Everything that may be asked, grouped for reading. */
export function describeCatalog(catalog: Catalog): readonly DescribedWord[] {
  return [
    ...[...catalog.segments.values()].map((segment) => word('Words for customers', segment)),
    ...[...catalog.metrics.values()].map((metric) => word('Numbers', metric)),
    ...[...catalog.entities.values()].map(({ plural, ...entity }) =>
      word('What there are lists of', { ...entity, label: plural }),
    ),
    ...[...catalog.fields.values()]
      .filter(isShown)
      .map((field) => word('What can be shown, filtered and counted by', field)),
    ...[...catalog.terms.values()].map((term) => word('Other words', term)),
  ]
}

/** Names that only accompany a reference are not asked for by themselves. */
const isShown = (field: Field): boolean => field.synonyms.length > 0

function word(
  kind: DescribedWord['kind'],
  { name, label, meaning, synonyms }: Omit<DescribedWord, 'kind'>,
): DescribedWord {
  return {
    kind,
    name,
    label: label.charAt(0).toUpperCase() + label.slice(1),
    meaning,
    synonyms,
  }
}
