import { type Kysely, sql } from 'kysely'
import type { Asker } from '../../access/asker.ts'
import type { Database } from '../../db/schema.ts'
import type { Planned, Planner } from './planner.ts'

/**
 * A planner to whom "my customers" are those whom the asking colleague looks after, and "my store" is where they work. To
 * somebody who looks after nobody, as in the terminal, "my" says no more than "our".
 */
export function withMine(planner: Planner, reader: Kysely<Database>): Planner {
  return {
    async plan(question, thread, asker, waiting) {
      const named = nameMine(question, asker)
      if (named === null) return planner.plan(question, thread, asker, waiting)
      if (named.ofPeople && !(await looksAfterSomebody(asker, reader)))
        return planner.plan(question, thread, asker, waiting)
      return explained(await planner.plan(named.text, thread, asker, waiting), named)
    },
  }
}

interface Named {
  readonly text: string
  /** “My customers”, and not only “my store” or “my follow-ups”. */
  readonly ofPeople: boolean
}

const people =
  'customers?|clients?|buyers?|shoppers?|regulars|accounts?|people|folks|prospects?|leads?|vips?|champions|loyalists|connectors|referrers|big spenders'
const deeds = 'follow-?ups?|notes|cases'

/** “My”, and then what stands between: “my top 10 lapsed customers”, but not “my best products for customers”. */
const myOwn = (nouns: string): RegExp =>
  new RegExp(
    `\\bmy(?:\\s+own)?\\s+(?=(?:(?!(?:${nouns}|and|or|for|from|of|to|with|in|at|by|per|products?|sales|orders?|revenue|stores?|team|staff)\\b)[\\w-]+\\s+){0,4}?(?:${nouns})\\b)`,
    'giu',
  )

type Rewriting = readonly [pattern: RegExp, replacement: string]

const ofPeople: readonly Rewriting[] = [
  [myOwn(people), '$NAME’s '],
  [/\b(of|only|just)\s+mine\b/giu, '$1 $NAME’s customers'],
  [/\b(?:belong(?:ing|s)?|assigned)\s+to\s+me\b/giu, 'assigned to $NAME'],
  [/\bI\s+(?:look\s+after|take\s+care\s+of|own|manage)\b/gu, '$NAME looks after'],
]
const ofDeeds: readonly Rewriting[] = [
  [new RegExp(`\\b(${deeds})\\s+(?:that\\s+are\\s+)?assigned\\s+to\\s+me\\b`, 'giu'), '$NAME’s $1'],
  [myOwn(deeds), '$NAME’s '],
]

/** The question with the colleague's own name and store in it; null where it does not speak of what is theirs. */
export function nameMine(question: string, { staffEmail, name, storeName }: Asker): Named | null {
  if (staffEmail === null) return null
  const put = (text: string, [pattern, replacement]: Rewriting): string =>
    text.replace(pattern, (_, kept) => replacement.replace('$1', String(kept)).replace('$NAME', name))
  const stored =
    storeName === null ? question : question.replace(/\bmy\s+(?:store|branch)\b/giu, () => `the ${storeName} store`)
  const done = ofDeeds.reduce(put, stored)
  const text = ofPeople.reduce(put, done)
  return text === question ? null : { text, ofPeople: text !== done }
}

async function looksAfterSomebody({ staffId }: Asker, reader: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`
    select exists (select from customers where owner_id = ${staffId} and merged_into_id is null and erased_at is null) as some
  `.execute(reader)
  return rows[0]?.some ?? false
}

function explained(planned: Planned, named: Named): Planned {
  if (planned.kind !== 'plan' || !named.ofPeople) return planned
  return {
    ...planned,
    notes: [...planned.notes, 'Read “my” as those you look after; “our customers” are everybody’s.'],
  }
}
