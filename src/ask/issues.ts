import type { SegmentHistory } from '../catalog/histories.ts'
import { nearest } from '../nearest.ts'
import type { Day } from './days.ts'
import { writeDay } from './period-text.ts'

/**
 * What can be wrong with a plan. A person reads the sentence, and so does a model in its repair round; `at` says where in
 * the plan, e.g. `where[0].any[1]`.
 */
export type Issue = { readonly at: string } & (
  | { readonly code: 'malformed'; readonly problem: string }
  | { readonly code: 'unknown_name'; readonly what: NameKind; readonly name: string; readonly nearest: string | null }
  | {
      readonly code: 'unknown_value'
      readonly field: string
      readonly value: string
      readonly nearest: string | null
      readonly known: readonly string[]
    }
  | {
      readonly code: 'wrong_operation'
      readonly field: string
      readonly op: string
      readonly allowed: readonly string[]
    }
  | { readonly code: 'wrong_value'; readonly field: string; readonly value: string; readonly expected: string }
  | { readonly code: 'value_count'; readonly op: string; readonly given: number; readonly expected: string }
  | { readonly code: 'no_period'; readonly field: string }
  | { readonly code: 'no_day'; readonly name: string; readonly use: 'period' | 'buckets' }
  | { readonly code: 'out_of_reach'; readonly name: string; readonly other: string }
  | { readonly code: 'not_a_number'; readonly name: string; readonly use: string }
  | { readonly code: 'no_breakdown'; readonly field: string }
  | { readonly code: 'no_share'; readonly metric: string }
  | { readonly code: 'no_baseline' }
  | { readonly code: 'baseline_over_time' }
  | { readonly code: 'order_out_of_range'; readonly column: number; readonly columns: number }
  | { readonly code: 'limit_without_order' }
  | { readonly code: 'limit_both' }
  | { readonly code: 'limit_per'; readonly field: string }
  | { readonly code: 'category_missing' }
  | { readonly code: 'upper_missing' }
  /** `today`: the day that the question is asked for, which no scoring speaks of. */
  | { readonly code: 'not_scored'; readonly name: string; readonly today: string }
  | { readonly code: 'not_estimated'; readonly name: string; readonly why: string }
  | { readonly code: 'forecast'; readonly name: string }
  | { readonly code: 'does_not_add'; readonly name: string }
  | { readonly code: 'no_history'; readonly name: string }
  | { readonly code: 'outside_history'; readonly name: string; readonly day: Day; readonly history: SegmentHistory }
  | { readonly code: 'not_past'; readonly day: Day }
  | { readonly code: 'no_movement' }
  | { readonly code: 'movement_without_beginning' }
  | { readonly code: 'which_segment'; readonly name: string }
  | { readonly code: 'contact_hidden'; readonly field: string }
  | { readonly code: 'out_of_scope'; readonly name: string; readonly seen: string }
  | { readonly code: 'saved_segment'; readonly name: string; readonly problem: string }
  | { readonly code: 'saved_circle' }
  | { readonly code: 'saved_too_deep'; readonly deepest: number }
)

export type NameKind = 'metric' | 'field' | 'segment' | 'word'

/** An issue about a name that does not exist, with the nearest one that does. */
export function unknownName(at: string, what: NameKind, name: string, known: Iterable<string>): Issue {
  return { code: 'unknown_name', at, what, name, nearest: nearest(name, [...known]) }
}

/** The sentence for an issue. */
export function say(issue: Issue): string {
  switch (issue.code) {
    case 'malformed':
      return `The plan is not well formed${issue.at ? ` at ${issue.at}` : ''}: ${issue.problem}`
    case 'unknown_name':
      return `There is no ${issue.what} called ${code(issue.name)}.${issue.nearest ? ` Did you mean ${code(issue.nearest)}?` : ''}`
    case 'unknown_value':
      return `${issue.field} is never ${code(issue.value)}.${issue.nearest ? ` Did you mean ${code(issue.nearest)}?` : ` It is one of ${listed(issue.known)}.`}`
    case 'wrong_operation':
      return `${issue.field} cannot be compared by ${code(issue.op)}; it can by ${listed(issue.allowed)}.`
    case 'wrong_value':
      return `${issue.field} is compared with ${code(issue.value)}, which is not ${issue.expected}.`
    case 'value_count':
      return `${code(issue.op)} takes ${issue.expected}; ${issue.given} ${issue.given === 1 ? 'was' : 'were'} given.`
    case 'no_period':
      return `${issue.field} is to be “in” a period, and no period is given.`
    case 'no_day':
      return issue.use === 'period'
        ? `“${issue.name}” is a figure as of today and has no day, so it cannot be limited to a period.`
        : `“${issue.name}” is a figure as of today and has no day, so it cannot be broken down over time.`
    case 'out_of_reach':
      return `“${issue.name}” does not go together with “${issue.other}”: one of the first does not belong to one of the second.`
    case 'not_a_number':
      return `“${issue.name}” is not a number, so ${issue.use}.`
    case 'no_breakdown':
      return `Numbers cannot be broken down by “${issue.field}”.`
    case 'no_share':
      return `“${issue.metric}” is not a sum or a count, so there is no share of it.`
    case 'no_baseline':
      return 'A change from all time to all time is no change: give it a period.'
    case 'baseline_over_time':
      return 'Over time, a change is measured against so many days, weeks, months, quarters or years earlier, not against one other period.'
    case 'order_out_of_range':
      return `The order names column ${issue.column}, and there ${issue.columns === 1 ? 'is only 1 column' : `are ${issue.columns} columns`}, counted from 0.`
    case 'limit_without_order':
      return 'The first few percent of a list need an order: by what?'
    case 'limit_both':
      return 'A limit is either a number of rows or a percentage, and needs one of them.'
    case 'limit_per':
      return `The first of each “${issue.field}” can only be found where the answer is broken down by it.`
    case 'category_missing':
      return 'Heavy users are heavy users of a category: which one?'
    case 'upper_missing':
      return '“between” needs a lower and an upper number.'
    case 'not_scored':
      return `“${issue.name}” is not scored yet as of ${issue.today}. Scoring happens every night; to have it for that day, run npm run -s cli -- score --as-of ${issue.today}.`
    case 'not_estimated':
      return `“${issue.name}” cannot be estimated yet. ${issue.why}`
    case 'forecast':
      return `Regulars estimates what customers will do; it does not forecast the shop, because whoever has not come yet is in no estimate. Ask for “${issue.name}” of some of them, such as your champions.`
    case 'does_not_add':
      return `“${issue.name}” does not add up over customers.`
    case 'no_history':
      return `It is not recorded who was in “${issue.name}” when.`
    case 'outside_history':
      return `Who was in “${issue.name}” is known from ${writeDay(issue.history.fromDay)} to ${writeDay(issue.history.untilDay)}; ${writeDay(issue.day)} is outside of that.`
    case 'not_past':
      return `${writeDay(issue.day)} is still to come.`
    case 'no_movement':
      return 'A movement is out of a segment, into one, or from one to another.'
    case 'movement_without_beginning':
      return 'From one segment to another: since when?'
    case 'which_segment':
      return `“${issue.name}” is counted for a segment: which one?`
    case 'contact_hidden':
      return `“${issue.field}” is shown only to those who may see contact details.`
    case 'out_of_scope':
      return `You see only the customers ${issue.seen}. For “${issue.name}” ask a manager.`
    case 'saved_segment':
      return `The saved segment “${issue.name}” cannot be used as it stands. ${issue.problem}`
    case 'saved_circle':
      return 'Its conditions lead back to itself.'
    case 'saved_too_deep':
      return `Saved segments stand more than ${issue.deepest} deep within one another there.`
    default:
      return issue satisfies never
  }
}

function code(name: string): string {
  return `\`${name.length > 80 ? `${name.slice(0, 80)}…` : name}\``
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, 12).map(code)
  return names.length > 12 ? `${some.join(', ')} and ${names.length - 12} more` : some.join(', ')
}
