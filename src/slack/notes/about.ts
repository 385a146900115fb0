import type { Asker } from '../../access/asker.ts'
import type { Found } from '../../customers/find.ts'
import { namesIn, typed } from '../../notes/note.ts'
import type { Bot } from '../bot.ts'
import { findFor } from './finding.ts'

/** Whom a note is about as far as it can be told, and what it says. */
export interface About {
  readonly who: string
  readonly body: string
  readonly found: readonly Found[]
}

/** By the colon; without one, by the longest beginning that is somebody's name, else by the beginning most like one. */
export async function aboutWhom(bot: Bot, asker: Asker, text: string): Promise<About> {
  const said = typed(text)
  if (said.who !== null) return { who: said.who, body: said.body, found: await findFor(bot, asker, said.who) }
  const tried: About[] = []
  for (const { who, body } of namesIn(text)) {
    const found = await findFor(bot, asker, who)
    if (found.some(({ exact }) => exact)) return { who, body, found }
    tried.push({ who, body, found })
  }
  const twoWords = tried.find(({ who, found }) => found.length > 0 && who.includes(' '))
  return twoWords ?? { who: tried.at(-1)?.who ?? text, body: text, found: [] }
}

/** The only one who fits, and fits exactly. */
export const theOnly = (found: readonly Found[]): Found | null =>
  found.length === 1 && found[0]?.exact ? found[0] : null
