import type { Entity } from './fields.ts'

/** One line of the summary: what became of the records of one kind. */
export interface EntityReport {
  readonly entity: Entity | 'order_lines'
  /** Rows in the files; for orders, orders. */
  readonly read: number
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  /** Rows that repeat a record of the same run; the last one counts. */
  readonly duplicates: number
  /** Kept, but a person should look: see `findings`. */
  readonly doubtful: number
  /** Left out: see `findings` and the file of refused rows. */
  readonly refused: number
}

export interface FileReport {
  readonly file: string
  /** The format's name: “Shopify customers”. */
  readonly format: string
  readonly entity: Entity
  readonly rows: number
  readonly refused: number
  readonly doubtful: number
  /** Columns that no field takes. */
  readonly unknownColumns: readonly string[]
  /** What a person may want to know about the reading: another encoding, the order of day and month. */
  readonly notes: readonly string[]
  /** Where the refused rows are, with their reasons; null when there are none, or nothing is written. */
  readonly refusedFile: string | null
  readonly doubtfulFile: string | null
}

/** All findings of one sort, with a few of them in full. */
export interface FindingGroup {
  readonly severity: 'refused' | 'doubtful'
  readonly entity: Entity
  readonly label: string
  readonly count: number
  readonly examples: readonly {
    readonly file: string
    readonly line: number
    readonly column: string
    readonly sentence: string
  }[]
}

export interface ImportReport {
  /** Number of the import; null for a dry run, which leaves nothing. */
  readonly batch: number | null
  readonly dryRun: boolean
  /** True when the sample shop was taken out for the first real data. */
  readonly replacedSample: boolean
  readonly files: readonly FileReport[]
  readonly entities: readonly EntityReport[]
  readonly findings: readonly FindingGroup[]
  readonly seconds: number
}

/** Whether the import made or changed anything. */
export function changedAnything(entities: readonly EntityReport[]): boolean {
  return entities.some((entity) => entity.new + entity.changed > 0)
}
