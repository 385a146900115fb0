import type { Comparison } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { clause, field, segment } from '../items.ts'
import type { StageWord } from '../readers.ts'
import { bar, cond, one } from './meanings.ts'

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
  grammar.rule('dim', '<score>', ({ score }) => ({ kind: 'field', field: score }), -0.2)
  for (const [words, name] of scores) grammar.rule('scoreword', words, () => name)
  addNames(grammar)
  addStageNames(grammar)
  addBreakdowns(grammar)
  addWhyNot(grammar)
}

/** Names that are said in other words than the catalogue's. */
function addNames(grammar: Grammar): void {
  const also = (patterns: readonly string[], name: string) =>
    grammar.rule('cond', patterns, () => one(segment(name)), -0.3)
  also(['potential loyal|loyals customers|customer|ones?'], 'potential_loyalist')
  also(['must|should|may not lose', 'cannot|not afford to? lose'], 'cant_lose')
  also(['about|going to? fall asleep', 'falling asleep'], 'about_to_sleep')
  also(['prospecting customers|people|contacts|ones'], 'stage_prospecting')
  grammar.rule('cond', 'in|of? rfm segment|group|class <segment>', ({ segment: name }) => one(segment(name)), -0.4)
  const dimension = (name: string) => ({ kind: 'dimension', dimension: { kind: 'field', field: name } })
  grammar.rule('subject', 'rfm segment|group|class|name', () => dimension('customer.rfm'), 0.1)
  grammar.rule('subject', 'relationship|lifecycle? stage', () => dimension('customer.stage'), 0.3)
  grammar.rule('cond', ['our|the? <segment> ones', '<segment> segment'], ({ segment: name }) => one(segment(name)), 0)
  grammar.rule('cond', ['not top|best|vip customer|client'], () => one(segment('top', true)), -0.3)
  grammar.rule(
    'item',
    ['what is|are <segment> stage|segment?'],
    ({ segment: name }) => (name.startsWith('stage_') ? { kind: 'definition', term: name } : null),
    -2,
  )
}

/** "In Loyalty": the stage, although a campaign may have the word in its name. */
function addStageNames(grammar: Grammar): void {
  grammar.rule(
    'cond',
    ['in|at|within <stagename>', 'not in|at|within <stagename:other>'],
    ({ stagename, other }: { stagename?: StageWord; other?: StageWord }) => asStage(stagename ?? other, !stagename),
    -0.9,
  )
  grammar.rule(
    'cond',
    ['in|at|within stage|phase? <stagename> or|and in|at|within? stage|phase? <stagename:other> stage|phase?'],
    ({ stagename, other }: { stagename: StageWord; other: StageWord }) => ({
      ...cond(clause(segment(stagename.segment), segment(other.segment))),
      ...noteOn(stagename),
    }),
    -1,
  )
}

const asStage = (stage: StageWord | undefined, not: boolean) =>
  stage ? { ...one(segment(stage.segment, not)), ...noteOn(stage) } : null

const noteOn = ({ segment: name, campaign }: StageWord) =>
  campaign ? { note: `Read “${name.replace('stage_', '')}” as the stage, not as the campaign “${campaign}”.` } : {}

/** "Why isn't Ana Silva a champion": the reasons say both ways. */
function addWhyNot(grammar: Grammar): void {
  grammar.rule('item', ['why is|are|was|does|did|has not|no <person>'], ({ person }) => ({ ...person, why: true }), -1)
}

/** "RFM distribution", "stages": how many customers are in each. */
function addBreakdowns(grammar: Grammar): void {
  const words = 'breakdown|distribution|overview|split|segments|groups|names|grid|matrix|summary'
  const by = (name: string) => ({
    kind: 'several',
    items: [
      { kind: 'subject', entity: 'customer' },
      { kind: 'group', dimension: { kind: 'field', field: name } },
    ],
  })
  grammar.rule(
    'item',
    [`rfm ${words}`, `rfm segment|group ${words}`, `${words} of|by rfm segment|segments?`],
    () => by('customer.rfm'),
    -0.6,
  )
  grammar.rule(
    'item',
    [`stage ${words}`, 'customer|relationship stages', `${words} of|by stage`, 'stages'],
    () => by('customer.stage'),
    -0.3,
  )
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
      'score|scores|scored|scoring <number> in|on|for <scoreword:score>',
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
  shows(
    [
      'how sure|certain|reliable|exact|precise|good is <person> usual|typical|normal gap|rhythm|interval|cadence',
      'how sure|certain are we of|about <person> usual|typical|normal gap|rhythm|interval|cadence',
      'margin|error|spread|uncertainty of? error? <person> usual|typical|normal gap|rhythm|interval',
      '<person> usual|typical|normal gap|rhythm margin|error|spread',
      'how regular|regularly|steady|evenly is|does <person> buy|come|order?',
    ],
    ['customer.usual_gap', 'customer.usual_gap_margin', 'customer.purchase_days'],
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
