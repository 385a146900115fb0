/**
 * What is compared of two records, and how far each may agree. The order is that of the evidence as it is read.
 *
 * A level is a number from 0 (different) up; `m` is how often a level is found among records of one person, `u` how often
 * among strangers, before the shop's own records have had their say. `shared` are the fields that people of one
 * household, or one office, have in common though they are two.
 */
export interface Field {
  readonly name: FieldName
  /** Names of the levels, by number. */
  readonly levels: readonly Agreement[]
  readonly m: readonly number[]
  readonly u: readonly number[]
  /** For people who live together. */
  readonly household: Sharing
  /** For people who share an office, a switchboard or a house. */
  readonly office: Sharing
}

export type FieldName = 'given' | 'family' | 'email' | 'phone' | 'birthday' | 'address' | 'place'

/** How far one field agrees. `yearless` is of birthdays: day and month agree, and a year is unknown. */
export type Agreement = 'different' | 'alike' | 'near' | 'same' | 'yearless'

/** Whether a field of two people who belong together agrees as that of one person does, or as that of strangers. */
type Sharing = 'as one person' | 'as strangers' | readonly number[]

const four = ['different', 'alike', 'near', 'same'] as const

export const fields: readonly Field[] = [
  {
    name: 'given',
    levels: four,
    m: [0.03, 0.03, 0.09, 0.85],
    u: [0.955, 0.025, 0.01, 0.01],
    household: 'as strangers',
    office: 'as strangers',
  },
  {
    name: 'family',
    levels: four,
    m: [0.03, 0.02, 0.07, 0.88],
    u: [0.97, 0.02, 0.005, 0.005],
    household: 'as one person',
    office: 'as strangers',
  },
  {
    name: 'email',
    levels: four,
    m: [0.3, 0.02, 0.05, 0.63],
    u: [0.9988, 0.001, 0.0002, 0.000002],
    household: [0.8, 0.05, 0.01, 0.14],
    office: [0.9, 0.02, 0.01, 0.07],
  },
  {
    name: 'phone',
    levels: four,
    m: [0.25, 0.02, 0.05, 0.68],
    u: [0.9977, 0.002, 0.0003, 0.000005],
    household: 'as one person',
    office: 'as one person',
  },
  {
    name: 'birthday',
    levels: [...four, 'yearless'],
    m: [0.04, 0.03, 0.08, 0.8, 0.05],
    u: [0.98166, 0.014, 0.004, 0.00004, 0.0003],
    // Twins.
    household: [0.945, 0.02, 0.01, 0.02, 0.005],
    office: 'as strangers',
  },
  {
    name: 'address',
    levels: four,
    m: [0.25, 0.07, 0.13, 0.55],
    u: [0.98869, 0.01, 0.0013, 0.00001],
    household: 'as one person',
    office: 'as one person',
  },
  {
    name: 'place',
    levels: four,
    m: [0.06, 0.05, 0.14, 0.75],
    u: [0.88, 0.02, 0.08, 0.02],
    household: 'as one person',
    office: 'as one person',
  },
]

/** In a pattern: one of the two records lacks the field, which says nothing. */
export const missing = 7

/** How far each field of two records agrees, in one number: three bits for each field in their order. */
export type Pattern = number

/** The level of each field in a pattern, by the order of `fields`. */
export function levelsOf(pattern: Pattern): readonly number[] {
  return fields.map((_, at) => Math.floor(pattern / 8 ** at) % 8)
}

/** How far each field agrees, by name; a field that one of them lacks is not there. */
export type Evidence = Partial<Readonly<Record<FieldName, Agreement>>>

export function evidenceOf(pattern: Pattern): Evidence {
  const levels = levelsOf(pattern)
  return Object.fromEntries(
    fields.flatMap(({ name, levels: names }, at) => {
      const agreement = names[levels[at] ?? missing]
      return agreement === undefined ? [] : [[name, agreement]]
    }),
  )
}
