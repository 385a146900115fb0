import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { openAsking } from '../../src/ask/opening.ts'
import { openOfflinePlanner } from '../../src/ask/planners/open.ts'
import { fillSample } from '../../src/sample/sample.ts'
import { digestLines, digestSpeed } from './digest.ts'
import { type ImportSpeed, importSpeed } from './import-speed.ts'
import { type Latency, latency, spread } from './latency.ts'
import { median, milliseconds, percentile, table, timed, whole } from './measure.ts'
import { modelLines } from './models.ts'
import { type OpeningSpeed, openingSpeed } from './opening.ts'
import { type Ratio, ratios } from './ratios.ts'
import { type ScoreSpeed, scoreSpeed } from './score.ts'
import { openShops } from './shops.ts'
import { type BotShop, type SlackSpeed, slackSpeed } from './slack.ts'
import { yearLines, yearOfMornings } from './year.ts'

/**
 * How fast it is, as ratios where there is something to compare with: `npm run bench`.
 *
 *     npm run bench -- --customers 200000
 *     npm run bench -- --only slack
 *     npm run bench -- --only score --customers 1000000
 *     npm run bench -- --only digest --customers 1000000 --year 3000
 *     REGULARS_TEST_DATA=… npm run bench -- --only models
 */
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '25000' },
    lines: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    asked: { type: 'string', default: '200' },
    year: { type: 'string', default: '3000' },
    only: { type: 'string' },
  },
})
const [customers, mostLines, rounds] = [Number(values.customers), Number(values.lines), Number(values.rounds)]
const print = (text: string) => void process.stdout.write(`${text}\n`)

if (values.only === 'models') print(modelLines().join('\n'))
else await bench()

/** shops → Slack → latency → ratios → scores → digest → import → models → what to make of it */
async function bench(): Promise<void> {
  const began = performance.now()
  await using shops = await openShops()
  const load = loadavg()[0] ?? 0
  print(`On ${cpus().length} cores with a load of ${load.toFixed(1)}, with the PostgreSQL that comes along.\n`)

  if (values.only === 'score') {
    await sampleShop('large', customers)
    return print(`\n${scoreLines(await scoreSpeed(await shops.reopen('large')))}`)
  }

  if (values.only === 'digest') {
    await sampleShop('large', customers)
    print(`\n${digestLines(await digestSpeed(await shops.reopen('large')))}\n`)
    // Some five minutes for three thousand customers on a machine of its own; 0 leaves it out.
    const many = Number(values.year)
    if (many === 0) return
    await sampleShop('year', many)
    return print(`\n${yearLines(await yearOfMornings(await shops.reopen('year')), many)}`)
  }

  const small = await sampleShop('small', 1200)
  print('\nIn Slack, from the event to the finished message')
  print(slackTable(await slackSpeed(await botShop(), Number(values.asked))))
  print(openingLines(await openingSpeed(shops.folder)))
  if (values.only === 'slack') return

  const large = await sampleShop('large', customers)
  print(`\nQuestions, ${rounds} times each`)
  const latencies = [await latency(small, rounds), await latency(large, rounds)]
  print(latencyTable(['1,200', whole(customers)], latencies))

  print(`\nCompiled queries against SQL written by hand, ${whole(customers)} customers`)
  const compared = await ratios(large, rounds * 5)
  print(ratioTable(compared))

  print(`\n${scoreLines(await scoreSpeed(await shops.reopen('large')))}`)

  print(`\n${digestLines(await digestSpeed(await shops.reopen('large')))}`)

  print('\nImport into an empty shop')
  const into = await shops.open('imported')
  print(importTable(await importSpeed(await shops.reopen('large'), into, `${shops.folder}/files`, mostLines)))

  print(`\n${modelLines().join('\n')}`)

  print(`\n${interpretation(compared, latencies).join('\n')}`)
  print(`\nTook ${Math.round((performance.now() - began) / 1000)} s.`)

  async function sampleShop(name: string, many: number) {
    const context = await shops.open(name)
    const { ms, value } = await timed(() => fillSample(context, { customers: many }))
    print(
      `Sample shop: ${whole(value.customers)} customers and ${whole(value.orders)} orders in ${(ms / 1000).toFixed(1)} s.`,
    )
    // As PostgreSQL does by itself within minutes; reading indexes alone needs it.
    await sql`vacuum (analyze)`.execute(context.db)
    return openAsking(await shops.reopen(name), openOfflinePlanner)
  }

  async function botShop(): Promise<BotShop> {
    const asker = await small.db
      .selectFrom('staff')
      .select(['email', 'slack_user_id as slackUserId'])
      .where('role', '=', 'manager')
      .where('slack_user_id', 'is not', null)
      .orderBy('id')
      .$narrowType<{ slackUserId: string }>()
      .executeTakeFirstOrThrow()
    return { databaseUrl: shops.address('small'), home: shops.folder, asker }
  }
}

function slackTable({ timings, megabytes: [ready, after] }: SlackSpeed): string {
  const row = (name: string, measured: SlackSpeed['timings']) => {
    const ms = measured.map((one) => one.ms)
    return [name, whole(ms.length), ...spread(ms).map(milliseconds), milliseconds(percentile(ms, 1))]
  }
  const ways = [...new Set(timings.map(({ way }) => way))]
  const rows = ways.map((way) =>
    row(
      way,
      timings.filter((one) => one.way === way),
    ),
  )
  return [
    table([['asked by', 'times', 'p50', 'p95', 'longest'], ...rows, row('all', timings)]),
    `The bot took ${whole(ready)} MB when it was ready and ${whole(after)} MB after all of these.`,
  ].join('\n')
}

function openingLines({ firstMs, againMs, pageMs }: OpeningSpeed): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  const page = pageMs === null ? 'not measured without a Chromium' : milliseconds(pageMs)
  return `npm start: ${seconds(firstMs)} the first time, ${seconds(againMs)} with the data there; the page until one can type: ${page}.`
}

function scoreLines({ buyers, histories, summaries, phases }: ScoreSpeed): string {
  const seconds = (value: number) => `${value.toFixed(1)} s`
  const parts = phases.map(([phase, value]) => `${phase} ${seconds(value)}`).join(', ')
  return [
    `Every summary anew: ${seconds(summaries)}.`,
    `Scoring ${whole(buyers)} buyers with ${whole(histories)} different histories: ${parts}.`,
  ].join('\n')
}

function latencyTable(names: readonly string[], latencies: readonly Latency[]): string {
  const rows = latencies.map(({ planMs, queryMs, slowest, answered, asked }, at) => [
    names[at] ?? '',
    `${answered} of ${asked}`,
    ...[...spread(planMs), ...spread(queryMs)].map(milliseconds),
    `${slowest.question} (${milliseconds(slowest.ms)})`,
  ])
  return table([['customers', 'answered', 'plan p50', 'p95', 'query p50', 'p95', 'slowest'], ...rows])
}

function ratioTable(compared: readonly Ratio[]): string {
  const rows = compared.map((one) =>
    one.kind === 'measured'
      ? [one.question, milliseconds(one.compiledMs), milliseconds(one.handMs), `${one.ratio.toFixed(2)} ×`]
      : [one.question, 'not compared', one.why, ''],
  )
  return table([['question', 'compiled', 'by hand', 'ratio'], ...rows])
}

function importTable({ lines, customers: people, seconds, again, refused }: ImportSpeed): string {
  const rows = lines + people
  return table([
    ['order lines', 'customers', 'took', 'rows a second', 'once more', 'refused'],
    [
      whole(lines),
      whole(people),
      `${seconds.toFixed(1)} s`,
      whole(rows / seconds),
      `${again.toFixed(1)} s`,
      whole(refused),
    ],
  ])
}

function interpretation(compared: readonly Ratio[], [small, large]: readonly Latency[]): readonly string[] {
  const measured = compared.filter((one) => one.kind === 'measured')
  const slower = measured.filter(({ ratio }) => ratio > 1.2).map(({ question }) => question)
  const [planSmall, planLarge] = [small, large].map((one) => median(one?.planMs ?? []))
  const [runSmall, runLarge] = [small, large].map((one) => median(one?.queryMs ?? []))
  return [
    `A compiled query takes ${median(measured.map(({ ratio }) => ratio)).toFixed(2)} × the time of one written by hand (median of ${measured.length}; above 1.2 ×: ${slower.join(', ') || 'none'}).`,
    `With ${whole(customers / 1200)} × the customers, planning takes ${((planLarge ?? 0) / (planSmall ?? 1)).toFixed(1)} × as long and the query ${((runLarge ?? 0) / (runSmall ?? 1)).toFixed(1)} ×.`,
    ...compared.flatMap((one) => (one.kind === 'differs' ? [`Not compared: ${one.question}: ${one.why}`] : [])),
  ]
}
