import type { SavedName } from './saved.ts'
import { tokensOf } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * Questions the planner can answer, nearest first: those that share the most words with the one it could not. With the
 * shop's own names in them, so that each can be asked as it stands.
 */
export function suggestionsFor(
  question: string,
  vocabulary: Vocabulary,
  saved: readonly SavedName[] = [],
): readonly string[] {
  const asked = new Set(contentWords(question))
  return examplesOf(vocabulary, saved)
    .map((example, index) => ({
      example,
      index,
      shared: contentWords(example).filter((word) => asked.has(word)).length,
    }))
    .sort((one, other) => other.shared - one.shared || one.index - other.index)
    .slice(0, 3)
    .map(({ example }) => example)
}

const contentWords = (text: string): string[] =>
  tokensOf(text).flatMap((token) => (token.filler || token.punctuation ? [] : [token.stem]))

function examplesOf(vocabulary: Vocabulary, saved: readonly SavedName[]): readonly string[] {
  const value = (field: string): string | undefined => vocabulary.values.find((known) => known.field === field)?.value
  const category = value('product.category')
  const product = vocabulary.products[0]?.name.split(/,(?!\d)/)[0]
  const campaign = vocabulary.campaigns.at(-1)?.name
  const colleague = vocabulary.staff.find((person) => person.active)?.name
  return [
    'who are our lapsed top customers',
    'revenue by month this year',
    'how many customers do we have',
    'top 10 customers this year',
    'which customers can we email',
    'revenue last month compared with the month before',
    'average order value by store last quarter',
    'what share of buyers has lapsed',
    'what is our repeat rate',
    'who has an open service case',
    'which customers have no email',
    'who has a birthday this month',
    'who are our connectors',
    'follow-ups due this week',
    'customers not contacted this year',
    'new customers by month this year',
    'orders by day of the week',
    'which top customers are likely gone',
    'top 10 customers by lifetime value',
    'expected orders of our champions',
    'who became lapsed last month',
    'champions by month this year',
    'retention by cohort',
    'customers by RFM segment',
    'what does lapsed mean',
    ...(category
      ? [
          `revenue from ${category} last month`,
          `who bought from ${category} this year`,
          `heavy ${category} buyers`,
          `top 5 ${category} products by revenue this year`,
        ]
      : []),
    ...(product ? [`who bought ${product} this year`, `how many customers never bought ${product}`] : []),
    ...(campaign ? [`who responded to ${campaign}`, 'response rate by campaign'] : []),
    ...(colleague
      ? [`customers owned by ${colleague}`, 'open service cases per staff member', 'who made the most calls last month']
      : []),
    ...saved.flatMap(({ label }) => [`who is in ${label}`, `revenue of ${label} this year`]),
  ]
}
