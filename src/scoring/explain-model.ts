import type { Kysely } from 'kysely'
import { writeMoney, writeNumber, writePercent } from '../ask/amounts.ts'
import { writeDay } from '../ask/period-text.ts'
import type { Context } from '../context.ts'
import { dayOf } from '../context.ts'
import type { Database, Day } from '../db/schema.ts'
import { latestRun } from '../models/scoring/latest-run.ts'
import { type Diagnostics, type Run, readRun } from '../models/scoring/runs.ts'
import { type Explanation, line, type Section } from './explanation.ts'

/** The model behind the scores of today, and the runs before it; without a run, what to do. */
export async function explainModel(shop: Context): Promise<Explanation & { readonly run: Run | null }> {
  const { db } = shop
  const latest = await latestRun(db, shop.today())
  if (latest === null) {
    const text = 'Nobody is scored yet. Run: npm run -s cli -- score'
    return { run: null, title: 'Scores', sections: [{ kind: 'text', title: 'No run', text }] }
  }
  const run = await readRun(db, latest.id)
  const { fit, refused } = run.diagnostics
  return {
    run,
    title: `Scores of ${writeDay(run.asOf)}`,
    sections: [
      ...(refused === undefined ? [] : [{ kind: 'text', title: 'Refused', text: refused } as const]),
      basis(run, shop),
      ...(fit === null ? [] : [fitted(run, fit, shop), inSample(fit), heldOut(fit)]),
      await runs(db, shop.today()),
    ],
  }
}

type Fit = NonNullable<Diagnostics['fit']>

function basis({ id, model, finishedAt, diagnostics }: Run, { settings }: Context): Section {
  const { facts, scored } = diagnostics
  const days =
    facts.firstOrderDay === null || facts.lastOrderDay === null
      ? 'none'
      : `${writeDay(facts.firstOrderDay)} – ${writeDay(facts.lastOrderDay)}`
  return {
    kind: 'lines',
    title: 'What it rests on',
    lines: [
      line('Model', model),
      line('Fitted on', writeDay(dayOf(finishedAt, settings.timeZone)), `run ${id}`),
      line('Orders', days, `${writeNumber(facts.daysOfHistory)} days`),
      line(
        'Buyers',
        writeNumber(facts.buyers),
        `${writeNumber(facts.withThreePurchaseDays)} bought on three days or more`,
      ),
      line(
        'Scored',
        writeNumber(scored?.customers ?? 0),
        scored ? `${writeNumber(scored.histories)} different histories` : '',
      ),
    ],
  }
}

function fitted({ parameters }: Run, fit: Fit, { settings }: Context): Section {
  const lines = []
  if (parameters) {
    const { r, alpha, a, b } = parameters.purchases
    lines.push(
      line(
        'Purchases',
        `r ${digits(r)}  α ${digits(alpha)}  a ${digits(a)}  b ${digits(b)}`,
        `a new customer buys every ${writeNumber(Math.round((alpha / r) * 7))} days while active, and leaves after the first order with ${writePercent(a / (a + b))}; α in weeks`,
      ),
      line('', `ln L ${writeNumber(fit.logLikelihood)}`, `from ${writeNumber(fit.customers)} buyers`),
    )
  }
  if (parameters?.values && fit.values) {
    const { p, q, gamma } = parameters.values
    lines.push(
      line(
        'Values',
        `p ${digits(p)}  q ${digits(q)}  γ ${digits(gamma)}`,
        `a purchase day brings ${writeMoney((p * gamma) / (q - 1), settings.currency)} on average`,
      ),
      line(
        '',
        `ln L ${writeNumber(fit.values.logLikelihood)}`,
        `from ${writeNumber(fit.values.customers)} who came back`,
      ),
      line(
        'Correlation',
        fit.valueCorrelation === null ? '–' : digits(fit.valueCorrelation),
        'of how often with how much; the model takes it for 0',
      ),
    )
  }
  if (fit.valuesFault !== null) lines.push(line('Values', 'not estimated', fit.valuesFault))
  return { kind: 'lines', title: 'What was fitted', lines }
}

/** Whether it describes the purchases it was made from. */
function inSample({ inSample: { actualRepeats, expectedRepeats, frequencies } }: Fit): Section {
  const last = frequencies.length - 1
  const cell = (count: number) => writeNumber(Math.round(count))
  return {
    kind: 'table',
    title: 'In-sample check: customers by how often they came back',
    columns: ['', ...frequencies.map(({ repeats }) => (repeats === last ? `${repeats}+` : `${repeats}`))],
    rows: [
      ['in truth', ...frequencies.map(({ actual }) => cell(actual))],
      ['by the model', ...frequencies.map(({ expected }) => cell(expected))],
    ],
    because: `They came back ${cell(actualRepeats)} times; the model would have it ${cell(expectedRepeats)} times.`,
  }
}

/** Whether it foresaw what came after a day, from what was known on it. */
function heldOut({ holdOut }: Fit): Section {
  const { weeks, customers, actual, predicted, correlation, meanAbsoluteError, rangeCoverage } = holdOut
  return {
    kind: 'lines',
    title: `Hold-out check: fitted without the last ${Math.round(weeks * 7)} days, and held against them`,
    lines: [
      line(
        'Purchase days',
        `${writeNumber(actual)} came`,
        `${writeNumber(Math.round(predicted))} were expected of ${writeNumber(customers)} customers`,
      ),
      line(
        'Each customer',
        correlation === null ? '–' : digits(correlation),
        'of what came with what was expected of each',
      ),
      line('Mean error', digits(meanAbsoluteError), 'days for each customer'),
      line('Within the range', writePercent(rangeCoverage), '8 in 10 is what the range promises at least'),
    ],
  }
}

/** The latest runs, so that a fit that wanders is seen. */
async function runs(db: Kysely<Database>, today: Day): Promise<Section> {
  const latest = await db
    .selectFrom('score_runs')
    .select('id')
    .where('finished_at', 'is not', null)
    .where('as_of', '<=', today)
    .orderBy('as_of', 'desc')
    .orderBy('id', 'desc')
    .limit(5)
    .execute()
  const known = await Promise.all(latest.map(({ id }) => readRun(db, id)))
  return {
    kind: 'table',
    title: 'Latest runs',
    columns: ['day', 'run', 'buyers', 'r', 'α', 'a', 'b', 'held out: came', 'expected'],
    rows: known.map(({ asOf, id, parameters, diagnostics: { facts, fit, refused } }) => {
      const { r, alpha, a, b } = parameters?.purchases ?? {}
      const shown = [r, alpha, a, b].map((value) => (value === undefined ? '–' : digits(value)))
      const check =
        refused === undefined && fit ? [fit.holdOut.actual, Math.round(fit.holdOut.predicted)] : ['refused', '']
      return [
        asOf,
        String(id),
        writeNumber(facts.buyers),
        ...shown,
        ...check.map((one) => (typeof one === 'number' ? writeNumber(one) : one)),
      ]
    }),
    because: '',
  }
}

/** Three significant digits. */
const digits = (value: number): string => new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 }).format(value)
