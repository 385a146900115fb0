import type { Grammar, Reading } from './engine.ts'
import { isReference } from './people.ts'
import type { Token } from './tokens.ts'

/** Free text to look for in notes: what stands in quotation marks, or the words up to where it is said that it is a note's. */
export function addText(grammar: Grammar): void {
  grammar.reader('text', (tokens, at) => [...quoted(tokens, at), ...words(tokens, at)])
  grammar.reader('anything', (tokens, at) =>
    isIdle(tokens.slice(at)) ? [{ end: tokens.length, value: true, cost: 0 }] : [],
  )
  grammar.reader('reference', (tokens, at) => {
    const token = tokens[at]
    return token && isReference(token.lower) ? [{ end: at + 1, value: token.text, cost: 0 }] : []
  })
  grammar.reader('zip', (tokens, at) => {
    const token = tokens[at]
    return token && /^\d{4,5}(-\d{4})?$/.test(token.lower) ? [{ end: at + 1, value: token.text, cost: 0 }] : []
  })
}

const telling = new Set(
  'not never no without only except but who which than more less most least today yesterday week month year quarter'.split(
    ' ',
  ),
)

/** Words that say what the answer is for and nothing about what is in it: no number, no name, no condition. */
const isIdle = (tokens: readonly Token[]): boolean =>
  tokens.length <= 12 &&
  tokens.every((token) => !/\d/.test(token.lower) && !telling.has(token.lower) && !/^\p{Lu}/u.test(token.text))

const quotes = new Set(['"', '“', '”', '‘', '’', "'", '«', '»'])

function quoted(tokens: readonly Token[], at: number): Reading[] {
  if (!quotes.has(tokens[at]?.text ?? '')) return []
  const end = tokens.findIndex((token, index) => index > at && quotes.has(token.text))
  return end > at + 1 ? [{ end: end + 1, value: textOf(tokens, at + 1, end), cost: -1 }] : []
}

/** One to six words, not beginning or ending with a filler; the fewer the cheaper is not wanted: all words belong. */
function words(tokens: readonly Token[], at: number): Reading[] {
  if (
    tokens[at]?.punctuation ||
    ['a', 'an', 'the', 'that', 'is', 'are', 'he', 'she', 'they', 'about'].includes(tokens[at]?.lower ?? '') ||
    [tokens[at - 1], tokens[at - 2]].some((token) => token?.lower === 'us')
  )
    return []
  return [1, 2, 3, 4, 5, 6].flatMap((length): Reading[] => {
    const run = tokens.slice(at, at + length)
    if (
      run.length < length ||
      run[0]?.filler ||
      run.at(-1)?.filler ||
      run.some(
        (token) =>
          token.punctuation || questionWords.has(token.lower) || ['us', 'they', 'told', 'said'].includes(token.lower),
      )
    )
      return []
    return [{ end: at + length, value: textOf(tokens, at, at + length), cost: 0.8 * length }]
  })
}

const questionWords = new Set([
  'who',
  'whose',
  'which',
  'what',
  'when',
  'how',
  'note',
  'notes',
  'customer',
  'customers',
])

const textOf = (tokens: readonly Token[], from: number, to: number): string =>
  tokens
    .slice(from, to)
    .map((token, index) => `${index === 0 ? '' : token.joined ? '-' : ' '}${token.typed ?? token.text}`)
    .join('')
    .toLowerCase()

/** "What does lapsed mean?", "how do you work out the usual gap?" */
export function addDefinitions(grammar: Grammar): void {
  const means = ({ term }: { term: string }) => ({ kind: 'definition', term })
  grammar.rule(
    'item',
    [
      'what does|do|is|would <term> mean',
      'what does <term> stand for',
      'what is meant by <term>',
      'what|how do|does you|we|regulars mean|call|count|understand by|as|with? <term>',
      'define|explain <term>',
      'definition|meaning of <term>',
      'what is the? definition|meaning of <term>',
      'how is|are|do|does you|we|it? define|defined|calculate|calculated|computed|compute|measured|measure|count|counted|work|decide <term>',
      'how is|are|do|does you|we? <term> defined|calculated|computed|measured|counted|worked|decided',
      'what counts|qualifies as? <term>',
      'who counts|qualifies as? <term>',
      'who is considered|called <term>',
      'when is|are a|somebody|someone|customer|customers? considered|counted|called|deemed? <term>',
      'what makes a|somebody|someone|customer? customer? a|an? <term>',
      'what exactly? is|are a|an <term>',
      'what <term> mean|means',
    ],
    means,
    -3,
  )
}
