import type { CalendarUnit, Grain } from '../../days.ts'
import { months, type StretchName } from '../../named-days.ts'
import { phrases } from '../phrases.ts'

/** A unit of time as it is said: a fortnight is two weeks, half a year six months. */
export interface SaidUnit {
  readonly unit: CalendarUnit
  readonly times: number
}

const monthSpellings =
  'january|jan february|feb|febr march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct ' +
  'november|nov december|dec'
export const monthNames = phrases<number>(monthSpellings.split(' ').map((each, index) => [each, index + 1] as const))

export function monthName(month: number): StretchName {
  return months[month - 1] ?? 'january'
}

export const weekdayNames = phrases<StretchName>([
  ['monday|mon', 'monday'],
  ['tuesday|tue|tues', 'tuesday'],
  ['wednesday|wed|weds', 'wednesday'],
  ['thursday|thu|thur|thurs', 'thursday'],
  ['friday|fri', 'friday'],
  ['saturday|sat', 'saturday'],
  ['sunday|sun', 'sunday'],
  ['weekend', 'weekend'],
])

export const partNames = phrases<StretchName>([
  ['q1|first quarter|1st quarter|quarter one|quarter 1', 'q1'],
  ['q2|second quarter|2nd quarter|quarter two|quarter 2', 'q2'],
  ['q3|third quarter|3rd quarter|quarter three|quarter 3', 'q3'],
  ['q4|fourth quarter|4th quarter|final quarter|quarter four|quarter 4', 'q4'],
  ['h1|first half|1st half|half one', 'first_half'],
  ['h2|second half|2nd half|half two', 'second_half'],
])

export const seasonNames = phrases<StretchName>([
  ['spring|springtime', 'spring'],
  ['summer|summertime', 'summer'],
  ['fall|autumn', 'fall'],
  ['winter|wintertime', 'winter'],
  ['holiday season|holiday shopping season|christmas season|festive season|festive period|holidays', 'holiday_season'],
])

export const holidayNames = phrases<StretchName>([
  ["new year 's day|new years day|new year day|new year 's|new years|new year", 'new_years_day'],
  ["new year 's eve|new years eve|new year eve|nye", 'new_years_eve'],
  ['martin luther king day|martin luther king jr day|martin luther king jr . day|mlk day', 'martin_luther_king_day'],
  ["valentine 's day|valentines day|valentine day|valentine 's|valentines", 'valentines_day'],
  ["presidents ' day|president 's day|presidents day", 'presidents_day'],
  ["st patrick 's day|st . patrick 's day|st patricks day|saint patrick 's day|st paddys day", 'st_patricks_day'],
  ['good friday', 'good_friday'],
  ['easter|easter sunday', 'easter'],
  ["mother 's day|mothers ' day|mothers day", 'mothers_day'],
  ['memorial day', 'memorial_day'],
  ['memorial day weekend', 'memorial_day_weekend'],
  ['juneteenth', 'juneteenth'],
  ["father 's day|fathers ' day|fathers day", 'fathers_day'],
  ['independence day|fourth of july|4th of july|the fourth of july|the 4th of july', 'independence_day'],
  ['labor day|labour day', 'labor_day'],
  ['labor day weekend|labour day weekend', 'labor_day_weekend'],
  ["columbus day|indigenous peoples ' day|indigenous peoples day", 'columbus_day'],
  ['halloween', 'halloween'],
  ["veterans day|veteran 's day|veterans ' day", 'veterans_day'],
  ['thanksgiving|thanksgiving day', 'thanksgiving'],
  ['black friday', 'black_friday'],
  ['black friday weekend|bfcm|black friday cyber monday', 'black_friday_weekend'],
  ['small business saturday', 'small_business_saturday'],
  ['cyber monday', 'cyber_monday'],
  ['christmas eve|xmas eve', 'christmas_eve'],
  ['christmas|christmas day|christmas time|christmastime|xmas|xmas day', 'christmas'],
  ['boxing day', 'boxing_day'],
])

export const units = phrases<SaidUnit>([
  ['day|days', { unit: 'day', times: 1 }],
  ['week|weeks|wk|wks', { unit: 'week', times: 1 }],
  ['month|months|mo|mos|mth|mths', { unit: 'month', times: 1 }],
  ['quarter|quarters|qtr|qtrs', { unit: 'quarter', times: 1 }],
  ['year|years|yr|yrs', { unit: 'year', times: 1 }],
  ['fortnight|fortnights', { unit: 'week', times: 2 }],
  ['half year|half a year|half years', { unit: 'month', times: 6 }],
  ['year and a half', { unit: 'month', times: 18 }],
  ['decade|decades', { unit: 'year', times: 10 }],
  ['fiscal year|fiscal years|financial year|fy', { unit: 'fiscal_year', times: 1 }],
  ['fiscal quarter|fiscal quarters|financial quarter|fq', { unit: 'fiscal_quarter', times: 1 }],
])

export const singularUnits: ReadonlySet<string> = new Set([
  'day',
  'week',
  'wk',
  'month',
  'mo',
  'mth',
  'quarter',
  'qtr',
  'year',
  'yr',
  'fortnight',
  'half',
  'decade',
  'fy',
  'fq',
])

/** Units tied to a number: "90d", "12mo". */
export const tiedUnits: Readonly<Record<string, Grain>> = {
  d: 'day',
  day: 'day',
  days: 'day',
  w: 'week',
  wk: 'week',
  wks: 'week',
  mo: 'month',
  mos: 'month',
  mth: 'month',
  mths: 'month',
  m: 'month',
  q: 'quarter',
  y: 'year',
  yr: 'year',
  yrs: 'year',
}

export type Determiner = 'this' | 'last' | 'past' | 'previous' | 'latest' | 'rolling' | 'next'

export const determiners = phrases<Determiner>([
  ['this|the current|current|the present', 'this'],
  ['last|the last', 'last'],
  ['past|the past|this past|these past|these last', 'past'],
  ['previous|the previous|prior|the prior|preceding|the preceding', 'previous'],
  ['latest|the latest|most recent|the most recent', 'latest'],
  ['trailing|the trailing|rolling|the rolling|running|the running', 'rolling'],
  ['next|the next|upcoming|the upcoming|coming|the coming|this coming|this upcoming|this next', 'next'],
])

export const wholeAdjectives = phrases<true>([
  ['full|complete|completed|whole|entire|calendar|finished|full calendar|complete calendar|closed', true],
])

export const justEnded = phrases<true>([
  [
    'that just ended|just ended|that ended|that has just ended|that just finished|that just closed|that just passed',
    true,
  ],
  ["we just closed|we just finished|we've just finished|we've just closed|that 's just ended", true],
  ['just gone|just past|just passed|just over', true],
  ['that is just over|which just ended|that just went by', true],
])

export const agoWords = phrases<true>([['ago|back|before today|before now', true]])

/** Up to now; up to the day that corresponds to today, in last year as well; the same of any year; to yesterday. */
export type UpTo = 'now' | 'so far' | 'year to date' | 'yesterday'

/** Words after a stretch that cut it. */
export const soFarWords = phrases<UpTo>([
  ['so far|to date|thus far|and counting', 'so far'],
  ['up to now|until now|till now|to now|up to today|until today|through today|to today|as of today|as of now', 'now'],
  ['already|till today|up until now|up until today|by now|by today', 'now'],
  ['ytd|year to date', 'year to date'],
  ['up to yesterday|until yesterday|through yesterday|till yesterday|to yesterday|thru yesterday', 'yesterday'],
  [
    'up until yesterday|up through yesterday|as of yesterday|not counting today|excluding today|without today',
    'yesterday',
  ],
])

export const toDatePhrases = phrases<{ unit: CalendarUnit; offset: number }>([
  ['ytd|year to date|the year to date|the year so far|year so far|y t d', { unit: 'year', offset: 0 }],
  ['qtd|quarter to date|the quarter to date|the quarter so far|quarter so far', { unit: 'quarter', offset: 0 }],
  ['mtd|month to date|the month to date|the month so far|month so far', { unit: 'month', offset: 0 }],
  ['wtd|week to date|the week to date|the week so far|week so far', { unit: 'week', offset: 0 }],
  [
    'fytd|fiscal year to date|fiscal ytd|the fiscal year so far|financial year to date',
    { unit: 'fiscal_year', offset: 0 },
  ],
  [
    'lytd|last ytd|last year to date|prior ytd|previous ytd|prior year to date|ytd last year',
    { unit: 'year', offset: -1 },
  ],
  ['all year|all year long|the whole year|the entire year|all through the year', { unit: 'year', offset: 0 }],
  ['all month|all month long|the whole month|the entire month', { unit: 'month', offset: 0 }],
  ['all week|all week long|the whole week|the entire week', { unit: 'week', offset: 0 }],
  ['last years ytd|last year ytd|year to date last year|ytd a year ago', { unit: 'year', offset: -1 }],
])

export const everPhrases = phrases<true>([
  ['all time|all times|of all time|of all times|ever', true],
  ['to date|until now|up to now|up till now|to this day|so far|to this date', true],
  ['since the beginning|since the start|since the beginning of time|since day one|since day 1|since we opened', true],
  ['since opening|from the beginning|from the start|from day one|at any time|at any point|at some point|anytime', true],
  ['as of now|up until now|in our history|in history|historically|in the past|any time', true],
  ['over all time|across all time|for all time|in all time|from all time', true],
])

/** Prepositions that say no more than "in". */
export const withinWords = phrases<string>(
  (
    'in|on|during|over|within|throughout|for|at|across|of|from|inside|inside of|any time in|anytime in|sometime in|' +
    'any time|anytime|at any time|sometime|some time|at some time|at any point|at some point|some time in|in the course of|over the course of|all|all of|the whole of|the entire|the whole|the full|' +
    'back in|any time during|sometime during|at any point in|at any point during|at some point in|at some point during|' +
    'through all of|all through|all throughout|as part of|dated|just in|in all of|during all of|for all of|over all of|' +
    'in the whole of|for the whole of|for the entire|in the entire|during the whole of|during the entire|in just|' +
    'either|in either'
  )
    .split('|')
    .map((each) => [each, each] as const),
)

export const eachWords = phrases<true>([
  [
    'each of|in each of|for each of|during each of|both|in both|for both|every one of|in every one of|each one of',
    true,
  ],
  ['in each one of|in either of|both in|on both|on each of', true],
])

export type EdgeWord = 'since' | 'before' | 'after' | 'until'
export const edgeWords = phrases<EdgeWord>([
  ['since|ever since|starting|starting from|starting on|starting in|starting with|beginning|beginning on', 'since'],
  ['beginning in|beginning with|beginning from|on or after|no earlier than|not before|commencing', 'since'],
  ['before|prior to|earlier than|ahead of|older than|preceding|from before', 'before'],
  ['after|later than', 'after'],
  ['until|till|til|up to|up until|up till|up through|through|thru|by|on or before', 'until'],
  ['up to and including|until and including|through and including|no later than|not later than', 'until'],
  ['not after|at the latest by|ending|ending on|ending in|as of|right up to|right up until', 'until'],
])
export const onwards = phrases<true>([
  [
    'on|onward|onwards|forward|forwards|and on|and onward|and onwards|and later|or later|and after|or after|and since',
    true,
  ],
])

/** Words that say nothing of time but may stand between "since" and a day. */
export const startsAndEnds = phrases<'start' | 'end'>([
  [
    'the start of|the beginning of|the first day of|start of|beginning of|the very start of|the very beginning of',
    'start',
  ],
  ['the end of|end of|the last day of|the close of|the very end of', 'end'],
])
export const unitEnds = phrases<CalendarUnit>([
  ["month end|the month end|eom|the month 's end", 'month'],
  ["year end|the year end|eoy|the year 's end|year 's end", 'year'],
  ['quarter end|the quarter end|eoq', 'quarter'],
  ['week end|eow', 'week'],
])

export const rangeWords = phrases<true>([
  ['to|through|thru|until|till|til|-|up to|up until|up through', true],
  ['through to|and ending|ending|right up to|right through to', true],
])

/** Words before which "may" and "fall" are times. */
export const cues: ReadonlySet<string> = new Set(
  (
    'in during since until till by before after from of for last this next through thru between vs versus than ' +
    'on within throughout year early late mid each every starting beginning ending past previous prior calendar fiscal ' +
    'coming latest recent at'
  ).split(' '),
)

export const fiscalWords = phrases<true>([
  ['fiscal year|fiscal|fy|financial year|the fiscal year|the financial year', true],
])
export const fiscalQuarters = phrases<number>([
  ['fiscal q1|fq1|fiscal first quarter|first fiscal quarter', 1],
  ['fiscal q2|fq2|fiscal second quarter|second fiscal quarter', 2],
  ['fiscal q3|fq3|fiscal third quarter|third fiscal quarter', 3],
  ['fiscal q4|fq4|fiscal fourth quarter|fourth fiscal quarter', 4],
])
