import type { Comparison } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { field } from '../items.ts'
import { bar, one } from './meanings.ts'

/** Recency, frequency and money scores, RFM names and stages: as conditions, and of one customer. */
export function addScores(grammar: Grammar): void {
  addScoreNames(grammar)
  addScoreBars(grammar)
  addOfPerson(grammar)
}

function addScoreNames(grammar: Grammar): void {
  const scores: readonly (readonly [words: string, name: string])[] = [
    ['recency|r', 'customer.recency_score'],
    ['frequency|f', 'customer.frequency_score'],
    ['money|monetary|spend|m', 'customer.money_score'],
  ]
  for (const [words, name] of scores)
    grammar.rule('score', [`${words} score|scores|value`, `score for|in ${words}`], () => name)
  grammar.rule('score', ['recency'], () => 'customer.recency_score', 0.3)
}

/** "A recency score of 5", "with an F score of at least 4". Scores run from 1 to 5. */
function addScoreBars(grammar: Grammar): void {
  const scored = (name: string, op: Comparison, values: readonly number[]) =>
    values.every((value) => Number.isInteger(value) && value >= 1 && value <= 5) ? one(field(name, op, values)) : null
  grammar.rule(
    'cond',
    ['with|have|has|having|whose? <score> <compared>', 'with|have|has|having? <compared> <score>'],
    ({ score, compared }) => {
      const { op, value, upper } = bar(compared)
      return compared.unit === null
        ? scored(score, op, upper === null || upper === undefined ? [value] : [value, upper])
        : null
    },
    -0.7,
  )
  grammar.rule(
    'cond',
    [
      'with|have|has|having|whose|scoring? <score> of|is|=|:? <number>',
      'score|scored|scoring <number> in|on|for <score>',
    ],
    ({ score, number }) => (number.kind === 'number' ? scored(score, 'equals', [number.value]) : null),
    -0.7,
  )
  grammar.rule(
    'cond',
    ['with|have|has|having|scoring? <score> of? <number> or more|higher|better|above|up'],
    ({ score, number }) => (number.kind === 'number' ? scored(score, 'at_least', [number.value]) : null),
    -0.8,
  )
}

/** "Explain Ana Silva's score", "what stage is she in". */
function addOfPerson(grammar: Grammar): void {
  const shows = (patterns: readonly string[], fields: readonly string[]) =>
    grammar.rule('item', patterns, ({ person }) => ({ ...person, shows: fields }), -1.2)
  shows(
    [
      'explain <person> score|scores|scoring|rating|ranking',
      '<person> score|scores|scoring|rating',
      'how is|does <person> score|scored|rated',
      'score|scores|scoring|rating of|for <person>',
      'how do|did we score|rate <person>',
    ],
    everyScore,
  )
  shows(
    [
      '<person> rfm score|scores|segment|group|name|class?',
      'rfm score|scores|segment|group|name|class? of|for|is <person> in?',
      'what|which rfm segment|group|class|score is|are|does <person> in|have|belong|to?',
    ],
    ['customer.rfm', ...rfmScores],
  )
  shows(
    [
      'what|which stage is|are <person> in|at?',
      '<person> stage',
      'stage of|for <person>',
      'where is|are <person> in the? relationship|lifecycle|life_cycle',
    ],
    ['customer.stage'],
  )
  shows(
    [
      'what|which segment|segments|group is|are|does <person> in|belong|to?',
      '<person> segment|segments',
      'segment|segments of|for <person>',
    ],
    ['customer.rfm', 'customer.stage'],
  )
  grammar.rule(
    'item',
    ['<person> <score>', '<score> of|for|has|does|is <person> have?'],
    ({ person, score }) => ({ ...person, shows: [score] }),
    -1.2,
  )
}

const rfmScores = ['customer.recency_score', 'customer.frequency_score', 'customer.money_score'] as const
const everyScore = [
  'customer.rfm',
  ...rfmScores,
  'customer.stage',
  'customer.chance_active',
  'customer.expected_orders',
  'customer.lifetime_value',
] as const
