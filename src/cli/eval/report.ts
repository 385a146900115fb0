import { writePercent } from '../../ask/amounts.ts'
import type { AnswerColumn, Row } from '../../ask/reply.ts'
import { tableText } from '../../present/text.ts'
import type { Gold, Verdict } from './verdicts.ts'

/** One question, what came of it, and what that took. */
export interface Judgement {
  readonly gold: Gold
  readonly verdict: Verdict
  readonly planner: 'offline' | 'model' | 'saved' | null
  /** What was said, for those who want to see. */
  readonly said: string
  readonly planMs: number
}

export interface Tally {
  readonly kind: string
  readonly right: number
  readonly wrong: number
  readonly abstained: number
  readonly of: number
}

/** How each kind of question came out, by the tags of the questions, and all of them at the end. */
export function tallies(judged: readonly Judgement[]): readonly Tally[] {
  const tags = [...new Set(judged.flatMap(({ gold }) => gold.tags))].sort()
  return [
    ...tags.map((tag) =>
      tally(
        tag,
        judged.filter(({ gold }) => gold.tags.includes(tag)),
      ),
    ),
    tally('all', judged),
  ]
}

function tally(kind: string, judged: readonly Judgement[]): Tally {
  const count = (verdict: Verdict) => judged.filter((one) => one.verdict === verdict).length
  return { kind, right: count('right'), wrong: count('wrong'), abstained: count('abstained'), of: judged.length }
}

const number = (name: string, label: string): AnswerColumn => ({ name, label, type: 'number' })
const columns: readonly AnswerColumn[] = [
  { name: 'kind', label: 'Kind', type: 'text' },
  number('right', 'Right'),
  number('wrong', 'Wrong'),
  number('abstained', 'Abstained'),
  number('of', 'Of'),
  { name: 'share', label: 'Right, %', type: 'text' },
]

export const tallyTable = (rows: readonly Tally[]): string =>
  tableText(
    columns,
    rows.map(
      ({ kind, right, wrong, abstained, of }): Row => [
        kind,
        right,
        wrong,
        abstained,
        of,
        writePercent(right / Math.max(1, of)),
      ],
    ),
    'USD',
  )

/** What the table does not say: unanswerable questions, contradictions, time, and the measure in which a wrong answer costs ten right ones. */
export function summaryLines(judged: readonly Judgement[]): readonly string[] {
  const answered = judged.filter(({ gold, verdict }) => gold.expect === 'abstain' && verdict === 'wrong').length
  const unanswerable = judged.filter(({ gold }) => gold.expect === 'abstain').length
  const groups = [...new Set(judged.flatMap(({ gold }) => gold.group ?? []))]
  const contradicting = groups.filter((group) => {
    const verdicts = judged.filter(({ gold }) => gold.group === group).map(({ verdict }) => verdict)
    return verdicts.includes('right') && verdicts.includes('wrong')
  }).length
  const { right, wrong, of } = tally('all', judged)
  const times = judged.map(({ planMs }) => planMs).sort((one, other) => one - other)
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
  const byModel = judged.filter(({ planner }) => planner === 'model').length
  return [
    `Unanswerable questions answered: ${answered} of ${unanswerable}`,
    ...(groups.length > 0
      ? [`Groups of paraphrases that contradict each other: ${contradicting} of ${groups.length}`]
      : []),
    `Reliability (right 1, abstained 0, wrong −10): ${((right - 10 * wrong) / Math.max(1, of)).toFixed(3)}`,
    `Time to the plan: half within ${at(0.5)} ms, 95 % within ${at(0.95)} ms`,
    ...(byModel > 0 ? [`Answered by the model: ${byModel}`] : []),
  ]
}
