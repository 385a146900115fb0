import { fold } from '../../words/word.ts'
import { formsOf } from './phrases.ts'
import { phraseWords, singular, type Token } from './tokens.ts'

/** A product of the shop, as questions name it. */
export interface Product {
  readonly sku: string
  readonly name: string
}

/** The products some words of a question speak of. */
export interface ProductMatch {
  readonly kind: 'products'
  readonly products: readonly Product[]
  /** As the person wrote it. */
  readonly words: string
  readonly plural: boolean
  /** The last word is the kind of thing that these products are. */
  readonly kindOf: boolean
}

/**
 * Products by the words of their names. "Bird seed" is every product with both words; a word that is the kind of thing
 * some products are ("pellets" in "Hardwood Pellets, Hickory") is preferred to one that only describes others ("Pellet
 * Smoker").
 */
export class ProductIndex {
  readonly #byWord = new Map<string, Set<number>>()
  readonly #heads: string[] = []
  readonly #products: readonly Product[]

  constructor(products: readonly Product[]) {
    this.#products = products
    products.forEach((product, index) => {
      this.#heads.push(headOf(product.name))
      for (const word of [...phraseWords(product.name.replace(/[/]/g, ' ')), product.sku.toLowerCase()]) {
        const set = this.#byWord.get(word) ?? new Set()
        set.add(index)
        this.#byWord.set(word, set)
      }
    })
  }

  get words(): Iterable<string> {
    return this.#byWord.keys()
  }

  /** Every run of words from `at` on that some product's name holds, the longest first. */
  find(tokens: readonly Token[], at: number): { end: number; value: ProductMatch; cost: number }[] {
    const found: { end: number; value: ProductMatch; cost: number }[] = []
    let set: ReadonlySet<number> | null = null
    for (let end = at; end < tokens.length; end += 1) {
      const token = tokens[end]
      if (!token || token.punctuation || (token.filler && (end === at || token.joined))) break
      const hit = formsOf(token).find((form) => this.#byWord.has(form))
      if (!hit) break
      const next = intersect(set, this.#byWord.get(hit) ?? new Set())
      if (next.size === 0) break
      set = next
      // "The Price of Everything": a little word counts where the name has it, and ends none.
      if (!token.filler) found.unshift({ end: end + 1, cost: 0, value: this.#match(tokens, at, end, hit, set) })
    }
    return found
  }

  /** As `find`, without preferring a kind, and with fillers between the words; for names such as those of campaigns. */
  all(
    tokens: readonly Token[],
    at: number,
  ): { end: number; cost: number; refs: string[]; words: string; whole: boolean }[] {
    const found: { end: number; cost: number; refs: string[]; words: string; whole: boolean }[] = []
    let set: ReadonlySet<number> | null = null
    let said = 0
    for (let end = at; end < tokens.length; end += 1) {
      const token = tokens[end]
      if (!token) break
      const hit = formsOf(token).find((form) => this.#byWord.has(form))
      const next: ReadonlySet<number> = hit ? intersect(set, this.#byWord.get(hit) ?? new Set()) : new Set()
      if (next.size === 0) {
        if (token.filler && end > at) continue
        break
      }
      set = next
      said += 1
      const refs = [...set].flatMap((index) => this.#products[index]?.sku ?? [])
      const whole = [...set].some((index) => phraseWords(this.#products[index]?.name ?? '').length <= said)
      found.unshift({
        end: end + 1,
        cost: 0,
        refs,
        whole,
        words: tokens
          .slice(at, end + 1)
          .map((each) => each.text)
          .join(' '),
      })
    }
    return found
  }

  #match(tokens: readonly Token[], at: number, last: number, head: string, set: ReadonlySet<number>): ProductMatch {
    const all = [...set]
    const hyphened = `${tokens[last - 1]?.lower ?? ''}-${head}`
    const exact = last > at ? all.filter((index) => this.#heads[index] === hyphened) : []
    const kinds = exact.length > 0 ? exact : all.filter((index) => this.#heads[index] === head)
    const chosen = kinds.length > 0 ? kinds : all
    const token = tokens[last]
    return {
      kind: 'products',
      kindOf: kinds.length > 0,
      products: chosen.flatMap((index) => this.#products[index] ?? []),
      words: tokens
        .slice(at, last + 1)
        .map((each) => each.text)
        .join(' '),
      plural: token !== undefined && token.lower !== token.stem,
    }
  }
}

function intersect(one: ReadonlySet<number> | null, other: ReadonlySet<number>): ReadonlySet<number> {
  return one === null ? other : new Set([...one].filter((index) => other.has(index)))
}

/** The kind of thing a product is: the last word before a comma or "with" that is not part of a measure. */
function headOf(name: string): string {
  const first = name.split(/,| with | for | w\/ |\(| - /i)[0] ?? name
  const words = first.split(/[\s/]+/).filter(Boolean)
  const measured = words.findIndex((word) => /\d/.test(word))
  const kinds = words.filter(
    (word, index) =>
      !/\d/.test(word) &&
      /\p{L}{2}/u.test(word) &&
      !units.has(word.toLowerCase().replace('.', '')) &&
      !(measured >= 0 && index > measured && /^\p{Lu}{2,}$/u.test(word)),
  )
  return singular(fold(kinds.at(-1) ?? ''))
}

const units = new Set([
  'in',
  'ft',
  'lb',
  'lbs',
  'oz',
  'qt',
  'cm',
  'mm',
  'kg',
  'ml',
  'wh',
  'hp',
  'psi',
  'gal',
  'cu',
  'sq',
  'yd',
  'pk',
  'ct',
])
