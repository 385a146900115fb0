import { type Field, fields, levelsOf, missing, type Pattern } from './fields.ts'

/** How many of the compared pairs show a pattern. */
export interface PatternCount {
  readonly pattern: Pattern
  readonly pairs: number
}

/** What the shop's own records say about themselves. */
export interface Observed {
  /** Pairs that have enough in common to be compared, by pattern. */
  readonly candidates: readonly PatternCount[]
  /** Pairs drawn at random, by pattern. */
  readonly random: readonly PatternCount[]
  readonly customers: number
}

/** How often each level of each field is found, by the order of `fields`. */
type Shares = readonly (readonly number[])[]

/** From which the chance that two records are one person follows. */
export interface MatchModel {
  readonly customers: number
  /** Pairs, of all there are, that are thought to be one person. */
  readonly matches: number
  /** Pairs of people who live together, and of people who share an office or a house. */
  readonly households: number
  readonly offices: number
  /** Among records of one person. */
  readonly m: Shares
  /** Among strangers. */
  readonly u: Shares
}

/**
 * Estimates how often fields agree among records of one person and among strangers (Fellegi & Sunter 1969), by
 * expectation–maximisation (Winkler 1988).
 *
 * Strangers are pairs drawn at random, never the compared ones, and the share of matches is of all pairs there are. With
 * both taken from the compared pairs, which agree in something because that is how they were chosen, it ends with every
 * pair a match. What is thought beforehand weighs as much as `priorPairs` pairs, which is all that a small shop has to go
 * by; and people who live or work together are classes of their own, so that a family is not taken for one person.
 */
export function estimate({ candidates, random, customers }: Observed): MatchModel {
  const strict = candidates.reduce((sum, { pattern, pairs }) => sum + pairs * isStrict(pattern), 0)
  const first = Math.max(strict / strictRecall, customers * leastShare, 0.5)
  let model: MatchModel = {
    ...{ customers, matches: first, households: customers * leastParted, offices: customers * leastParted },
    ...{ m: fields.map(({ m }) => m), u: strangers(random, isStrict) },
  }
  for (let round = 0; round < mostRounds; round++) {
    const next = improved(model, { candidates, random }, first)
    const moved = Math.abs(next.matches - model.matches) / model.matches
    model = next
    if (moved < 1e-5) break
  }
  return model
}

/** Of the pairs of one person, those that agree in both names and in something that tells people apart. */
const strictRecall = 0.6
/** In a shop without a single strict match there are still thought to be duplicates, for each customer. */
const leastShare = 0.02
/** The estimate of matches never goes beyond so many times what the strict matches tell. */
const mostGrowth = 5
const mostRounds = 200
const priorPairs = 40
const priorRandom = 1000
/** People in one household, and in one office, who are both customers: at least so many pairs for each customer. */
const leastParted = 0.03

function isStrict(pattern: Pattern): 0 | 1 {
  const [given, family, email, phone, birthday, address] = levelsOf(pattern)
  return given === 3 && family === 3 && [email, phone, birthday, address].includes(3) ? 1 : 0
}

/** From pairs drawn at random, of which a few are one person: those do not count. */
function strangers(random: readonly PatternCount[], isOne: (pattern: Pattern) => number): Shares {
  const parted = random.map(({ pattern, pairs }) => ({ pattern, pairs: pairs * (1 - isOne(pattern)) }))
  return fields.map((field, at) => shares(field.u, tally(field, at, parted), priorRandom))
}

function tally(field: Field, at: number, counts: readonly { pattern: Pattern; pairs: number }[]): readonly number[] {
  const sums = field.levels.map(() => 0)
  for (const { pattern, pairs } of counts) {
    const level = levelsOf(pattern)[at] ?? missing
    if (level !== missing) sums[level] = (sums[level] ?? 0) + pairs
  }
  return sums
}

/** What was counted, with what was thought beforehand weighing as much as `weight` pairs. */
function shares(prior: readonly number[], counted: readonly number[], weight: number): readonly number[] {
  const total = counted.reduce((sum, count) => sum + count, 0) + weight
  return prior.map((share, level) => Math.max((share * weight + (counted[level] ?? 0)) / total, 1e-9))
}

function improved(
  model: MatchModel,
  { candidates, random }: Pick<Observed, 'candidates' | 'random'>,
  first: number,
): MatchModel {
  const chances = chancesOf(model)
  const parted = candidates.map(({ pattern, pairs }) => ({ pattern, pairs, chances: chances(pattern) }))
  const found = (kind: number) => parted.reduce((sum, { pairs, chances: of }) => sum + pairs * (of[kind] ?? 0), 0)
  const matched = parted.map(({ pattern, pairs, chances: [one = 0] }) => ({ pattern, pairs: pairs * one }))
  const least = model.customers * leastParted
  return {
    customers: model.customers,
    matches: Math.min(Math.max(found(0), model.customers * leastShare, 0.5), first * mostGrowth),
    households: Math.max(found(1), least),
    offices: Math.max(found(2), least),
    m: fields.map((field, at) => shares(field.m, tally(field, at, matched), priorPairs)),
    u: strangers(random, (pattern) => chances(pattern)[0] ?? 0),
  }
}

/** Some names are borne by many: how much more often than the average name it is found among strangers, at least 1. */
export interface Commonness {
  readonly given: number
  readonly family: number
}
const ordinary: Commonness = { given: 1, family: 1 }

/** The chance that two records with this pattern are one person, 0–1. */
export function judgeOf(model: MatchModel): (pattern: Pattern, common?: Commonness) => number {
  const chances = chancesOf(model)
  return (pattern, common) => chances(pattern, common)[0] ?? 0
}

/** The chances that a pair is one person, of one household, of one office, or strangers. */
function chancesOf(model: MatchModel): (pattern: Pattern, common?: Commonness) => readonly number[] {
  const { customers, matches, households, offices, m, u } = model
  const all = (customers * (customers - 1)) / 2
  const classes = [
    { pairs: matches, of: m },
    { pairs: households, of: fields.map((field, at) => sharing(field.household, m[at], u[at])) },
    { pairs: offices, of: fields.map((field, at) => sharing(field.office, m[at], u[at])) },
    { pairs: Math.max(all - matches - households - offices, 1), of: u },
  ]
  return (pattern, common = ordinary) => {
    const levels = levelsOf(pattern)
    const weights = classes.map(({ pairs, of }, kind) =>
      levels.reduce((product, level, at) => {
        const share = level === missing ? 1 : (of[at]?.[level] ?? 1)
        return product * share * (kind > 0 ? rarity(at, level, kind, common) : 1)
      }, pairs),
    )
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return weights.map((weight) => (total > 0 ? weight / total : 0))
  }
}

/** Two who are called the same because many are: among strangers that is so much more frequent. */
function rarity(at: number, level: number, kind: number, { given, family }: Commonness): number {
  if (level !== 3) return 1
  if (at === 0) return given
  // Of one household they share the name because they are family, however rare it is.
  return at === 1 && kind !== 1 ? family : 1
}

function sharing(how: Field['household'], m: readonly number[] = [], u: readonly number[] = []): readonly number[] {
  if (how === 'as one person') return m
  return how === 'as strangers' ? u : how
}
