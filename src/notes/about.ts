import { bare, type Found } from '../customers/find.ts'
import { bareWord, isNameLike, isNearName } from './name-words.ts'
import { namesIn, typed } from './note.ts'

/** Those whom somebody's words may mean, as `findCustomers` finds them for the author. */
export type Find = (said: string) => Promise<readonly Found[]>

/** Whom a note is about as far as it can be told, and what it says. */
export interface About {
  readonly who: string
  /** Empty where a name stands there and nothing else. */
  readonly body: string
  readonly found: readonly Found[]
  /** A colon, a whole name or a number says whom it is about; otherwise somebody has to say that it is they. */
  readonly sure: boolean
}

interface Tried extends Omit<About, 'sure'> {}

/**
 * By the colon; without one, by the longest beginning that is somebody's name, else by the beginning most like one. A text that
 * is a name as a whole has no note yet. Where the name seems to go on behind the beginning that fits (“Peter Jackson wants …”,
 * and there is a Peter Rao), those found are only nearly meant.
 */
export async function aboutWhom(text: string, find: Find): Promise<About> {
  const said = typed(text)
  if (said.who !== null) return { who: said.who, body: said.body, found: await find(said.who), sure: true }
  const whole = await asWhole(text, find)
  if (whole !== null) return whole
  const tried: Tried[] = []
  for (const { who, body } of namesIn(text)) {
    const found = await find(who)
    const fitting = found.filter((each) => fits(who, each))
    if (fitting.length > 0) return weighed({ who, body, found: fitting }, tried.at(-1)?.found ?? [])
    tried.push({ who, body, found })
  }
  const nearly = tried.find(({ who, found }) => who.includes(' ') && found.some((each) => isNearly(who, each)))
  return { ...(nearly ?? { who: tried.at(-1)?.who ?? text, body: text, found: [] }), sure: false }
}

const mostWords = 5

async function asWhole(text: string, find: Find): Promise<About | null> {
  const who = text.trim().replace(/[\s:,;.–—-]+$/, '')
  if (who === '' || who.split(/\s+/).length > mostWords) return null
  const found = await find(who)
  const meant = found.filter((each) => fits(who, each) || isNearly(who, each))
  return meant.length === 0 ? null : { who, body: '', found: meant, sure: false }
}

/** Every word that was typed belongs to the name; finding by parts passes over words of one letter. */
function fits(who: string, { exact, by, name, nickname }: Found): boolean {
  if (!exact || by !== 'parts') return exact
  const own = wordsOf(`${name} ${nickname ?? ''}`)
  return wordsOf(bare(who)).every((word) => own.some((one) => one.startsWith(word)))
}

const isNearly = (who: string, { name, nickname }: Found): boolean =>
  wordsOf(bare(who)).every((word) => wordsOf(`${name} ${nickname ?? ''}`).some((one) => isNearName(word, one)))

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).map(bareWord).filter(Boolean)

/** Whether those who fit the beginning are meant, or the name goes on: by its capital letter, or nearly as somebody is called. */
function weighed({ who, body, found }: Tried, nearlyFound: readonly Found[]): About {
  const isNumber = found.some(({ by }) => by === 'number' || by === 'contact')
  if (isNumber) return { who, body, found, sure: !/^\d{1,2}$/.test(who) }
  const rest = body.split(/\s+/)
  const near = nearlyFound.filter((each) => isNearly(`${who} ${rest[0] ?? ''}`, each))
  const run = Math.max(near.length > 0 ? 1 : 0, capitalsAhead(rest))
  if (run === 0)
    return { who, body, found, sure: found.every(({ by }) => by === 'name') && wordsOf(bare(who)).length > 1 }
  const others = found.filter(({ id }) => !near.some((each) => each.id === id))
  return {
    who: [who, ...rest.slice(0, run)].join(' ').replace(/[.,;]$/, ''),
    body: rest.slice(run).join(' '),
    found: [...near, ...others].map((each) => ({ ...each, exact: false })),
    sure: false,
  }
}

/** How many of the first words stand there as names do, up to a comma. */
function capitalsAhead(words: readonly string[]): number {
  const end = words.findIndex((word) => !isNameLike(word))
  const comma = words.findIndex((word) => /[.,;]$/.test(word))
  const run = end === -1 ? words.length : end
  return Math.min(3, comma === -1 ? run : Math.min(run, comma + 1))
}

/** The only one who fits, and fits exactly. */
export const theOnly = (found: readonly Found[]): Found | null =>
  found.length === 1 && found[0]?.exact ? found[0] : null
