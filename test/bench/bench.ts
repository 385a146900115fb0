import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { openAsking } from '../../src/ask/opening.ts'
import { openOfflinePlanner } from '../../src/ask/planners/open.ts'
import { fillSample } from '../../src/sample/sample.ts'
import { type ImportSpeed, importSpeed } from './import-speed.ts'
import { type Latency, latency, spread } from './latency.ts'
import { median, milliseconds, table, timed, whole } from './measure.ts'
import { type Ratio, ratios } from './ratios.ts'
import { openShops } from './shops.ts'

/**
 * How fast it is, as ratios where there is something to compare with: `npm run bench`.
 *
 *     npm run bench -- --customers 200000
 */
const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '25000' },
    lines: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
  },
})
const [customers, mostLines, rounds] = [Number(values.customers), Number(values.lines), Number(values.rounds)]
const print = (text: string) => void process.stdout.write(`${text}\n`)

await bench()

/** shops → latency → ratios → import → what to make of it */
async function bench(): Promise<void> {
  const began = performance.now()
  await using shops = await openShops()
  print(`On ${cpus().length} cores, with the PostgreSQL that comes along.\n`)

  const small = await sampleShop('small', 1200)
  const large = await sampleShop('large', customers)
  print(`\nQuestions, ${rounds} times each`)
  const latencies = [await latency(small, rounds), await latency(large, rounds)]
  print(latencyTable(['1,200', whole(customers)], latencies))

  print(`\nCompiled queries against SQL written by hand, ${whole(customers)} customers`)
  const compared = await ratios(large, rounds * 5)
  print(ratioTable(compared))

  print('\nImport into an empty shop')
  const into = await shops.open('imported')
  print(importTable(await importSpeed(await shops.reopen('large'), into, `${shops.folder}/files`, mostLines)))

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
