import type { Catalog } from '../../../catalog/catalog.ts'
import { describeCatalog } from '../../../catalog/describe.ts'
import { tokenize } from '../../words/word.ts'
import { addConditions } from '../offline/conditions.ts'
import { Grammar } from '../offline/engine.ts'
import { isEveryday } from '../offline/english.ts'
import { addQuestions } from '../offline/questions.ts'
import { addReaders } from '../offline/readers.ts'
import { addDefinitions, addText } from '../offline/text.ts'
import { timeWords } from '../offline/times.ts'
import { isFiller, singular } from '../offline/tokens.ts'
import type { Vocabulary } from '../offline/vocabulary.ts'

/** What kind of word it is, for telling names from everything else. */
export interface KnownWords {
  /** Of time, of the catalogue or of how questions are put; never a name, except in a whole one. */
  isOfQuestions(word: string): boolean
  /** An everyday word, which may be somebody's name when it is written with a capital letter. */
  isCommon(word: string): boolean
  /** A word of the shop's products, places, brands and tags. */
  isOfShop(word: string): boolean
}

/** The words of the grammar, of the catalogue, of everyday English and of the shop's own data, staff and customers aside. */
export function knownWords(catalog: Catalog, vocabulary: Vocabulary): KnownWords {
  const questions = new Set([...timeWords, ...catalogWords(catalog), ...grammarWords(catalog), ...questionWords])
  const shop = new Set(
    [
      ...vocabulary.values.flatMap(({ value, phrases }) => [value, ...phrases]),
      ...vocabulary.products.map(({ name }) => name),
      ...vocabulary.campaigns.map(({ name }) => name),
      ...vocabulary.attributes.map(({ key }) => key.replaceAll('_', ' ')),
    ].flatMap(wordsOf),
  )
  const both = (set: ReadonlySet<string>) => (word: string) => set.has(word) || set.has(singular(word))
  return {
    isOfQuestions: (word) => isFiller(word) || both(questions)(word),
    isCommon: (word) => isEveryday(word),
    isOfShop: both(shop),
  }
}

const wordsOf = (text: string): readonly string[] =>
  tokenize(text)
    .filter(({ punctuation }) => !punctuation)
    .map(({ lower }) => lower)

const catalogWords = (catalog: Catalog): readonly string[] =>
  describeCatalog(catalog)
    .filter(({ name }) => !name.startsWith('customer.attribute.') && catalog.segments.get(name)?.saved === undefined)
    .flatMap(({ label, synonyms }) => [label, ...synonyms])
    .flatMap(wordsOf)

/** The words that the offline planner's own patterns name; the shop's data is not among them. */
function grammarWords(catalog: Catalog): ReadonlySet<string> {
  const grammar = new Grammar()
  addReaders(grammar, catalog, { values: [], products: [], staff: [], campaigns: [], attributes: [] })
  addText(grammar)
  addConditions(grammar)
  addQuestions(grammar, catalog)
  addDefinitions(grammar)
  return grammar.words
}

/** How questions are put, beside what the grammar knows. */
const questionWords =
  `who which what when where why how whose whom show tell give list find compare rank split break chart graph table please thanks hello
   customer customers client clients people folks guys everyone everybody anyone anybody nobody buyers buyer shopper shoppers regulars
   bought buy buys buying sold sell sells selling ordered order orders spend spent spending revenue sales money total average number count share percent
   ones those these them they she he her his him their its it us we our my mine you your i me ok okay hi hey also only just still again ever never yet
   store stores shop shops city cities product products item items brand brands category categories department campaign campaigns note notes case cases`
    .trim()
    .split(/\s+/)
