import { sql } from 'kysely'
import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import type { DraftRequest } from '../../ask/planners/model/draft.ts'
import { entryShown } from '../../digest/entry.ts'
import { openingFor, readOpenings } from '../../digest/openings.ts'
import { readRules } from '../../treatments/rules.ts'
import type { Bot } from '../bot.ts'

/** What a message to the customer of a digest's entry is written from. */
export interface DraftEntry {
  readonly item: number
  readonly ref: string
  readonly name: string
  readonly request: DraftRequest
  /** The facts, which stay here. */
  readonly facts: Readonly<Record<string, string>>
  /** What the entry shows now, or the line of prompts/openings.md. */
  readonly template: string
}

const reasonsSchema = z.array(z.object({ rule: z.string(), facts: z.record(z.string(), z.string()).default({}) }))

/** Facts that a sentence may say; days, amounts and numbers read badly where a name is expected. */
const sayable = ['product', 'friend', 'campaign', 'item', 'category'] as const
const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

/** Null when the entry is gone, or its customer is none of the asker's. */
export async function draftEntry(item: number, asker: Asker, { shop, settings }: Bot): Promise<DraftEntry | null> {
  const entry = await entryShown(shop.db, item, asker)
  if (!entry) return null
  const { rows } = await sql<{
    reasons: unknown
    channel: DraftRequest['manner'] | null
    opening: string | null
    given: string | null
    language: string | null
  }>`
    select i.reasons, i.channel, i.opening, c.given_name as given, c.language
    from digest_items i join customers c on c.id = i.customer_id where i.id = ${item}`.execute(shop.db)
  const [row] = rows
  const [first] = reasonsSchema.parse(row?.reasons ?? [])
  if (!row || !first) return null
  const rule = (await readRules(shop.db)).find(({ code }) => code === first.rule)
  const known = sayable.flatMap((name) => (first.facts[name] ? [[name, first.facts[name]] as const] : []))
  const facts = {
    ...Object.fromEntries(known),
    first: row.given ?? entry.name,
    me: asker.name.split(' ')[0] ?? asker.name,
    shop: (await settings()).name,
  }
  const manner = row.channel ?? 'phone'
  const line = (said: Readonly<Record<string, string>>) =>
    openingFor(first.rule, manner === 'phone' ? 'spoken' : 'written', said, readOpenings())
  const request: DraftRequest = {
    reason: `${rule?.trigger.label ?? first.rule}: ${rule?.trigger.meaning ?? ''}`,
    manner,
    language: languageNamed(row.language),
    facts: Object.keys(facts),
    // The line itself, with its placeholders.
    example: line(Object.fromEntries(Object.keys(facts).map((name) => [name, `{${name}}`]))),
  }
  return { item, ref: entry.ref, name: entry.name, request, facts, template: row.opening ?? line(facts) ?? '' }
}

function languageNamed(code: string | null): string {
  try {
    return (code && languages.of(code)) || 'English'
  } catch {
    return 'English'
  }
}
