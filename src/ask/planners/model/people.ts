import type { Asker } from '../../../access/asker.ts'
import type { Context } from '../../../context.ts'
import { findCustomers } from '../../../customers/find.ts'
import { fold } from '../../words/word.ts'
import { peopleLookup } from '../offline/people.ts'
import type { Placeholder, PlaceholderKind } from './placeholders.ts'
import type { Named } from './values.ts'

const ofPeople: ReadonlySet<PlaceholderKind> = new Set(['PERSON', 'EMAIL', 'PHONE', 'REFERENCE', 'NUMBER'])

/** Who may be meant by a placeholder, and whether they are called exactly that. */
export interface Meant {
  readonly placeholder: Placeholder
  readonly people: readonly Named[]
  readonly exact: boolean
}

const mostPeople = 6

/**
 * Whom the placeholders in the model's answer stand for, among the customers whom the asker may see; by the same look-ups
 * that find customers everywhere else.
 */
export async function peopleMeant(
  placeholders: readonly Placeholder[],
  { scope }: Asker,
  { reader, settings, today }: Pick<Context, 'reader' | 'settings' | 'today'>,
): Promise<readonly Meant[]> {
  const asked = placeholders.filter(({ kind }) => ofPeople.has(kind)).slice(0, mostPeople)
  const lookup = peopleLookup(reader, today)
  const finder = { scope, storeId: null, today: today(), timeZone: settings.timeZone, country: settings.country }
  const lookUp = async (text: string): Promise<Omit<Meant, 'placeholder'>> => {
    const name = fold(text)
    const called = (await lookup.find([name], name.includes(' ') ? [name] : [], scope)).get(name)
    if (called) return { people: called.map(named), exact: called.every(({ exact }) => exact) }
    const found = await findCustomers(reader, text.replace(/^#\s?/, ''), finder)
    return { people: found.map(named), exact: found.every(({ exact }) => exact) }
  }
  return Promise.all(
    asked.map(async (placeholder): Promise<Meant> => {
      for (const text of waysToSay(placeholder.text)) {
        const meant = await lookUp(text)
        if (meant.people.length > 0) return { placeholder, ...meant }
      }
      return { placeholder, people: [], exact: true }
    }),
  )
}

/** Masking takes rather a word too many than one too few; without it, the name may be found. */
function waysToSay(text: string): readonly string[] {
  const words = text.split(/\s+/)
  const fewer = words.length > 1 ? [words.slice(1), words.slice(0, -1)].map((some) => some.join(' ')) : []
  return [text, ...fewer.filter((each) => each.length >= 3)]
}

const named = ({ ref, name, city }: { ref: string; name: string; city: string | null }): Named => ({
  ref,
  label: [name, city].filter(Boolean).join(', '),
})
