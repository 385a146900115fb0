import { fold, tokenize } from '../../words/word.ts'
import { ProductIndex } from '../offline/products.ts'
import { distance } from '../offline/spelling.ts'
import { phraseWords, tokensOf } from '../offline/tokens.ts'
import type { Vocabulary } from '../offline/vocabulary.ts'
import type { KnownWords } from './known-words.ts'

const most = 12
/** A store's name is also where orders were made and whose customers they are. */
const also: Readonly<Record<string, string>> = { 'order.store': 'order.store (or customer.store)' }

/**
 * What the words of a question may be values of: “Madison” of customer.city. It tells the model where a word belongs and
 * nothing that the question does not say: no value of the shop stands in it.
 */
export function hintsFor(question: string, vocabulary: Vocabulary, known: KnownWords): readonly string[] {
  const found = [
    ...valueHints(question, vocabulary),
    ...productHints(question, vocabulary, known),
    ...slips(question, vocabulary, known),
  ]
  return [...new Set(found)].slice(0, most)
}

function valueHints(question: string, { values }: Vocabulary): readonly string[] {
  const fieldsOf = new Map<string, Set<string>>()
  for (const { field, value, phrases } of values)
    for (const phrase of [value, ...phrases]) {
      const key = phraseWords(phrase).join(' ')
      if (key.length > 2 && !field.startsWith('customer.attribute.'))
        fieldsOf.set(key, (fieldsOf.get(key) ?? new Set()).add(also[field] ?? field))
    }
  const tokens = tokensOf(question).filter(({ punctuation }) => !punctuation)
  return tokens.flatMap((_, at) =>
    [4, 3, 2, 1].flatMap((length) => {
      const run = tokens.slice(at, at + length)
      const fields = run.length === length ? fieldsOf.get(run.map(({ stem }) => stem).join(' ')) : undefined
      return fields ? [`“${run.map(({ text }) => text).join(' ')}” may be a value of ${[...fields].join(' or ')}`] : []
    }),
  )
}

function productHints(question: string, { products }: Vocabulary, known: KnownWords): readonly string[] {
  const index = new ProductIndex(products)
  const tokens = tokensOf(question)
  const hints: string[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const [longest] = index.find(tokens, at)
    if (!longest || tokens.slice(at, longest.end).every(({ lower }) => known.isOfQuestions(lower))) continue
    hints.push(`“${longest.value.words}” is in the names of products (product.product)`)
    at = longest.end - 1
  }
  return hints
}

/** Words that nothing knows and that are one slip away from a value. */
function slips(question: string, { values }: Vocabulary, known: KnownWords): readonly string[] {
  const strange = tokenize(question).filter(
    ({ lower, punctuation }) =>
      !punctuation &&
      lower.length >= 4 &&
      /^\p{L}+$/u.test(lower) &&
      !known.isOfQuestions(lower) &&
      !known.isCommon(lower) &&
      !known.isOfShop(lower),
  )
  return strange.flatMap(({ text, lower }) => {
    const near = values.filter(
      ({ field, value }) => !field.startsWith('customer.attribute.') && distance(lower, fold(value), 1) <= 1,
    )
    const fields = [...new Set(near.map(({ field }) => also[field] ?? field))]
    return fields.length > 0 ? [`“${text}” may be a misspelt value of ${fields.join(' or ')}`] : []
  })
}
