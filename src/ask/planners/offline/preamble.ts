import type { Plan } from '../../plan.ts'
import type { Piece } from './drafting/draft.ts'
import { Chart, type Grammar } from './engine.ts'
import { paths } from './paths.ts'
import type { Found } from './search.ts'
import { type Token, tokensOf } from './tokens.ts'
import { isHeld, isNamed, isRestated, saysAgain } from './traces.ts'

const asking = String.raw`(?:who|whom|whose|which|what|when|how|where|list|show|give|could|can|people|customers|everyone|everybody|anyone|any|is|are|does|do|did|has|have)\b`
const ends = new RegExp(
  String.raw`[.:!?;)](?=\s)|\s[-–—](?=\s)|,(?=\s+(?:i\.?e\.?|that is|any|just|all|not|meaning)\b|\s+(?:(?:so|but|no|it's|i|we|thanks|thank|thx|need|want)\b|${asking}))`,
  'giu',
)

/**
 * "We're planning a coffee morning in Evanston. Who there …", "… please, I want to invite them": what comes before the
 * question or behind it is set aside, and said so, when it says nothing of the shop that the answer does not hold.
 */
export async function withoutPreamble(
  question: string,
  grammar: Grammar,
  read: (text: string) => Promise<Found>,
): Promise<Found | null> {
  for (const { aside, rest, last } of splits(question)) {
    const idle = isAside(aside, rest, grammar)
    const echoes = last ? repetitions(aside, grammar) : []
    if (rest.split(/\s+/).length < 2 || !(idle || echoes.length > 0)) continue
    const found = await read(rest)
    const told = idle ? says(aside, grammar) : []
    if (found.kind === 'clarify' && idle && told.length === 0) return found
    if (found.kind !== 'plan') continue
    const { plan } = found
    if ((idle && told.every((item) => isNamed(item, plan))) || echoes.some((pieces) => isEcho(pieces, aside, plan)))
      return { ...found, notes: [`Set aside: “${aside.replace(/[\s.:!?;,–—-]+$/u, '')}”.`, ...found.notes] }
  }
  return null
}

interface Split {
  readonly aside: string
  readonly rest: string
  /** What is set aside stands behind the question, or in brackets, and may say again what the question said. */
  readonly last: boolean
}

function splits(question: string): readonly Split[] {
  const brackets = [...question.matchAll(/\(([^()]+)\)/gu)].map(
    (found): Split => ({ aside: found[1] ?? '', rest: question.replace(found[0], '').trim(), last: true }),
  )
  const parts = [...question.matchAll(ends)].map((mark) => (mark.index ?? 0) + mark[0].length)
  return [
    ...brackets,
    ...parts.flatMap((at): readonly Split[] => {
      const [before, behind] = [question.slice(0, at).trim(), question.slice(at).trim()]
      return [
        { aside: before, rest: behind.replace(/^(?:so|but)\b[:,]?\s*/iu, ''), last: false },
        { aside: behind, rest: before.replace(/[\s,;:–—-]+$/u, ''), last: true },
      ]
    }),
  ]
}

const denying = new Set(['not', 'never', 'no', 'without', 'only', 'except', 'nothing', 'nobody', 'none'])
const minding = new Set('remember recall find tell see know wait rush hurry problem worry longer'.split(' '))
const repeatable = new Set('subject countnoun measure time group share order column dimension'.split(' '))
const namedAgain = new Set('cond fact storeplace homestore place staff ifact word set-aside head'.split(' '))

/** The ways to read the words as something that may have been said before. */
function repetitions(aside: string, grammar: Grammar): readonly (readonly Piece[])[] {
  const tokens = tokensOf(aside)
  if (tokens.some(({ lower }) => denying.has(lower))) return []
  return paths(new Chart(grammar, tokens), 'item')
    .slice(0, 8)
    .map(({ pieces }) => pieces)
    .filter(
      (pieces) =>
        pieces.some(({ item }) => item.kind !== 'head') &&
        pieces.every(({ item: { kind } }) => repeatable.has(kind) || namedAgain.has(kind)),
    )
}

/** Whether the words, read by themselves, say nothing that the answer to the rest does not hold. */
function isEcho(pieces: readonly Piece[], aside: string, plan: Plan): boolean {
  const said = JSON.stringify(plan)
  if (!(aside.match(/\d+/g) ?? []).every((number) => said.includes(number))) return false
  return pieces.every((piece) => {
    const { kind } = piece.item
    if (kind === 'word' || kind === 'set-aside') return true
    if (kind === 'head') return isSameHead(piece, plan)
    if (repeatable.has(kind)) return (isRestated(piece, plan) || saysAgain(piece, plan)) && isHeld(piece.item, plan)
    return isNamed(piece.item, plan)
  })
}

/** "Count of lapsed ones", behind a number; another question is no echo. */
const isSameHead = ({ item }: Piece, plan: Plan): boolean =>
  item.kind === 'head' && (item.head === 'list' || (item.head === 'count' && plan.kind === 'measure'))

/** Somebody telling of themselves, or of how things are; never a command or a question. */
const telling =
  /^(?:(?:hi|hello|hey|morning|good (?:morning|afternoon|evening)|ok|okay|so|thanks|thank you|thx|ty|cheers|sorry|please|pls|team|all|everyone|there|to bother you|but)\b\W*)*(?:$|(?:i|i'm|i'd|i've|i'll|we|we're|we'd|we've|we'll|for|first|every|each|our|my|it|it's|this|that's|there|there's|next|thinking|planning|just|no rush|no hurry|quick|question|need|want|working|preparing|getting|doing|putting)\b|(?:\p{L}+ ){1,3}(?:is|are|needs?|wants?|asks|wonders?|thinks?|says|has|comes?|starts?|begins?)\b)/iu

function isAside(aside: string, rest: string, grammar: Grammar): boolean {
  const named = new Set(tokensOf(rest).flatMap((token) => [token.lower, token.stem]))
  const tokens = tokensOf(aside).filter((token) => !token.punctuation)
  if (!telling.test(aside) || /\b(?:who|whose|which|what|when|how|show|list)\b/iu.test(aside)) return false
  const isNamedAgain = ({ lower, stem }: Token): boolean => named.has(lower) || named.has(stem)
  return tokens.every((token, index) => {
    if (/\d/.test(token.lower)) return false
    if (denying.has(token.lower)) return tokens.slice(index + 1, index + 3).some(({ lower }) => minding.has(lower))
    const name = index > 0 && /^\p{Lu}\p{L}*\p{Ll}/u.test(token.text)
    // "Every gas chainsaw needs oil": the noun behind is named again, and this describes it.
    return !(isOfShop(token, grammar) || name) || [token, tokens[index + 1]].some((each) => each && isNamedAgain(each))
  })
}

/** A product, a city, a tag: a word of the shop's data and of nothing else. */
const isOfShop = ({ lower, stem, filler }: Token, { words, patternWords }: Grammar): boolean =>
  words.has(stem) && !patternWords.has(stem) && !patternWords.has(lower) && !filler

const plain = new Set(
  'head word set-aside subject countnoun measure dimension comes buys due ask hint versus target what why campaign'.split(
    ' ',
  ),
)

/** What the words say of customers or of sales, where they say it whole. */
function says(aside: string, grammar: Grammar): readonly unknown[] {
  const chart = new Chart(grammar, tokensOf(aside))
  return chart.tokens.flatMap(({ filler }, at) =>
    filler
      ? []
      : chart
          .read('item', at)
          .filter(
            ({ value, cost }) => cost < 0.5 && !plain.has(kindOf(value)) && !isVague(value) && !liesAhead(value, aside),
          )
          .slice(0, 1)
          .map(({ value }) => value),
  )
}

const kindOf = (value: unknown): string => String((value as { readonly kind?: unknown }).kind)

/** "Our most faithful": of nothing that is counted. */
const isVague = (value: unknown): boolean => {
  const { kind, count, measure, percent } = value as Readonly<Record<string, unknown>>
  return kind === 'super' && !count && !measure && !percent
}

const planning =
  /\b(?:plan|planning|coming|starting|preparing|upcoming|soon|almost|nearly|going|turning|next|this|before)\b/i

/** "Next week", "today", "workshops in spring": when something is planned. */
const liesAhead = (value: unknown, aside: string): boolean => {
  if (kindOf(value) !== 'time') return false
  const said = JSON.stringify(value)
  return (
    /"future":true|"unit":"day"|"offset":1\b/.test(said) || (said.includes('"kind":"named"') && planning.test(aside))
  )
}
