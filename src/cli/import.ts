import { Presets, SingleBar } from 'cli-progress'
import { askerFor } from '../access/identify.ts'
import type { Context } from '../context.ts'
import { UsageError, UserError } from '../errors.ts'
import { type ImportOptions, type ImportReport, importFiles, type Progress } from '../imports/imports.ts'
import { importEveryNight, nightlyFolders, stopNightlyImport } from '../imports/nightly.ts'
import { lastImport, undoLastImport } from '../imports/undo.ts'
import type { Args, Command } from './command.ts'
import { scoreNow } from './scoring.ts'

export const command: Command = {
  name: 'import',
  summary: 'Imports CSV files: ours, Shopify, Square, WooCommerce, Stripe, or any other with --map',
  usage: ['import FILE-or-FOLDER…', 'import undo --yes', 'import --every-night FOLDER', 'import --list'],
  flags: {
    'dry-run': { type: 'boolean', meaning: 'Reads and checks everything, reports it and changes nothing' },
    map: { type: 'string', value: 'COLUMN=FIELD,…', meaning: 'Says what the columns of an unknown file are' },
    dates: {
      type: 'string',
      value: 'day-first|month-first',
      meaning: 'How 3/4/2026 is meant where a file cannot tell',
    },
    system: { type: 'string', value: 'NAME', meaning: 'The system that the references of these files belong to' },
    unscored: { type: 'boolean', meaning: 'Leaves the scores for score, or for the night' },
    yes: { type: 'boolean', meaning: 'Confirms an undo' },
    'every-night': { type: 'string', value: 'FOLDER', meaning: 'Imports a folder every night from now on' },
    list: { type: 'boolean', meaning: 'Shows the folders that are imported every night' },
    stop: { type: 'string', value: 'FOLDER', meaning: 'Imports a folder no more' },
  },
  examples: [
    'import shop/',
    'import customers_export.csv orders_export.csv --dry-run',
    'import sales.csv --map "Invoice=order_ref,Date=ordered_at,Item=sku,Qty=quantity,Price=unit_price,Buyer=customer_ref"',
    'import undo --yes',
  ],
  run: async (context, args) => {
    await refuseAssociates(context, args)
    const { flags, positionals } = args
    if (flags.list) return list(context, args)
    if (flags['every-night'] !== undefined) return everyNight(context, args, String(flags['every-night']))
    if (flags.stop !== undefined) return stop(context, args, String(flags.stop))
    if (positionals[0] === 'undo' && positionals.length === 1) return undo(context, args)
    return bringIn(context, args)
  },
}

/** An import changes everybody's figures: with somebody's rights (`--as`) it takes a manager's. */
async function refuseAssociates(context: Context, { as }: Args): Promise<void> {
  const { mayManage } = await askerFor(as, context)
  if (!mayManage) throw new UserError('Only a manager may import.', 'Leave out --as, or ask a manager.')
}

async function bringIn(context: Context, args: Args): Promise<void> {
  const { positionals, flags, json, print, as } = args
  if (positionals.length === 0) {
    throw new UsageError('import needs a file or a folder.', 'Example: npm run -s cli -- import shop/')
  }
  using bar = progressBar()
  const report = await importFiles(context, positionals, {
    ...readOptions(flags),
    ...{ dryRun: flags['dry-run'] === true, by: as ?? 'terminal', onProgress: bar.update },
  })
  bar[Symbol.dispose]()
  print(json ? JSON.stringify(report) : shownReport(report))
  if (flags.unscored !== true && hasChanged(report)) await scoreNow(context, args)
}

/** Whether there is something new to score. */
const hasChanged = ({ dryRun, replacedSample, entities }: ImportReport): boolean =>
  !dryRun && (replacedSample || entities.some((entity) => entity.new + entity.changed > 0))

type Flags = Args['flags']

function readOptions({ map, dates, system }: Flags): Pick<ImportOptions, 'map' | 'dates' | 'system'> {
  if (dates !== undefined && dates !== 'day-first' && dates !== 'month-first') {
    throw new UsageError(`--dates must be day-first or month-first, not “${dates}”.`, '3/4/2026 is 3 April day-first.')
  }
  return {
    ...(map !== undefined && { map: String(map) }),
    ...(dates !== undefined && { dates }),
    ...(system !== undefined && { system: String(system) }),
  }
}

async function undo(context: Context, args: Args): Promise<void> {
  const { flags, json, print } = args
  const last = await lastImport(context.db)
  if (last === null) throw new UserError('There is no import to undo.', 'Only the last import can be undone, once.')
  const what = `the import of ${last.files.join(', ')} (${last.importedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC)`
  if (flags.yes !== true)
    throw new UserError(`This would take back ${what}.`, 'Confirm it: npm run -s cli -- import undo --yes')
  const report = await undoLastImport(context)
  if (json) print(JSON.stringify(report))
  else
    print(
      `Undone: ${what}. ${counted(report.removed, 'row')} removed, ${counted(report.restored, 'row')} put back as before.`,
    )
  if (flags.unscored !== true) await scoreNow(context, args)
}

async function everyNight(context: Context, { flags, json, print, as }: Args, folder: string): Promise<void> {
  const path = await importEveryNight(context, folder, readOptions(flags), as ?? 'terminal')
  if (json) return print(JSON.stringify({ folder: path }))
  print(`${path} is imported every night while the bot runs, when something in it has changed.`)
}

async function stop(context: Context, { json, print }: Args, folder: string): Promise<void> {
  const path = await stopNightlyImport(context, folder)
  print(json ? JSON.stringify({ folder: path }) : `${path} is not imported every night any more.`)
}

async function list(context: Context, { json, print }: Args): Promise<void> {
  const folders = await nightlyFolders(context.db)
  if (json) return print(JSON.stringify(folders))
  if (folders.length === 0) return print('No folder is imported every night. Add one: import --every-night FOLDER')
  for (const { folder, lastRunAt, lastOutcome } of folders) {
    const when = lastRunAt === null ? 'not yet' : `${lastRunAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
    print(`${folder}  ${when}${lastOutcome === null ? '' : `  ${lastOutcome}`}`)
  }
}

/** The report as people read it: the table, then what to look at, then what to do. */
export function shownReport(report: ImportReport): string {
  const head = report.dryRun ? 'Dry run: nothing was changed. This is what an import would do.' : importedLine(report)
  const sample = report.replacedSample
    ? [
        report.dryRun
          ? 'The sample shop would be taken out first.'
          : 'The sample shop was taken out; this is your own data alone now.',
      ]
    : []
  return [head, ...sample, '', ...table(report), ...remarks(report), ...look(report), ...after(report)].join('\n')
}

function importedLine({ files, seconds }: ImportReport): string {
  return `Imported ${counted(files.length, 'file')} in ${seconds.toFixed(1)} s.`
}

const COLUMNS = ['read', 'new', 'changed', 'unchanged', 'duplicates', 'doubtful', 'refused'] as const

function table({ entities }: ImportReport): readonly string[] {
  const rows = entities.map((entity) => [
    entity.entity.replaceAll('_', ' '),
    ...COLUMNS.map((name) => whole(entity[name])),
  ])
  const all = [['', ...COLUMNS], ...rows]
  const widths = ['', ...COLUMNS].map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

function remarks({ files }: ImportReport): readonly string[] {
  const notes = files.flatMap(({ file, notes, unknownColumns }) => [
    ...notes.map((note) => `${file}: ${note}`),
    ...(unknownColumns.length === 0
      ? []
      : [`${file}: kept as they are, because no field takes them: ${some(unknownColumns)}`]),
  ])
  return notes.length === 0 ? [] : ['', ...notes]
}

function some(names: readonly string[]): string {
  return names.slice(0, 20).join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '')
}

function look({ findings, files }: ImportReport): readonly string[] {
  const lines = (['refused', 'doubtful'] as const).flatMap((severity) => {
    const groups = findings.filter((group) => group.severity === severity)
    if (groups.length === 0) return []
    const title = severity === 'refused' ? 'Refused (left out)' : 'Doubtful (kept)'
    return [
      '',
      title,
      ...groups.flatMap(({ label, count, examples: [first] }) => [
        `  ${whole(count)} × ${label}`,
        ...(first === undefined
          ? []
          : [
              `      ${first.file}, line ${first.line}${first.column === '' ? '' : `, ${first.column}`}: ${first.sentence}`,
            ]),
      ]),
    ]
  })
  const written = files.flatMap(({ refusedFile, doubtfulFile }) => [
    ...(refusedFile === null ? [] : [`Every refused line, with its reason: ${refusedFile}`]),
    ...(doubtfulFile === null ? [] : [`Every doubtful line: ${doubtfulFile}`]),
  ])
  return written.length === 0 ? lines : [...lines, '', ...written]
}

function after({ dryRun, entities, findings }: ImportReport): readonly string[] {
  const currency = findings.some(({ label }) => label === 'another currency')
    ? [
        '',
        'If these files are in the shop’s own currency, set it and import again: npm run -s cli -- settings set currency=EUR',
      ]
    : []
  return [...currency, ...undoLine(dryRun, entities)]
}

function undoLine(dryRun: boolean, entities: ImportReport['entities']): readonly string[] {
  if (dryRun || !entities.some((entity) => entity.new + entity.changed > 0)) return []
  return ['', 'Take it back as a whole: npm run -s cli -- import undo --yes']
}

function whole(number: number): string {
  return number.toLocaleString('en-US')
}

function counted(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? '' : 's'}`
}

type Bar = Disposable & { readonly update: (progress: Progress) => void }

/** Appears on a terminal once an import has taken a second. */
function progressBar(): Bar {
  const format = '{phase} {bar} {percentage} % · {rows} rows · {eta_formatted} left'
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.shades_classic)
  const began = performance.now()
  let running = false
  return {
    update: ({ phase, done, total, rows }) => {
      if (!process.stderr.isTTY || performance.now() - began < 1000) return
      const shown = { phase: phase === 'reading' ? 'Reading' : 'Saving', rows: whole(rows) }
      if (!running) bar.start(Math.max(total, 1), done, shown)
      running = true
      bar.update(Math.min(done, total), shown)
    },
    [Symbol.dispose]: () => {
      if (running) bar.stop()
      running = false
    },
  }
}
