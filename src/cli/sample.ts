import { Presets, SingleBar } from 'cli-progress'
import type { Context } from '../context.ts'
import { readSettings } from '../db/settings.ts'
import { UsageError } from '../errors.ts'
import { DEFAULT_CUSTOMERS, DEFAULT_SEED } from '../sample/opening.ts'
import { fillSample, type SampleReport } from '../sample/sample.ts'
import type { Args, Command } from './command.ts'
import { scoreNow } from './scoring.ts'

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
    unscored: { type: 'boolean', meaning: 'Leaves the scores for score, or for the night' },
  },
  examples: ['sample', 'sample --customers 1000000', 'sample --customers 5000 --seed 3'],
  run: sample,
}

async function sample(context: Context, args: Args): Promise<void> {
  const { flags, positionals, json, print } = args
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
  if (json) print(JSON.stringify({ ...report, seconds: Number(seconds.toFixed(1)) }))
  else print(sampleText(report))
  if (flags.unscored !== true) await scoreNow(await asFilled(context, report), args)
  if (!json) print('Ask it: npm run -s ask -- "who are our lapsed top customers"')
}

/** The shop with the settings that came with the sample, on the day it ends before. */
async function asFilled(context: Context, { today }: SampleReport): Promise<Context> {
  return { ...context, settings: await readSettings(context.db), today: () => today }
}

function sampleText({ name, customers, orders, interactions, notes, today }: SampleReport): string {
  return `${name}: ${counted(customers, 'customer')}, ${counted(orders, 'order')}, ${counted(interactions, 'interaction')} and ${counted(notes, 'note')}, all invented, up to the day before ${today}.`
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
