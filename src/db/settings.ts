import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { UserError } from '../errors.ts'
import { suggestion } from '../nearest.ts'
import { sqlState } from './faults.ts'
import { enforceScopes, mayTakeReadingRoles } from './reading.ts'
import type { Database } from './schema.ts'
import { redate } from './summaries.ts'
import { weekdaysOf, weekdaysText } from './weekdays.ts'

const timeZone = z.string().refine(isTimeZone)
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const yesOrNo = z.union([z.boolean(), z.stringbool()])
const oneOf = <const Choice extends string>(...choices: readonly Choice[]) =>
  z.string().trim().toLowerCase().pipe(z.enum(choices))

type Setting<T> = {
  /** Its name in `ShopSettings`. */
  readonly property: string
  readonly meaning: string
  /** What a value must be, to finish “… must be”. */
  readonly expected: string
  readonly example: string
  readonly default: T
  readonly schema: z.ZodType<T>
}

/** Everything a shop decides, by the name it has in the terminal; README, `settings` and `doctor` come from it. */
export const shopSettings = {
  name: {
    property: 'name',
    meaning: 'The shop’s name, as answers and digests show it',
    expected: 'a name of at most 100 letters',
    example: 'Kettle & Oak Hardware',
    default: 'The shop',
    schema: z.string().trim().min(1).max(100),
  },
  currency: {
    property: 'currency',
    meaning: 'The currency of every amount; lines in another one are refused',
    expected: 'a currency code of three letters',
    example: 'USD',
    default: 'USD',
    schema: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{3}$/)
      .refine(isCurrency),
  },
  time_zone: {
    property: 'timeZone',
    meaning: 'Where the shop’s days begin and end',
    expected: 'the name of a time zone, region/city',
    example: 'America/Chicago',
    default: 'UTC',
    schema: timeZone,
  },
  country: {
    property: 'country',
    meaning: 'The country of phone numbers that come without a country code',
    expected: 'a country code of two letters',
    example: 'US',
    default: 'US',
    schema: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/),
  },
  week_start: {
    property: 'weekStart',
    meaning: 'The first day of a week',
    expected: 'monday or sunday',
    example: 'monday',
    default: 'monday' as 'monday' | 'sunday',
    schema: z
      .string()
      .toLowerCase()
      .pipe(z.enum(['monday', 'sunday'])),
  },
  fiscal_year_start: {
    property: 'fiscalYearStart',
    meaning: 'The month in which the fiscal year begins',
    expected: 'a month from 1 to 12',
    example: '4',
    default: 1,
    schema: whole(1, 12),
  },
  top_percent: {
    property: 'topPercent',
    meaning: 'Top customers are this share of the buyers, by spend, in percent',
    expected: 'a whole number from 1 to 100',
    example: '20',
    default: 20,
    schema: whole(1, 100),
  },
  due_gaps: {
    property: 'dueGaps',
    meaning: 'A customer is due after a silence of this many usual gaps',
    expected: 'a number from 0.1 to 20',
    example: '1',
    default: 1,
    schema: z.coerce.number().min(0.1).max(20),
  },
  lapsed_gaps: {
    property: 'lapsedGaps',
    meaning: 'A customer has lapsed after a silence of this many usual gaps; more than due_gaps',
    expected: 'a number from 0.1 to 20',
    example: '2',
    default: 2,
    schema: z.coerce.number().min(0.1).max(20),
  },
  minimum_gap_days: {
    property: 'minimumGapDays',
    meaning: 'A usual gap counts as at least this many days',
    expected: 'a whole number of days from 1 to 3650',
    example: '14',
    default: 14,
    schema: whole(1, 3650),
  },
  default_gap_days: {
    property: 'defaultGapDays',
    meaning: 'The usual gap of a buyer with fewer than three purchase days',
    expected: 'a whole number of days from 1 to 3650',
    example: '90',
    default: 90,
    schema: whole(1, 3650),
  },
  likely_gone_percent: {
    property: 'likelyGonePercent',
    meaning: 'A buyer is likely gone when the estimated chance of being active is under this, in percent',
    expected: 'a whole number from 1 to 100',
    example: '50',
    default: 50,
    schema: whole(1, 100),
  },
  digest_time: {
    property: 'digestTime',
    meaning: 'When the morning digest is sent, in the recipient’s time zone',
    expected: 'a time of day, HH:MM',
    example: '08:30',
    default: '08:00',
    schema: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  },
  digest_until: {
    property: 'digestUntil',
    meaning: 'Until when a digest that was missed is still sent, in the recipient’s time zone',
    expected: 'a time of day, HH:MM',
    example: '12:00',
    default: '12:00',
    schema: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  },
  working_days: {
    property: 'workingDays',
    meaning: 'The days of the week on which digests are sent',
    expected: 'days of the week, with commas or a dash between them',
    example: 'Mon–Fri',
    default: 'Mon–Sat',
    schema: z
      .string()
      .refine((text) => weekdaysOf(text) !== null)
      .transform((text) => weekdaysText(weekdaysOf(text) ?? [])),
  },
  holidays: {
    property: 'holidays',
    meaning: 'Days on which no digest is sent',
    expected: 'days YYYY-MM-DD with commas between them, or none',
    example: '2026-12-25,2027-01-01',
    default: 'none',
    schema: z
      .string()
      .transform((text) => text.replace(/\s/g, '').toLowerCase())
      .pipe(z.string().regex(/^(none|\d{4}-\d\d-\d\d(,\d{4}-\d\d-\d\d)*)$/)),
  },
  digest_customers: {
    property: 'digestCustomers',
    meaning: 'How many customers one digest names at most',
    expected: 'a whole number from 1 to 50',
    example: '7',
    default: 5,
    schema: whole(1, 50),
  },
  contact_gap_days: {
    property: 'contactGapDays',
    meaning: 'How long a customer is left alone after a contact, promises and service cases aside, in days',
    expected: 'a whole number of days from 0 to 365',
    example: '21',
    default: 14,
    schema: whole(0, 365),
  },
  prospecting_gap_days: {
    property: 'prospectingGapDays',
    meaning:
      'How long somebody of the stage Prospecting is left alone after a contact, in days; at least contact_gap_days',
    expected: 'a whole number of days from 0 to 365',
    example: '60',
    default: 45,
    schema: whole(0, 365),
  },
  consideration_gap_days: {
    property: 'considerationGapDays',
    meaning:
      'How long somebody of the stage Consideration is left alone after a contact, in days; at least contact_gap_days',
    expected: 'a whole number of days from 0 to 365',
    example: '30',
    default: 30,
    schema: whole(0, 365),
  },
  loyalty_gap_days: {
    property: 'loyaltyGapDays',
    meaning:
      'How long a customer of the stage Loyalty is left alone after a contact, in days; at most contact_gap_days',
    expected: 'a whole number of days from 0 to 365',
    example: '7',
    default: 10,
    schema: whole(0, 365),
  },
  holdout_percent: {
    property: 'holdoutPercent',
    meaning: 'The random share of customers left out of the digest, to measure its effect, in percent',
    expected: 'a whole number from 0 to 50',
    example: '10',
    default: 10,
    schema: whole(0, 50),
  },
  strangers: {
    property: 'strangers',
    meaning: 'What somebody of the shop’s Slack who is not on the staff is: refused, or answered as an associate',
    expected: 'refused or associate',
    example: 'refused',
    default: 'refused' as 'refused' | 'associate',
    schema: oneOf('refused', 'associate'),
  },
  associate_scope: {
    property: 'associateScope',
    meaning: 'Which customers an associate sees: all, those of their own store, or those they look after (owner)',
    expected: 'all, store or owner',
    example: 'store',
    default: 'all' as 'all' | 'store' | 'owner',
    schema: oneOf('all', 'store', 'owner'),
  },
  contact_details: {
    property: 'contactDetails',
    meaning: 'Who may see customers’ e-mail addresses, phone numbers and streets: managers or everyone',
    expected: 'managers or everyone',
    example: 'managers',
    default: 'managers' as 'managers' | 'everyone',
    schema: oneOf('managers', 'everyone'),
  },
  exports: {
    property: 'exports',
    meaning: 'Who may take answers away as files: managers or everyone',
    expected: 'managers or everyone',
    example: 'managers',
    default: 'managers' as 'managers' | 'everyone',
    schema: oneOf('managers', 'everyone'),
  },
  merge_automatically: {
    property: 'mergeAutomatically',
    meaning:
      'Whether two records are merged overnight without a person when they are beyond doubt: the same e-mail or phone that nobody else has, names that go together, and not two references of one system',
    expected: 'yes or no',
    example: 'no',
    default: false,
    schema: yesOrNo,
  },
  conversation_days: {
    property: 'conversationDays',
    meaning: 'How long a conversation, with its questions as typed, is kept after it was last used, in days',
    expected: 'a whole number of days from 1 to 3650',
    example: '90',
    default: 90,
    schema: whole(1, 3650),
  },
  audit_days: {
    property: 'auditDays',
    meaning: 'How long the record of who asked or did what is kept, in days',
    expected: 'a whole number of days from 30 to 3650',
    example: '730',
    default: 730,
    schema: whole(30, 3650),
  },
  model: {
    property: 'model',
    meaning: 'Whether a language model may be asked at all; off, nothing is sent to one, whatever the environment says',
    expected: 'on or off',
    example: 'off',
    default: 'on' as 'on' | 'off',
    schema: oneOf('on', 'off'),
  },
  model_questions_per_day: {
    property: 'modelQuestionsPerDay',
    meaning: 'How many questions and drafts of one person go to the language model in a day',
    expected: 'a whole number from 0 to 10000',
    example: '50',
    default: 50,
    schema: whole(0, 10_000),
  },
  model_seconds: {
    property: 'modelSeconds',
    meaning: 'How long a question may take at the language model, with repair and retry, in seconds',
    expected: 'a whole number of seconds from 1 to 120',
    example: '30',
    default: 8,
    schema: whole(1, 120),
  },
  model_input_price: {
    property: 'modelInputPrice',
    meaning:
      'What a million tokens sent to the model cost, in dollars, so that doctor and eval can say what it costs; 0 is unknown',
    expected: 'a number of dollars from 0 to 1000',
    example: '0.25',
    default: 0,
    schema: z.coerce.number().min(0).max(1000),
  },
  model_cached_price: {
    property: 'modelCachedPrice',
    meaning: 'What a million tokens cost that the model’s server had in its cache, in dollars',
    expected: 'a number of dollars from 0 to 1000',
    example: '0.025',
    default: 0,
    schema: z.coerce.number().min(0).max(1000),
  },
  model_output_price: {
    property: 'modelOutputPrice',
    meaning: 'What a million tokens that the model writes cost, in dollars',
    expected: 'a number of dollars from 0 to 1000',
    example: '2',
    default: 0,
    schema: z.coerce.number().min(0).max(1000),
  },
  double_check: {
    property: 'doubleCheck',
    meaning: 'Whether a model is asked about every question, not only about those the built-in planner declines',
    expected: 'yes or no',
    example: 'no',
    default: false,
    schema: yesOrNo,
  },
} as const satisfies Record<string, Setting<unknown>>

type Entries = typeof shopSettings
export type SettingKey = keyof Entries

/** What the shop decides, every value valid, with its default where it was never set. */
export type ShopSettings = {
  readonly [Key in SettingKey as Entries[Key]['property']]: z.output<Entries[Key]['schema']>
}

const keys = Object.keys(shopSettings) as SettingKey[]

/** What holds for a shop that has set nothing. */
export const defaultSettings = settingsOf(new Map())

/** The shop's settings now. A stored value that this version no longer accepts counts as its default. */
export async function readSettings(db: Kysely<Database>): Promise<ShopSettings> {
  const rows = await db.selectFrom('settings').select(['key', 'value']).orderBy('key').execute()
  return settingsOf(new Map(rows.map((row) => [row.key, row.value])))
}

function settingsOf(stored: ReadonlyMap<string, unknown>): ShopSettings {
  const entries = keys.map((key) => {
    const { property, schema, default: otherwise } = shopSettings[key]
    const parsed = schema.safeParse(stored.get(key))
    return [property, parsed.success ? parsed.data : otherwise]
  })
  // The entries are exactly the properties of ShopSettings, each parsed by its own schema.
  return Object.fromEntries(entries) as ShopSettings
}

export type SettingChange = { readonly key: SettingKey; readonly before: unknown; readonly after: unknown }

/**
 * Changes settings by their terminal names, all of them or none, and records who did. A new time zone recomputes every
 * stored day, so that no answer mixes two; a currency cannot change once there are amounts in another.
 *
 *     await changeSettings(db, { time_zone: 'America/Chicago' }, 'dana@shop.example')
 */
export async function changeSettings(
  db: Kysely<Database>,
  changes: Readonly<Record<string, unknown>>,
  by: string,
): Promise<readonly SettingChange[]> {
  const wanted = parseChanges(changes)
  return db.transaction().execute(async (trx) => {
    const before = await readSettings(trx)
    const made = wanted
      .map(({ key, value }) => ({ key, before: before[shopSettings[key].property], after: value }))
      .filter((change) => change.before !== change.after)
    for (const change of made) await store(trx, change, by)
    await refuseContradiction(trx)
    for (const change of made) await follow(trx, change)
    return made
  })
}

function parseChanges(changes: Readonly<Record<string, unknown>>): readonly { key: SettingKey; value: unknown }[] {
  const faults: string[] = []
  const wanted = Object.entries(changes).flatMap(([name, given]) => {
    const key = keys.find((one) => one === name)
    if (!key) {
      faults.push(`There is no setting called ${name}. ${suggestion(name, keys, 'settings')}`)
      return []
    }
    const parsed = shopSettings[key].schema.safeParse(given)
    if (parsed.success) return [{ key, value: parsed.data }]
    faults.push(
      `${key} must be ${shopSettings[key].expected}, not “${given}”. Example: ${key}=${quoted(shopSettings[key].example)}`,
    )
    return []
  })
  if (faults.length > 0)
    throw new UserError(faults.join('\n'), 'Nothing was changed. All settings: npm run -s cli -- settings')
  return wanted
}

async function store(db: Kysely<Database>, change: SettingChange, by: string): Promise<void> {
  const value = JSON.stringify(change.after)
  await db
    .insertInto('settings')
    .values({ key: change.key, value, changed_by: by })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, changed_by: by, changed_at: sql`now()` }))
    .execute()
  await db
    .insertInto('setting_changes')
    .values({ key: change.key, old_value: JSON.stringify(change.before), new_value: value, changed_by: by })
    .execute()
}

async function refuseContradiction(db: Kysely<Database>): Promise<void> {
  const { dueGaps, lapsedGaps } = await readSettings(db)
  if (dueGaps < lapsedGaps) return
  throw new UserError(
    `lapsed_gaps (${lapsedGaps}) must be more than due_gaps (${dueGaps}).`,
    'Nothing was changed. Set both at once.',
  )
}

/** What a change brings with it. */
async function follow(db: Kysely<Database>, change: SettingChange): Promise<void> {
  switch (change.key) {
    case 'time_zone':
      return redate(db, String(change.after))
    case 'currency':
      return refuseMixedCurrency(db, String(change.after))
    case 'associate_scope':
      return limitWhoSeesWhom(db, change.after !== 'all')
    default:
      return
  }
}

/** What one store or one colleague may not see is hidden by PostgreSQL itself; in a shop without such limits that is off. */
async function limitWhoSeesWhom(db: Kysely<Database>, limited: boolean): Promise<void> {
  if (limited && !(await mayTakeReadingRoles(db)))
    throw new UserError(
      'Rights by store or colleague need the reading roles, which this database does not have.',
      'Nothing was changed. npm run -s cli -- doctor says how to make them.',
    )
  try {
    await sql`set local lock_timeout = '5s'`.execute(db)
    await enforceScopes(db, limited)
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error
    throw new UserError(
      'Who sees whom cannot change while questions are being answered.',
      'Nothing was changed. Try again in a moment.',
      { cause: error },
    )
  }
}

async function refuseMixedCurrency(db: Kysely<Database>, currency: string): Promise<void> {
  const other = await db
    .selectFrom('orders')
    .select(['currency', db.fn.countAll<number>().as('orders')])
    .where('currency', '<>', currency)
    .groupBy('currency')
    .orderBy('currency')
    .executeTakeFirst()
  if (!other) return
  throw new UserError(
    `The currency cannot become ${currency}: there are ${other.orders} orders in ${other.currency}.`,
    'Amounts are never converted. Undo the import first, or use a database of its own for the other currency.',
  )
}

export type SettingHistory = {
  readonly key: string
  readonly before: unknown
  readonly after: unknown
  readonly at: Date
  readonly by: string
}

/** Every change of the shop's settings, latest first. */
export async function settingHistory(db: Kysely<Database>): Promise<readonly SettingHistory[]> {
  const rows = await db.selectFrom('setting_changes').selectAll().orderBy('id', 'desc').execute()
  return rows.map((row) => ({
    key: row.key,
    before: row.old_value,
    after: row.new_value,
    at: row.changed_at,
    by: row.changed_by,
  }))
}

function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code)
}

function quoted(text: string): string {
  return /^[\w/:.-]+$/.test(text) ? text : `"${text}"`
}
