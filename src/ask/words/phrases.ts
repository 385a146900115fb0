import type { Word } from './word.ts'

/** Something read in a question, up to (not including) the word `end`. */
export interface Found<Value> {
  readonly value: Value
  readonly end: number
}

interface Node<Value> {
  readonly next: Map<string, Node<Value>>
  value: Value | undefined
}

/** Finds the phrases that begin at a word, the shortest first. */
export interface Phrases<Value> {
  (words: readonly Word[], at: number): Found<Value>[]
  /** Every word of the table, for whoever mends spelling. */
  readonly vocabulary: ReadonlySet<string>
  /** The words that its phrases begin with. */
  readonly starts: ReadonlySet<string>
}

/**
 * A table of phrases, ready to be looked up word by word. Several spellings of one thing are parted by "|".
 *
 *     const days = phrases<number>([['today', 0], ['the day before yesterday|day before yesterday', -2]])
 */
export function phrases<Value>(table: Iterable<readonly [spellings: string, value: Value]>): Phrases<Value> {
  const root: Node<Value> = { next: new Map(), value: undefined }
  const vocabulary = new Set<string>()
  for (const [spellings, value] of table) {
    for (const spelling of spellings.split('|').map((each) => each.split(' '))) {
      add(root, spelling, value)
      for (const word of spelling) vocabulary.add(word)
    }
  }
  const starts = new Set(root.next.keys())
  return Object.assign((words: readonly Word[], at: number) => find(root, words, at), { vocabulary, starts })
}

/** The longest phrase of the table that begins at the word, or null. */
export function longest<Value>(table: Phrases<Value>, words: readonly Word[], at: number): Found<Value> | null {
  return table(words, at).at(-1) ?? null
}

/** True when the words from `at` on are these, in order. */
export function says(words: readonly Word[], at: number, ...wanted: readonly string[]): boolean {
  return wanted.every((each, index) => words[at + index]?.lower === each)
}

function add<Value>(root: Node<Value>, spelling: readonly string[], value: Value): void {
  let node = root
  for (const word of spelling) {
    const known = node.next.get(word)
    const next = known ?? { next: new Map(), value: undefined }
    if (known === undefined) node.next.set(word, next)
    node = next
  }
  node.value = value
}

function find<Value>(root: Node<Value>, words: readonly Word[], at: number): Found<Value>[] {
  const found: Found<Value>[] = []
  let node: Node<Value> | undefined = root
  for (let end = at; end < words.length; end += 1) {
    node = node.next.get(words[end]?.lower ?? '')
    if (node === undefined) break
    if (node.value !== undefined) found.push({ value: node.value, end: end + 1 })
  }
  return found
}
