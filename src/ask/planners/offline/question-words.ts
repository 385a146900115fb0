import type { Catalog } from '../../../catalog/catalog.ts'
import { addConditions } from './conditions.ts'
import { Grammar } from './engine.ts'
import { addQuestions } from './questions.ts'
import { addDefinitions } from './text.ts'
import { addTimes, timeWords } from './times.ts'
import { isFiller, tokensOf } from './tokens.ts'

/**
 * Whether the words are of those that questions are made of, so that nothing may be called so: one word of the grammar
 * ("best", "today"), or several of time and none else ("last month").
 */
export function isMadeOfQuestionWords(words: string, catalog: Catalog): boolean {
  const tokens = tokensOf(words).filter((token) => !token.punctuation)
  const times = new Set(timeWords)
  const is = (known: ReadonlySet<string>) =>
    tokens.every(({ lower, stem, filler }) => filler || isFiller(lower) || known.has(lower) || known.has(stem))
  return tokens.length > 1 ? is(times) : is(new Set([...times, ...patternWords(catalog)]))
}

function patternWords(catalog: Catalog): ReadonlySet<string> {
  const grammar = new Grammar()
  addTimes(grammar, () => ({
    today: '2000-01-01',
    calendar: { weekStart: 'monday', fiscalYearStart: 1 },
    country: 'US',
  }))
  addConditions(grammar)
  addQuestions(grammar, catalog)
  addDefinitions(grammar)
  return grammar.patternWords
}
