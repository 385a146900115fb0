import { sql } from 'kysely'
import { type Click, tellClicker } from './click.ts'

/** The question as it is compared with others: without case, spaces and punctuation at its end. */
export const normalQuestion = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s.?!]+$/, '')
    .trim()

/**
 * “That’s right” or “That’s wrong”: kept with the plan, to be used again or looked through later. A second click of the
 * same kind changes nothing.
 */
export async function keepVerdict(click: Click, verdict: 'right' | 'wrong'): Promise<void> {
  const { bot, row, asker } = click
  const question = normalQuestion(row.question)
  if (row.plan === null || question === '') return
  const kept = await keep(bot, { question, plan: JSON.stringify(row.plan), verdict, said_by: asker.who })
  if (kept) await tellClicker(click, thanks[verdict])
}

/** One verdict for each question; “wrong” weighs more than “right”, and a new plan more than an old one. */
async function keep(
  { shop }: Click['bot'],
  said: { question: string; plan: string; verdict: 'right' | 'wrong'; said_by: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into saved_readings as kept (question, plan, verdict, said_by)
    values (${said.question}, ${said.plan}::jsonb, ${said.verdict}, ${said.said_by})
    on conflict (question) do update
      set plan = excluded.plan, verdict = excluded.verdict, said_by = excluded.said_by, said_at = now(), reviewed_at = null
      where kept.plan <> excluded.plan or (kept.verdict = 'right' and excluded.verdict = 'wrong')
    returning id`.execute(shop.db)
  return rows.length > 0
}

const thanks = {
  right: 'Thank you, noted.',
  wrong: 'Thank you, noted for a manager to look at. Asked in other words, it may come out right.',
} as const
