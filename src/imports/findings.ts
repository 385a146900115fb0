import type { Entity } from './fields.ts'

/** One thing a person should look at: where it is, and a sentence that says what was found and what was expected. */
export interface Finding {
  readonly entity: Entity
  /** Index of the file within the run. */
  readonly file: number
  readonly line: number
  readonly column: string
  /** What kind of trouble, in words that group: “no e-mail address”. */
  readonly label: string
  readonly sentence: string
}

export interface RefusedRow extends Finding {
  readonly cells: readonly string[]
}

/** What a reader says about the rows it sees. Doubtful rows are kept; refused ones are not. */
export interface Findings {
  doubt(line: number, column: string, label: string, sentence: string): void
  refuse(line: number, column: string, label: string, sentence: string, cells: readonly string[]): void
}

/** Turns the rows of one file into COPY text for one staging table. */
export interface RowReader {
  /** COPY text, with its line ends; empty where the row is refused or waits for the rest of its order. */
  readonly read: (cells: readonly string[], line: number) => string
  /** What was waiting when the file ended. */
  readonly end: () => string
}
