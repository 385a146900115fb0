/**
 * What a catalogue entry is. The catalogue is the only place where the shop's words meet tables and columns: plans name
 * entries, the compiler reads their SQL, and help, prompts and footers read their meanings.
 *
 * SQL here is written over fixed aliases (see `aliases` in joins.ts): `c` is always the customer, `o` the order, whatever
 * the query starts from. `:today`, `:zone`, `:top_percent` … are filled with bound parameters by the compiler.
 */

/** What a list can be of, and what a number can be counted over. */
export type EntityName =
  | 'customer'
  | 'order'
  | 'line'
  | 'product'
  | 'category'
  | 'store'
  | 'staff'
  | 'interaction'
  | 'case'
  | 'note'
  | 'follow_up'
  | 'campaign'
  | 'recipient'
  | 'referral'
  | 'stay'

/**
 * How a value is compared and shown. `money` is a decimal number in the shop's currency, `percent` a fraction, `date` a
 * day in the shop's zone, `monthday` a birthday without its year (MM-DD).
 */
export type ValueType = 'key' | 'text' | 'number' | 'money' | 'percent' | 'date' | 'monthday' | 'boolean'

/** One table as it is reached from another by a many-to-one join, so that no join can multiply rows. */
export interface Join {
  readonly alias: Alias
  readonly from: Alias
  /** Table or, for `s`, the summaries as of today. */
  readonly table: string
  readonly on: string
  /** What else picks the one row, e.g. the run that estimates are taken from. */
  readonly and?: string
  /** False where every row has one (an order line has an order); then the join is an inner one. */
  readonly optional: boolean
}

/** Each alias stands for one entity in one role, everywhere. */
export type Alias =
  | 'c' // customer
  | 's' // the customer's summary
  | 'sc' // the customer's estimates of the latest scoring run
  | 'hs' // the customer's home store
  | 'ow' // the customer's owner
  | 'rb' // who referred the customer
  | 'o' // order
  | 'os' // the order's store
  | 'l' // order line
  | 'p' // product
  | 'g' // the product's category
  | 'i' // interaction
  | 'iw' // the colleague of the interaction
  | 'k' // service case
  | 'kw' // the colleague of the case
  | 'n' // note
  | 'nw' // the note's author
  | 'f' // follow-up
  | 'fw' // the colleague it is assigned to
  | 'm' // campaign
  | 'r' // campaign recipient
  | 'x' // referral
  | 'v' // a customer's stay in a segment
  | 'sg' // the segment of the stay
  | 'st' // store
  | 'w' // staff

export interface Entity {
  readonly name: EntityName
  readonly label: string
  readonly plural: string
  readonly meaning: string
  /** Everyday words for one of them and for many; the offline planner's vocabulary. */
  readonly synonyms: readonly string[]
  readonly alias: Alias
  readonly table: string
  /** The SQL key that metrics of this entity are grouped by, e.g. `c.id`. */
  readonly key: string
  /** Which rows exist at all as of today, for lists and for numbers: no merged customers, no facts dated later. */
  readonly visible: string | null
  /** Which of the visible rows a list shows, where that is fewer: orders that count. */
  readonly listed?: string
  /** The day that a period looks at; null where a row has none. */
  readonly day: string | null
  /** The field that is the first column of a list, and the fields shown after it when the plan names none. */
  readonly reference: string
  readonly columns: readonly string[]
  /** The list's order when the plan gives none: SQL, ending in something unique. */
  readonly order: string
}

export interface FieldValue {
  readonly value: string | number | boolean
  readonly synonyms: readonly string[]
}

/** One fact about one row of an entity: filtered by, grouped by, shown. Named `entity.field`. */
export interface Field {
  readonly name: string
  readonly entity: EntityName
  readonly label: string
  readonly type: ValueType
  readonly meaning: string
  readonly synonyms: readonly string[]
  readonly alias: Alias
  readonly sql: string
  /**
   * The output name of the column, e.g. `customer_ref`; the part behind the dot when not given.
   */
  readonly column?: string
  /** For fields with more than one value a row (tags, what a basket holds): `sql` is then a condition on `:value`, the values as an array. */
  readonly many?: boolean
  /** For `many` fields, the rows to break down by: a lateral source with a column `value`. */
  readonly spread?: string
  /** Where its values come from: a fixed list with everyday words, or what the database holds. */
  readonly values?: readonly FieldValue[] | 'database'
  /** Shown beside a reference, e.g. a product's name beside its SKU. */
  readonly companion?: string
  /** A breakdown by it leaves out rows that have none (owner and staff). */
  readonly dropsMissing?: boolean
  /** How groups are ordered when the natural order is not that of the value, e.g. weekdays. */
  readonly sort?: string
  /** Only for those who may see contact details. */
  readonly contact?: boolean
  /** Numbers whose unit is said in words, e.g. days. */
  readonly unit?: string
  /** An estimate of the scoring run, null for whoever was not scored. */
  readonly estimate?: Estimate
  /** Whether there is one, for those who may know that but not see it. */
  readonly present?: string
  /** Compared in lower case: `sql` folds the row's value, the compiler the plan's. */
  readonly folds?: boolean
  /** Values for placeholders of its own in `sql`, e.g. the key of a customer attribute. */
  readonly parameters?: Readonly<Record<string, string>>
}

/**
 * What a model expects of a customer. Some add up (expected orders), but over customers that a question names and not
 * over everybody, because whoever has not come yet is in none; chances, averages and the ends of ranges do not.
 */
export interface Estimate {
  readonly adds: boolean
  /** The fields that hold the low and the high end; shown beside it. */
  readonly range?: readonly [low: string, high: string]
}

/** A number over many rows. At each grain it can be computed at, an aggregate and the rows that count. */
export interface Metric {
  readonly name: string
  readonly label: string
  readonly type: 'number' | 'money' | 'percent' | 'date'
  readonly meaning: string
  readonly synonyms: readonly string[]
  /** From the coarsest to the finest; the compiler takes the first from which every needed field is in reach. */
  readonly at: readonly MetricGrain[]
  /** Sums and counts of nothing are 0, everything else is null. */
  readonly empty: 0 | null
  readonly unit?: string
  /** The same number for one customer over all time, as their summary holds it, and whether there is anything in it. */
  readonly summary?: { readonly sql: string; readonly any: string }
}

export interface MetricGrain {
  readonly entity: EntityName
  readonly aggregate: string
  /** Rows that count, of those visible. */
  readonly where: string | null
  /** The day that periods and time buckets look at; null where a period makes no sense. */
  readonly day: string | null
  /**
   * For facts that last (a stay in a segment): the first day on which they no longer hold, null while they do. They
   * count where they hold at the end of the period or bucket, or today.
   */
  readonly until?: string
}

/** A named, defined set of customers. `sql` is a condition over `c` and `s`. */
export interface Segment {
  readonly name: string
  readonly label: string
  readonly meaning: string
  readonly synonyms: readonly string[]
  readonly sql: string
  /** The parameters a plan may give: percent for top and heavy, category for heavy. */
  readonly takes: readonly ('percent' | 'category')[]
  /** Rests on estimates of the scoring run. */
  readonly estimated?: boolean
  /** What a colleague saved under this name; `sql` then speaks of `:members`, the relation of who belongs to it. */
  readonly saved?: SavedSegment
}

/** A saved segment as the database holds it. */
export type SavedSegment = {
  readonly id: number
  readonly version: number
} & (
  | {
      readonly kind: 'rule'
      /** A plan's clauses about customers, as they were saved: `check` reads them anew each time they are used. */
      readonly where: unknown
    }
  /** A list of customers that stays as it is. */
  | { readonly kind: 'fixed' }
)

/** A word that is explained but not computed with, e.g. net revenue's rule about refunds. */
export interface Term {
  readonly name: string
  readonly label: string
  readonly meaning: string
  readonly synonyms: readonly string[]
}
