import {
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Finding, Findings } from './findings.ts'
import type { FindingGroup } from './report.ts'
import type { Source } from './source.ts'

/** Examples of one sort of finding that the report shows, and that the database keeps. */
const SHOWN = 3
const KEPT = 1000

type Severity = 'refused' | 'doubtful'

/** A finding as the database keeps it. */
export interface KeptFinding extends Finding {
  readonly severity: Severity
}

/** Counts and keeps what readers and loads find, and writes every refused or doubtful row to a file. */
export interface Ledger extends Disposable {
  readonly of: (file: number) => Findings
  /** A finding that only the database could make; the row's cells are not at hand. */
  readonly note: (severity: Severity, finding: Finding) => void
  /** Of one sort more were found than are listed one by one. */
  readonly more: (severity: Severity, sort: Pick<Finding, 'entity' | 'label' | 'file'>, count: number) => void
  /** What was found in these lines, each as `placeOf` writes it, is not told: they are about somebody forgotten. */
  readonly forget: (places: ReadonlySet<string>) => void
  readonly count: (severity: Severity, where: { readonly file?: number; readonly entity?: string }) => number
  readonly groups: () => readonly FindingGroup[]
  readonly kept: () => readonly KeptFinding[]
  /** Puts the files beside their sources, or under `home` where a folder cannot be written to. */
  readonly publish: (home: string) => readonly { readonly refused: string | null; readonly doubtful: string | null }[]
}

/** A line of one of the import's files, to be compared. */
export const placeOf = ({ file, line }: { readonly file: number; readonly line: number }): string => `${file} ${line}`

interface Group {
  readonly severity: Severity
  readonly first: Finding
  kept: Finding[]
  count: number
}

export function openLedger(sources: readonly Source[]): Ledger {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-import-'))
  const groups = new Map<string, Group>()
  const byFile = new Map<string, number>()
  const files = new Map<string, RowFile>()

  const add = (severity: Severity, finding: Finding): void => {
    const key = `${severity} ${finding.entity} ${finding.label}`
    const group = groups.get(key) ?? { severity, first: finding, kept: [], count: 0 }
    groups.set(key, group)
    group.count += 1
    if (group.kept.length < KEPT) group.kept.push(finding)
    byFile.set(`${severity} ${finding.file}`, (byFile.get(`${severity} ${finding.file}`) ?? 0) + 1)
  }
  const write = (severity: Severity, finding: Finding, cells: readonly string[]): void => {
    const source = sources[finding.file]
    if (source === undefined || source.path === null) return
    const key = `${severity} ${finding.file}`
    const file =
      files.get(key) ??
      rowFile(join(folder, `${finding.file}.${severity}.csv`), severity === 'refused' ? source.layout.header : [])
    files.set(key, file)
    file.row([String(finding.line), finding.column, finding.sentence, ...cells])
  }
  const note = (severity: Severity, finding: Finding, cells: readonly string[] = []): void => {
    add(severity, finding)
    write(severity, finding, cells)
  }

  return {
    of: (file) => {
      const entity = sources[file]?.layout.format.entity ?? 'customers'
      return {
        doubt: (line, column, label, sentence) => note('doubtful', { entity, file, line, column, label, sentence }),
        refuse: (line, column, label, sentence, cells) =>
          note('refused', { entity, file, line, column, label, sentence }, cells),
      }
    },
    note,
    more: (severity, { entity, label, file }, count) => {
      const group = groups.get(`${severity} ${entity} ${label}`)
      if (group !== undefined) group.count += count
      byFile.set(`${severity} ${file}`, (byFile.get(`${severity} ${file}`) ?? 0) + count)
    },
    forget: (places) => {
      if (places.size === 0) return
      for (const group of groups.values()) {
        const told = group.kept.filter((finding) => !places.has(placeOf(finding)))
        for (const { file } of group.kept.filter((finding) => places.has(placeOf(finding))))
          byFile.set(`${group.severity} ${file}`, (byFile.get(`${group.severity} ${file}`) ?? 0) - 1)
        group.count -= group.kept.length - told.length
        group.kept = told
      }
      for (const [key, group] of groups) if (group.count === 0) groups.delete(key)
      for (const [key, file] of files) file.forget((line) => places.has(`${key.split(' ')[1]} ${line}`))
    },
    count: (severity, { file, entity }) =>
      file !== undefined
        ? (byFile.get(`${severity} ${file}`) ?? 0)
        : [...groups.values()].reduce(
            (sum, group) => sum + (group.severity === severity && group.first.entity === entity ? group.count : 0),
            0,
          ),
    groups: () => [...groups.values()].map((group) => shownGroup(group, sources)),
    kept: () =>
      [...groups.values()].flatMap((group) => group.kept.map((finding) => ({ ...finding, severity: group.severity }))),
    publish: (home) =>
      sources.map((source, file) => ({
        refused: publish(files.get(`refused ${file}`), source, home, 'refused'),
        doubtful: publish(files.get(`doubtful ${file}`), source, home, 'doubtful'),
      })),
    [Symbol.dispose]: () => {
      for (const file of files.values()) file.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function shownGroup({ severity, first, count, kept }: Group, sources: readonly Source[]): FindingGroup {
  const examples = kept
    .slice(0, SHOWN)
    .map(({ file, line, column, sentence }) => ({ file: sources[file]?.name ?? '', line, column, sentence }))
  return { severity, entity: first.entity, label: first.label, count, examples }
}

interface RowFile {
  readonly path: string
  readonly row: (cells: readonly string[]) => void
  readonly flush: () => void
  /** Takes out the rows about these lines. */
  readonly forget: (isForgotten: (line: string) => boolean) => void
  readonly close: () => void
}

/** A CSV that is written as rows are found; `header` are the original's columns, after line, column and reason. */
function rowFile(path: string, header: readonly string[]): RowFile {
  const handle = openSync(path, 'a', 0o600)
  let waiting = `${csvLine(['line', 'column', 'reason', ...header])}`
  let open = true
  const flush = (): void => {
    if (waiting !== '' && open) writeSync(handle, waiting)
    waiting = ''
  }
  return {
    path,
    row: (cells) => {
      waiting += csvLine(cells)
      if (waiting.length > 1 << 16) flush()
    },
    flush,
    forget: (isForgotten) => {
      flush()
      const rows = csvRecords(readFileSync(path, 'utf8'))
      const kept = rows.filter((row, at) => at === 0 || !isForgotten(row.slice(0, row.indexOf(','))))
      if (kept.length === rows.length) return
      ftruncateSync(handle)
      writeSync(handle, kept.join(''))
    },
    close: () => {
      if (open) closeSync(handle)
      open = false
    },
  }
}

/**
 * A line of CSV that a spreadsheet shows and does not run: a cell that begins like a formula gets an apostrophe, which
 * an import takes off again.
 */
export function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => {
    const safe = /^[=+\-@\t\r]/u.test(cell) && !/^[-+]?\d+(?:\.\d+)?$/u.test(cell) ? `'${cell}` : cell
    return /[",;\n\r\t]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  })
  return `${quoted.join(',')}\n`
}

/** The rows of a CSV as they stand, line breaks within quotes included. */
export function csvRecords(text: string): readonly string[] {
  return text.match(/(?:"(?:[^"]|"")*"|[^"\n])*(?:\n|$)/gu)?.filter((row) => row !== '') ?? []
}

/** `customers.csv` → `customers.refused.csv`, beside it or, where that is not allowed, under `home`/refused. */
function publish(file: RowFile | undefined, source: Source, home: string, severity: Severity): string | null {
  if (file === undefined || source.path === null) return null
  file.flush()
  const name = `${basename(source.path).replace(/\.csv(?:\.gz)?$/iu, '')}.${severity}.csv`
  const beside = join(source.path, '..', name)
  try {
    // A folder without any right to write is left alone, also by a user who could write to it all the same.
    if ((statSync(join(source.path, '..')).mode & 0o222) === 0) throw new Error('read-only folder')
    copyFileSync(file.path, beside)
    return beside
  } catch {
    mkdirSync(join(home, 'refused'), { recursive: true })
    const elsewhere = join(home, 'refused', name)
    copyFileSync(file.path, elsewhere)
    return elsewhere
  }
}

/** Files that an import wrote itself; a folder import leaves them out. */
export function isOwnFinding(path: string): boolean {
  return /\.(?:refused|doubtful)\.csv$/iu.test(path)
}
