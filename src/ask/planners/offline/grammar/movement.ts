import { calendarPeriod, type Period } from '../../../period.ts'
import type { Grammar } from '../engine.ts'

/** Who came into a segment, who went out of it, who was in it on a day, and how large it was over time. */
export function addMovement(grammar: Grammar): void {
  addStates(grammar)
  addEntering(grammar)
  addLeaving(grammar)
  addFromTo(grammar)
  addUntold(grammar)
  addMembers(grammar)
  addSizes(grammar)
}

/** From one segment to another, or in or out of one; without a stretch of time it takes that of the sentence. */
export interface Moved {
  readonly kind: 'moved'
  readonly from: string | null
  readonly to: string | null
  readonly period: Period | null
  readonly note?: string
  /** Out of it, and not back since: "no longer a champion". */
  readonly gone?: true
}

const moved = (from: string | null, to: string | null, period: Period | undefined, note?: string): Moved => ({
  kind: 'moved',
  from,
  to,
  period: period ?? null,
  ...(note ? { note } : {}),
})

/** Segments that customers come into and leave again; the first order, say, is for ever. */
const lasting = new Set(['buyer', 'prospect', 'one_time', 'repeat', 'referred', 'referrer'])
const rfm = new Set(
  'champion loyal potential_loyalist new_rfm promising need_attention about_to_sleep cant_lose at_risk hibernating'.split(
    ' ',
  ),
)

const stages = ['prospecting', 'consideration', 'purchase', 'connection', 'loyalty'].map((name) => `stage_${name}`)

/** The segments that a breakdown by RFM name or by stage stands for. */
export const familyNames = (field: string): readonly string[] =>
  field === 'customer.rfm' ? [...rfm] : field === 'customer.stage' ? stages : []

/** Segments of which a customer is in one at a time, so that coming into one is leaving another. */
export function familyOf(name: string): 'rfm' | 'stage' | 'rhythm' | null {
  if (rfm.has(name)) return 'rfm'
  if (name.startsWith('stage_')) return 'stage'
  return ['due', 'lapsed'].includes(name) ? 'rhythm' : null
}

function addStates(grammar: Grammar): void {
  grammar.rule(
    'state',
    ['<segment>', '<segment> segment|group|customers|customer|people|buyers|ones|stage'],
    ({ segment }) => segment,
  )
  grammar.rule('state', ['<topwords>', 'top|best|vip customers|customer|group|segment|list|spenders|tier'], () => 'top')
  for (const name of ['prospecting', 'consideration', 'connection', 'loyalty'])
    grammar.rule('state', name, () => `stage_${name}`, 0.2)
  grammar.rule('lapsedverb', [
    'lapsed|churned',
    'went|fell|gone|fallen quiet|silent|cold|dark|dormant|inactive',
    'dropped|drifted|slipped|faded|fallen off|away',
  ])
  // "who lapsed", "customers that lapsed": a verb; "are lapsed" is none.
  grammar.reader('verbhere', (tokens, at) =>
    telling.has(tokens[at - 1]?.lower ?? '') ? [{ end: at, value: true, cost: 0 }] : [],
  )
  grammar.reader('byhere', (tokens, at) =>
    breaking.has(tokens[at]?.lower ?? '') && /^(?:week|month|quarter|year)$/.test(tokens[at + 1]?.stem ?? '')
      ? [{ end: at, value: true, cost: 0 }]
      : [],
  )
}

const breaking = new Set(['by', 'per', 'each', 'every'])

const telling = new Set(
  'who that which many customers customer people clients buyers vips champions ones have has shoppers regulars then just newly anyone anybody else ? did'.split(
    ' ',
  ),
)

function addEntering(grammar: Grammar): void {
  const enters = (patterns: readonly string[], cost = -0.8) =>
    grammar.rule('item', patterns, ({ state, when }) => moved(null, state, when), cost)
  enters([
    'became|become|becoming|entered|enter|joined|join|reached|reach|turned|turn|gone into? <state> <when>?',
    'fell|fallen|slipped|slid|dropped|moved|move|went|climbed|rose|came|grew|drifted|shifted|graduated|promoted|upgraded|advanced to|into|in|up|down to|into|in? <state> <when>?',
    'made it into|to <state> <when>?',
    'started|began being <state> <when>?',
    'got <state> <when>',
  ])
  grammar.rule(
    'item',
    ['new|newly|fresh|freshly|recent|recently <state> <when>?', '<state> new <when>'],
    ({ state, when }) => (lasting.has(state) || /^reachable/.test(state) ? null : moved(null, state, when)),
    -0.8,
  )
  grammar.rule(
    'item',
    ['<verbhere> <lapsedverb> <when>', 'just|newly lapsed|churned <when>', 'started|began|start lapsing <when>'],
    ({ when }) => moved(null, 'lapsed', when),
    -0.8,
  )
  grammar.rule('item', ['lost|churned $people? <byhere>'], () => moved(null, 'lapsed', undefined), -1)
  grammar.rule('item', ['<verbhere> <lapsedverb> <byhere>'], () => moved(null, 'lapsed', undefined), -0.8)
  grammar.rule(
    'item',
    ['lose|lost|losing <when>'],
    ({ when }) => moved(null, 'lapsed', when, 'Read as became lapsed.'),
    -0.5,
  )
}

function addLeaving(grammar: Grammar): void {
  const leaves = (patterns: readonly string[], cost = -0.8) =>
    grammar.rule(
      'item',
      patterns,
      ({ state, when }) => (['referred', 'referrer'].includes(state) ? null : moved(state, null, when)),
      cost,
    )
  leaves([
    'left|leave|leaving|exited|exit|quit|departed from? <state> <when>?',
    'stopped|stop|ceased <state> <when>?',
    'fell|fallen|slipped|slid|dropped|moved|went|gone|falling from|out|off of? <state> <when>?',
    'came out|off of? <state> <when>?',
    'lost <state> status|spot|place|rank <when>?',
    'lost status|spot|place|rank as|among|in <state> <when>?',
  ])
  grammar.rule(
    'item',
    ['no longer <state> <when>', 'not <state> any_more|anymore <when>', 'not <state> any_longer <when>'],
    ({ state, when }) => ({ ...moved(state, null, when), gone: true }),
    -0.8,
  )
  grammar.rule(
    'item',
    ['<state> lose|lost|losing <when>?', '<state> left <when>?'],
    ({ state, when }) => (rfm.has(state) ? moved(state, null, when, 'Lost is read as out of the segment.') : null),
    -0.9,
  )
  grammar.rule(
    'item',
    [
      'came|come|coming|returned|return|bought|ordered back|again? after lapsing|lapsed|lapse <when>?',
      'came|come|coming|returned|return|bought|ordered back|again? after going|gone|went quiet|silent|cold <when>?',
      'lapsed $people? came|come|coming|returned|return back|again? <when>?',
      'lapsed $people? won|win back <when>?',
      'lapsed $people? bought|ordered|shopped|purchased again <when>?',
      'won|win back <when>',
      'won back',
      'reactivated|reactivation|reactivations|recovered|regained|winback|winbacks|revived <when>?',
    ],
    ({ when }) => moved('lapsed', null, when),
    -1,
  )
}

function addFromTo(grammar: Grammar): void {
  const verbs =
    'moved|move|moving|went|go|going|gone|slipped|slip|slipping|fell|fall|falling|dropped|drop|dropping|climbed|climbing|rose|rising|grew|growing|changed|change|changing|turned|migrated|progressed|shifted|upgraded|downgraded|slid|came|coming|jumped|switched|passed|developed|transitioned|returned'
  // Between two stages, “purchase” is the stage; anywhere else it is something bought.
  grammar.rule('bound', '<state>', ({ state }) => state)
  grammar.rule('bound', 'purchase', () => 'stage_purchase', 0.2)
  grammar.rule(
    'item',
    [
      `${verbs} from <bound> to|into|towards <bound:to> <when>?`,
      `${verbs} <when> from <bound> to|into|towards <bound:to>`,
      `${verbs} to|into <bound:to> from <bound> <when>?`,
      'from <bound> to|into <bound:to> <when>?',
      '<bound> lose|lost|losing to <bound:to> <when>?',
      'movement|movements|moves|transition|transitions from <bound> to|into <bound:to> <when>?',
    ],
    ({ bound, to, when }) => (bound === to ? null : moved(bound, to, when)),
    -1.2,
  )
  grammar.rule(
    'item',
    [
      '<state> became|become|turned|turn|joined|entered|reached into? <state:to> <when>?',
      '<state> moved|slipped|fell|dropped|climbed|rose|grew|went to|into <state:to> <when>?',
    ],
    ({ state, to, when }) => (familyOf(state) && state !== to ? moved(state, to, when) : null),
    -1.2,
  )
  grammar.rule(
    'item',
    ['<state> <verbhere> <lapsedverb> <when>'],
    ({ state, when }) => (rfm.has(state) ? moved(state, 'lapsed', when) : null),
    -1.2,
  )
}

/** "How many customers moved between stages": from any to any, which no plan holds. */
function addUntold(grammar: Grammar): void {
  const untold = () => ({ kind: 'impossible', reason: whereTo })
  const families = 'stage|stages|segment|segments|group|groups|rfm_segment|rfm_segments'
  grammar.rule(
    'item',
    [
      `moved|move|moving|moves|went|go|shifted|shift|switched|switch|migrated|jumped|passed|transitioned between|among|across|through the|our|different? ${families}`,
      `movement|movements|moves|transition|transitions|migration between|among|across the|our|different? ${families}`,
      `moved|went|go|move|climbed|dropped|slipped|fell|rose up|down a|one|the|some|in? ${families}`,
      `changed|change|changing|changes|switched|switch a|their|the|our? ${families}`,
    ],
    untold,
    -1.2,
  )
  grammar.rule('item', ['<state> moved|moving|move|shifted|migrated <when>?'], (bound) => (bound ? untold() : null))
  const once = 'ever|once|previously|formerly|before'
  grammar.rule(
    'item',
    [
      `was|were|has|have|had|is|did <person> ${once} been|be|become|became? one? of? our? <state> ${once}?`,
      `<person> was|were|has|have|had ${once} been|become? one? of? our? <state>`,
      `was|were|has|have|had <person> been? one? of? our? <state> ${once}`,
      '<person> used to be <state>',
      'did <person> used|use to be <state>',
    ],
    (bound) => (bound ? { kind: 'impossible', reason: everIn } : null),
    -1.5,
  )
}

const everIn =
  'Whether a customer was ever in a segment I cannot tell, only whether they were in it on a day, or came into it in a time: “was Ana a champion on September 1”, “did Ana become lapsed this year”.'

const whereTo =
  'I can tell who moved into, out of, or between segments that are named, not all moves between all of them. Ask for example “how many moved from at risk to champions since September” or “who left loyal last month”.'

/** "Was a champion on September 1". */
function addMembers(grammar: Grammar): void {
  const member = (sure: boolean, edge: 'start' | 'end' | null = null) =>
    function meaning({ state, when, duration }: { state: string; when?: Period; duration?: object }) {
      return { kind: 'member', segment: state, when: when ?? null, ago: duration ?? null, sure, edge }
    }
  grammar.rule('item', ['was|were|been <state> <when>', 'had <state> <when>'], member(true), -0.9)
  grammar.rule(
    'item',
    ['<state> <when>', 'was|were|had|have? <state> as of <when>', '<state> have|had <when>', '<state> there <when>'],
    member(false),
    -0.7,
  )
  grammar.rule('item', ['was|were|been|had|have? <state> <duration> ago|before|earlier'], member(true), -0.9)
  grammar.rule('item', ['was|were|been|had|have? <state> have|had? end of <when>'], member(true, 'end'), -1)
  grammar.rule(
    'item',
    [
      'was|were|been|had|have? <state> have|had? start|beginning of <when>',
      'was|were|been|had|have? <state> have|had? start|beginning of <thisunit:when>',
    ],
    member(true, 'start'),
    -1,
  )
  for (const unit of ['week', 'month', 'quarter', 'year'] as const)
    grammar.rule('thisunit', unit, () => calendarPeriod(unit))
}

/** "How has the number of lapsed customers developed", "champions over time". */
function addSizes(grammar: Grammar): void {
  grammar.rule('head', 'size of', () => ({ kind: 'head', head: 'count' }))
  const changed =
    'developed|develop|evolved|evolve|changed|change|grown|grew|grow|moved|gone|trended|shifted|fluctuated|varied'
  grammar.rule(
    'item',
    [
      `how number|count|size|group|segment of? <state> ${changed} over_time?`,
      `has|have number|count of? <state> ${changed} over_time?`,
      `how <state> ${changed} in? number|numbers|size? over_time?`,
      'development|trend|history|evolution|course|progress|curve of? number|count|size? of? <state> over_time?',
      'growth of? number|count|size of? <state> over_time?',
      'size of? <state> over time',
      'number|count|size of? <state> over time|the_years|the_months',
      '<state> over time|the_years|the_months',
      '<state> development|trend|history|evolution|curve|size over_time?',
    ],
    ({ state }) => ({ kind: 'size', segment: state }),
    -1,
  )
}

/** Segments that mean a state of the customer, so that "by month" asks how many were in it and not for a ranking. */
export const isState = (name: string): boolean =>
  familyOf(name) !== null || name === 'likely_gone' || name === 'connector'
