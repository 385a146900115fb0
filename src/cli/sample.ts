import { Presets, SingleBar } from 'cli-progress'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { DEFAULT_CUSTOMERS, DEFAULT_SEED } from '../sample/opening.ts'
import { fillSample } from '../sample/sample.ts'
import type { Args, Command } from './command.ts'

export const command: Command = {
  name: 'sample',
  summary: 'Fills an empty database with an invented shop to try things on',
  usage: ['sample'],
  flags: {
    customers: {
      type: 'string',
      value: 'N',
      meaning: `How many customers, up to 1,000,000; ${DEFAULT_CUSTOMERS} if not given`,
    },
    seed: { type: 'string', value: 'N', meaning: `Another number makes another shop; ${DEFAULT_SEED} if not given` },
  },
  examples: ['sample', 'sample --customers 1000000', 'sample --customers 5000 --seed 3'],
  run: sample,
}

async function sample(context: Context, { flags, positionals, json, print }: Args): Promise<void> {
  if (positionals.length > 0) {
    throw new UsageError(`sample takes no “${positionals[0]}”.`, 'Example: npm run -s cli -- sample --customers 5000')
  }
  const customers = wholeNumber('customers', flags.customers) ?? DEFAULT_CUSTOMERS
  const seed = wholeNumber('seed', flags.seed) ?? DEFAULT_SEED
  using progress = progressBar(customers)
  const started = performance.now()
  const report = await fillSample(context, { customers, seed, onProgress: progress.update })
  const seconds = (performance.now() - started) / 1000
  progress.stop()
  if (json) return print(JSON.stringify({ ...report, seconds: Number(seconds.toFixed(1)) }))
  print(
    `${report.name}: ${counted(report.customers, 'customer')}, ${counted(report.orders, 'order')}, ${counted(report.interactions, 'interaction')} and ${counted(report.notes, 'note')}, all invented, up to the day before ${report.today}.`,
  )
  print('Ask it: npm run -s ask -- "who are our lapsed top customers"')
}

function wholeNumber(flag: string, value: Args['flags'][string]): number | undefined {
  if (value === undefined) return undefined
  const digits = String(value).replaceAll(/[,_]/g, '')
  if (!/^\d{1,12}$/.test(digits)) {
    throw new UsageError(`--${flag} must be a whole number, not “${value}”.`, `Example: --${flag} 5000`)
  }
  return Number(digits)
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}

type Progress = Disposable & { readonly update: (customers: number) => void; readonly stop: () => void }

/** Shown on a terminal, where the wait is longer than a second. */
function progressBar(customers: number): Progress {
  const format = 'Sample shop {bar} {percentage} % · {value} of {total} customers · {eta_formatted} left'
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.shades_classic)
  const shown = process.stderr.isTTY && customers > DEFAULT_CUSTOMERS
  if (shown) bar.start(customers, 0)
  const stop = () => bar.stop()
  return { update: (done) => void (shown && bar.update(done)), stop, [Symbol.dispose]: stop }
}
