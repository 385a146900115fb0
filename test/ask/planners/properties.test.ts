import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Planned } from '../../../src/ask/planners/planner.ts'
import { knownCourtesies, knownNegations, knownSlips, knownWrappings } from './known.ts'
import { questions } from './questions.ts'
import { meaningOf, openSamplePlanner, type SamplePlanner } from './sample-planner.ts'

/**
 * What holds for every question of the table, whatever it means: each test asks variants of all of them and lists those
 * that break the rule.
 */
let sample: SamplePlanner
const asked: { readonly question: string; readonly planned: Planned }[] = []
/** `npm run fuzz` asks variants of every question, the usual run of every fourth. */
const step = process.env.REGULARS_FUZZ ? 1 : 4
beforeAll(async () => {
  sample = await openSamplePlanner()
  for (const [question] of Object.values(questions).flat())
    asked.push({ question, planned: await sample.plan(question) })
})
afterAll(() => sample[Symbol.asyncDispose]())

/**
 * Asks the variants and expects that none breaks the rule but those known to, which have to go from their list once they
 * are mended.
 */
async function expectRule(
  variantsOf: (question: string, index: number) => readonly string[],
  breaks: (variant: Planned, original: Planned, text: string) => boolean,
  known: readonly string[] = [],
): Promise<void> {
  const tried = new Set<string>()
  const found: string[] = []
  for (const [index, { question, planned }] of asked.entries()) {
    for (const text of variantsOf(question, index)) {
      tried.add(text)
      const variant = await sample.plan(text)
      if (breaks(variant, planned, text)) found.push(known.includes(text) ? text : `${text} → ${sample.line(variant)}`)
    }
  }
  expect(tried.size).toBeGreaterThan(15)
  expect(found.sort()).toEqual(known.filter((text) => tried.has(text)).sort())
}

const another = (variant: Planned, original: Planned): boolean => meaningOf(variant) !== meaningOf(original)
const anotherAnswer = (variant: Planned, original: Planned): boolean =>
  variant.kind !== 'decline' && another(variant, original)
/** What is declined either way is not answered alike. */
const unchanged = (variant: Planned, original: Planned): boolean =>
  original.kind !== 'decline' && !another(variant, original)

const strangers = ['zorblax', 'weather', 'quantum', 'divorced']
const strangerIn = (text: string): string => strangers.find((word) => text.includes(word)) ?? ''

/** What was set aside is named with the answer, in its own words. */
const isNamed = (word: string, planned: Planned): boolean =>
  planned.kind === 'decline'
    ? planned.unknown.includes(word)
    : meaningOf(planned).includes(word) ||
      (planned.kind === 'plan' && planned.notes.some((note) => note.includes(word)))

test('a word that nobody knows is never ignored: it is named, or it is text to look for', async () => {
  await expectRule(
    (question, index) => {
      if (index % step !== 0) return []
      const words = question.split(' ')
      return (step === 1 ? [index, index * 7 + 3] : [index * 5]).map((at, turn) =>
        words.toSpliced(at % (words.length + 1), 0, strangers[(index + turn) % strangers.length] ?? '').join(' '),
      )
    },
    (variant, _original, text) => !isNamed(strangerIn(text), variant),
  )
})

const dressings: readonly ((question: string) => string)[] = [
  (question) => question.toUpperCase(),
  (question) => `${question}?`,
  (question) => question.replaceAll(' ', '  '),
  (question) => `please ${question}`,
  (question) => `hi, ${question}`,
  (question) => question.toLowerCase(),
  (question) => `  ${question}.\n`,
  (question) => question,
]

test('case, punctuation, spaces and courtesy change nothing, and asking again gives the same plan', async () => {
  await expectRule(
    (question, index) =>
      index % step === 1 % step
        ? (step === 1 ? [...dressings.keys()] : [index >> 2, (index >> 2) + 3]).map(
            (turn) => dressings[turn % dressings.length]?.(question) ?? question,
          )
        : [],
    another,
    knownCourtesies,
  )
})

const wrappings: readonly ((question: string) => string)[] = [
  (question) => `tell me ${question}`,
  (question) => `can you tell me ${question}`,
  (question) => `give me ${question}`,
  (question) => `i want to know ${question}`,
  (question) => `${question}, thanks`,
  (question) => `${question} for me please`,
]

test('words wrapped around a question give the same plan or none, never another', async () => {
  await expectRule(
    (question, index) =>
      (step === 1 ? wrappings : index % step === 3 ? [wrappings[(index >> 2) % wrappings.length]] : []).flatMap(
        (wrap) => wrap?.(question) ?? [],
      ),
    anotherAnswer,
    knownWrappings,
  )
})

const numberWords: Readonly<Record<string, string>> = {
  two: 'four',
  three: 'five',
  second: 'fourth',
  third: 'fifth',
  twice: 'three times',
}

/** The question with each of its numbers in turn replaced by another. */
function otherNumbers(question: string): string[] {
  const digits = [...question.matchAll(/\d[\d,]*/g)].map(({ 0: number, index }) => {
    const value = Number(number.replaceAll(',', ''))
    return question.slice(0, index) + (value > 1 ? value - 1 : 2) + question.slice(index + number.length)
  })
  const words = [...question.matchAll(/\b(?:two|three|second|third|twice)\b/g)].map(
    ({ 0: word, index }) => question.slice(0, index) + numberWords[word] + question.slice(index + word.length),
  )
  return [...digits, ...words]
}

test('another number is another plan', async () => {
  await expectRule(otherNumbers, unchanged)
})

test('without “not”, “never”, “no” or “without” it is another plan', async () => {
  await expectRule(
    (question) =>
      [...question.matchAll(/\b(?:not|never|no|without) /g)].map(
        ({ 0: word, index }) => question.slice(0, index) + question.slice(index + word.length),
      ),
    unchanged,
    knownNegations,
  )
})

/** One word of five letters or more with two neighbouring letters turned round. */
function misspelt(question: string, index: number): string[] {
  const words = question.split(' ')
  const long = [...words.keys()].filter((at) => /^[a-z]{5,}$/i.test(words[at] ?? ''))
  const at = long[index % Math.max(long.length, 1)]
  const word = at === undefined ? '' : (words[at] ?? '')
  const turned = 1 + (index % 3)
  const slip = word.slice(0, turned) + word.charAt(turned + 1) + word.charAt(turned) + word.slice(turned + 2)
  return at === undefined || slip === word ? [] : [words.with(at, slip).join(' ')]
}

test('a misspelt word gives the same plan and says so, or none, never another', async () => {
  await expectRule(
    (question, index) => (index % step === 2 % step ? misspelt(question, index) : []),
    (variant, original, text) =>
      anotherAnswer(variant, original) ? !isText(text, variant) : variant.kind === 'plan' && !saysSo(variant),
    knownSlips,
  )
})

const saysSo = ({ notes }: Extract<Planned, { kind: 'plan' }>): boolean =>
  notes.some((note) => note.startsWith('Read “'))

/** Words to look for in notes are looked for as they stand. */
const isText = (question: string, planned: Planned): boolean =>
  question.split(' ').some((word) => meaningOf(planned).includes(`["${word.replaceAll('"', '')}"]`))
