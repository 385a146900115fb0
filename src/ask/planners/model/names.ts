import { type Kysely, sql } from 'kysely'
import type { Database } from '../../../db/schema.ts'
import { tokenize, type Word } from '../../words/word.ts'
import { isFiller } from '../offline/tokens.ts'
import type { KnownStaff } from '../offline/vocabulary.ts'
import type { KnownWords } from './known-words.ts'
import { overlap, type Span } from './spans.ts'

/** What telling the names in a question takes. */
export interface NameSources {
  readonly reader: Kysely<Database>
  readonly staff: readonly KnownStaff[]
  readonly known: KnownWords
}

/**
 * Where a question names customers or colleagues.
 *
 * Everybody's names are looked for, also of customers whom the asker may not see: this only decides what is hidden. A word
 * is a name when it stands in some customer's name and is no word of questions or of the shop; when it is written with a
 * capital letter and nothing knows it; or when it stands beside such a word and nothing knows it either. Rather one too
 * many: a placeholder is put back where the model leaves it, so hiding a word that is no name costs little.
 */
export async function nameSpans(question: string, { reader, staff, known }: NameSources): Promise<readonly Span[]> {
  const words = tokenize(question).filter(({ punctuation, text }) => !punctuation && /\p{L}/u.test(text))
  const colleagues = colleagueSpans(words, staff)
  const rest = words.filter((word) => !colleagues.some((span) => overlap(span, word)))
  const phrases = phrasesOf(rest, question)
  const likely = phrases.filter(({ words: run }) => run.every(({ lower }) => !known.isOfQuestions(lower)))
  const [whole, parts] = await Promise.all([
    wholeNames(reader, namesOf(phrases), namesOf(likely)),
    partsOfNames(reader, [...new Set(rest.filter((word) => mayBeName(word, rest, known)).map(({ lower }) => lower))]),
  ])
  const named = phrases.filter(({ lower }) => whole.has(lower))
  const single = rest.filter((word, at) => isNamed(word, at, rest, known, parts))
  const grown = joinedUp(rest, [...named, ...single], known, question)
  return [...colleagues, ...grown.map(({ from, to }): Span => ({ from, to, kind: 'PERSON' }))]
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly lower: string
  readonly words: readonly Word[]
}

const namesOf = (phrases: readonly Stretch[]): readonly string[] => [...new Set(phrases.map(({ lower }) => lower))]

/** Two to four words in a row, as a customer's whole name may be. */
function phrasesOf(words: readonly Word[], question: string): readonly Stretch[] {
  return words.flatMap((first, at) =>
    [2, 3, 4].flatMap((length) => {
      const run = words.slice(at, at + length)
      const last = run.at(-1)
      if (run.length < length || !last || !inARow(run, question)) return []
      if (isFiller(first.lower) || isFiller(last.lower)) return []
      const lower = run.map((word) => word.lower).join(' ')
      const hyphened = run.reduce(
        (text, word) => (text === '' ? word.lower : `${text}${word.joined ? '-' : ' '}${word.lower}`),
        '',
      )
      const stretch = { from: first.from, to: last.to, words: run }
      return [...new Set([lower, hyphened])].map((each) => ({ ...stretch, lower: each }))
    }),
  )
}

const inARow = (run: readonly Word[], question: string): boolean =>
  run.slice(1).every((word, at) => /^[\s.\-‐’']*$/.test(question.slice(run[at]?.to ?? 0, word.from)))

/** Names in full, in either order of their words; of those that hold no word of a question, also what is nearly one. */
async function wholeNames(
  reader: Kysely<Database>,
  phrases: readonly string[],
  likely: readonly string[],
): Promise<ReadonlySet<string>> {
  if (phrases.length === 0) return new Set()
  const { rows } = await sql<{ phrase: string }>`
    select p.phrase from unnest(${[...phrases]}::text[]) as p(phrase)
    where exists (
      select from customers c
      where c.search_name = p.phrase
      or c.search_name = regexp_replace(p.phrase, '^(.*) (\\S+)$', '\\2 \\1')
    )
    or p.phrase = any (${[...likely]}::text[]) and length(p.phrase) >= 6 and exists (
      select from customers c where c.search_name % p.phrase and similarity(c.search_name, p.phrase) >= 0.5
      and cardinality(string_to_array(c.search_name, ' ')) = cardinality(string_to_array(p.phrase, ' '))
    )`.execute(reader)
  return new Set(rows.map(({ phrase }) => phrase))
}

interface Part {
  /** Some customer is called exactly that, by given or family name. */
  readonly exact: boolean
}

/** Which words are a part of some customer's name, or nearly. */
async function partsOfNames(reader: Kysely<Database>, words: readonly string[]): Promise<ReadonlyMap<string, Part>> {
  if (words.length === 0) return new Map()
  const { rows } = await sql<{ word: string; exact: boolean }>`
    select w.word, w.exact from (
      select word, exists (
        select from customers c
        where c.search_name ~ ('(^|[ -])' || replace(word, '.', '[.]') || '($|[ -])')
      ) as exact
      from unnest(${[...words]}::text[]) as u(word)
    ) w
    where w.exact or length(w.word) >= 4 and exists (
      select from customers c where c.search_name %> w.word and word_similarity(w.word, c.search_name) >= 0.7
    )`.execute(reader)
  return new Map(rows.map(({ word, exact }) => [word, { exact }]))
}

const isCapital = ({ text }: Word): boolean => /^\p{Lu}/u.test(text)

/** Worth looking up: nothing of a question, and not an everyday word unless a capital letter says that it is a name. */
function mayBeName(word: Word, all: readonly Word[], known: KnownWords): boolean {
  if (word.lower.length < 2 || !/^[\p{L}'’.-]+$/u.test(word.text)) return false
  const written = isCapital(word) && word !== all[0]
  if (known.isOfShop(word.lower)) return false
  return written ? !timely.has(word.lower) : !known.isOfQuestions(word.lower) && !known.isCommon(word.lower)
}

const timely = new Set(
  `january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday
   jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun spring summer fall autumn winter easter christmas thanksgiving black
   i vip vips rfm ytd mtd qtd fy csv sms`.split(/\s+/),
)

function isNamed(
  word: Word,
  at: number,
  all: readonly Word[],
  known: KnownWords,
  parts: ReadonlyMap<string, Part>,
): boolean {
  if (!mayBeName(word, all, known)) return false
  const part = parts.get(word.lower)
  const strange = !known.isOfQuestions(word.lower) && !known.isCommon(word.lower)
  if (part) return part.exact || strange
  return at > 0 && isCapital(word) && strange
}

/** A strange word before a name, or with a capital letter beside it, belongs to it ("mike davenport"); names in a row are one person's. */
function joinedUp(
  words: readonly Word[],
  named: readonly Pick<Span, 'from' | 'to'>[],
  known: KnownWords,
  question: string,
): readonly Pick<Span, 'from' | 'to'>[] {
  const hit = words.map((word) => named.some((span) => overlap(span, word)))
  const strange = words.map(
    ({ lower }) => !known.isOfQuestions(lower) && !known.isCommon(lower) && !known.isOfShop(lower),
  )
  const alone = words.map((word) => named.some(({ from, to }) => from === word.from && to === word.to))
  const grown = words.map((word, at) => {
    const beside = hit[at - 1] || hit[at + 1]
    return hit[at] || (strange[at] && (alone[at + 1] || (isCapital(word) && beside)))
  })
  const spans: { from: number; to: number }[] = []
  words.forEach((word, at) => {
    if (!grown[at]) return
    const last = spans.at(-1)
    if (last && grown[at - 1] && /^[\s.\-‐]*$/.test(question.slice(last.to, word.from))) last.to = word.to
    else spans.push({ from: word.from, to: word.to })
  })
  return spans
}

/** Colleagues by their whole name, or by the given name that one of them alone has. */
function colleagueSpans(words: readonly Word[], staff: readonly KnownStaff[]): readonly Span[] {
  const spans: Span[] = []
  for (let at = 0; at < words.length; at += 1) {
    const length = [3, 2, 1].find((count) => isColleague(words.slice(at, at + count), count, staff))
    const last = length === undefined ? undefined : words[at + length - 1]
    const first = words[at]
    if (length === undefined || !first || !last) continue
    spans.push({ from: first.from, to: last.to, kind: 'COLLEAGUE' })
    at += length - 1
  }
  return spans
}

function isColleague(run: readonly Word[], count: number, staff: readonly KnownStaff[]): boolean {
  if (run.length < count) return false
  const said = run.map(({ lower }) => lower).join(' ')
  return colleaguesCalled(said, staff).length > 0 && said.length > 2
}

/** Whom colleagues mean by a name: the whole one, its first part or its last; "hanks" is Hank's. */
export function colleaguesCalled(said: string, staff: readonly KnownStaff[]): readonly KnownStaff[] {
  const called = (name: string) => {
    const parts = tokenize(name).map(({ lower }) => lower)
    return [parts.join(' '), parts[0], parts.at(-1)]
  }
  const exact = staff.filter(({ name }) => called(name).includes(said))
  return exact.length > 0 || !said.endsWith('s')
    ? exact
    : staff.filter(({ name }) => called(name)[1] === said.slice(0, -1))
}
