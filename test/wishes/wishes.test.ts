import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeRecurrence } from '../../src/schedules/recurrence-text.ts'
import { readWish, type Situation } from '../../src/wishes/wishes.ts'
import { questions } from '../ask/planners/questions.ts'
import { threads } from '../ask/planners/threads.ts'
import { phrasings } from './phrasings.ts'

/** A Monday, nine in the morning in Chicago; an answer stands in the thread. */
const situation: Situation = {
  hasAnswer: true,
  segments: ['Chicago VIPs', 'Lapsed gold'],
  now: new Date('2026-11-16T15:00:00Z'),
  timeZone: 'America/Chicago',
}

/** The wish in one short line: its kind, and what it holds; of what is unclear the first sentence. */
function wishLine(text: string, given: Situation = situation): string | null {
  const wish = readWish(text, given)
  if (wish === null) return null
  switch (wish.kind) {
    case 'save_segment':
      return `save_segment ${wish.name ?? '?'}`
    case 'rename_segment':
      return `rename_segment ${wish.from} → ${wish.to}`
    case 'delete_segment':
      return `delete_segment ${wish.name}`
    case 'schedule': {
      const when = `${describeRecurrence(wish.when)}${wish.timeSaid ? '' : ' (no time said)'}`
      return `schedule ${wish.question ?? 'this'} | ${when} | ${wish.target}`
    }
    case 'pause_schedule':
    case 'resume_schedule':
    case 'delete_schedule':
      return `${wish.kind} ${wish.which ?? '?'}`
    case 'export':
      return `export ${wish.channel}`
    case 'view':
      return `view ${wish.view}`
    case 'absence':
      return `absence ${wish.from}…${wish.to}`
    case 'unclear':
      return `unclear: ${wish.sentence.replace(/(?<=[.?]) .*/, '')}`
    case 'digest_report':
      return `digest_report ${wish.from}…${wish.to}${wish.about === 'all' ? '' : ` about ${wish.about}`}`
    case 'arrange_digest':
      return `arrange_digest ${wish.active ? 'on' : 'off'} | ${wish.where} | ${wish.store ?? 'all'}`
    case 'remind':
      return `remind ${wish.who} | ${wish.on} | ${wish.what ?? '?'}`
    case 'undo':
      return `undo ${wish.what}`
    case 'claim':
      return `claim ${wish.code}`
    default:
      return wish.kind
  }
}

describe.each(Object.entries(phrasings))('%s', (_, rows) => {
  test.each(rows)('%s', (text, expected) => expect(wishLine(text)).toBe(expected))
})

describe('days of the week that one is away lie ahead, whatever day it is', () => {
  test.each<[today: string, text: string, days: string]>([
    ['2026-11-22', 'I am away from Monday to Friday', '2026-11-23…2026-11-27'],
    ['2026-11-23', 'I am away from Monday to Friday', '2026-11-23…2026-11-27'],
    ['2026-11-25', 'I am away from Monday to Friday', '2026-11-30…2026-12-04'],
    ['2026-11-25', 'I am away from Thursday to Tuesday', '2026-11-26…2026-12-01'],
    ['2026-11-23', 'I am away from next Monday to Friday', '2026-11-30…2026-12-04'],
  ])('%s: %s', (today, text, days) => {
    expect(wishLine(text, { ...situation, now: new Date(`${today}T15:00:00Z`) })).toBe(`absence ${days}`)
  })
})

describe('courtesy and capital letters make no difference', () => {
  test.each([
    ['export that', 'export all'],
    ['show me a chart', 'view chart'],
    ['my segments', 'list_segments'],
    ['post this here monthly', 'schedule this | on the 1st of each month at 9:00 AM (no time said) | here'],
    ['show the SQL', 'show_query'],
  ])('%s', (text, expected) => {
    const forms = [
      text.toUpperCase(),
      `Please ${text}`,
      `${text}, please.`,
      `${text} thanks!`,
      `Could you please ${text}?`,
      `hi, can you ${text} for me?`,
      `Great, now ${text}`,
      `I'd like you to ${text}`,
      `  ${text}  `,
    ]
    for (const form of forms) expect(wishLine(form), form).toBe(expected)
  })
})

describe('without an answer in the thread', () => {
  const before = { ...situation, hasAnswer: false }
  test.each([
    'export that',
    'as a chart',
    'save this as Chicago stars',
    'show the SQL',
    'send me this every Monday at 9',
  ])('“%s” is told what is missing', (text) =>
    expect(wishLine(text, before)).toMatch(/^unclear: There is no answer here/))
  test('what names its own question needs none', () => {
    expect(wishLine('send me revenue by store every Monday at 9', before)).toBe(
      'schedule revenue by store | every Monday at 9:00 AM | me',
    )
    expect(wishLine('my segments', before)).toBe('list_segments')
  })
})

describe('a segment without the word has to be one', () => {
  const none = { ...situation, segments: [] }
  test.each([
    'delete Chicago VIPs',
    'rename Chicago VIPs to Chicago stars',
    'remove the Chicago VIPs segment',
  ])('%s', (text) => {
    expect(wishLine(text)).not.toBeNull()
    expect(wishLine(text, none)).toBeNull()
  })
})

test('a sentence for people ends as sentences do', () => {
  const sentences = Object.values(phrasings)
    .flat()
    .map(([text]) => readWish(text, situation))
    .flatMap((wish) => (wish?.kind === 'unclear' ? [wish.sentence] : []))
  expect(sentences.length).toBeGreaterThan(5)
  for (const sentence of sentences) expect(sentence).toMatch(/[.”]$/)
})

test('text made to confuse the patterns is read as fast as any other', () => {
  readWish('warm up, please', situation)
  const pieces = [
    '.',
    '. ',
    'thanks ',
    '👋 ',
    '"',
    'and ',
    'mon, ',
    'every ',
    'at 9, ',
    'this list ',
    'please, ',
    'for me ',
  ]
  for (const piece of pieces)
    for (const before of ['', 'send me ', 'export ', 'save ', "i'm away ", 'hi '])
      for (const after of ['', '§']) {
        const text = `${before}${piece.repeat(380 / piece.length)}${after}`
        const started = performance.now()
        readWish(text, situation)
        expect(performance.now() - started, text.slice(0, 40)).toBeLessThan(1000)
      }
})

test('a page of text is no wish', () => {
  expect(readWish(`save this as ${'x'.repeat(500)}`, situation)).toBeNull()
  expect(readWish('', situation)).toBeNull()
})

/** Questions, follow-ups and requests for the planner, some of them with the words of wishes in them. */
const noWishes = [
  ...['call volume this week', 'phone orders next week', 'which customers did we call on Friday', 'visits on Thursday'],
  ...['which duplicate orders were cancelled', 'undo only in Chicago', 'call all lapsed customers on Friday'],
  ...['how many segments do we have', 'who are the Chicago VIPs', 'which customers are in the segment Chicago VIPs'],
  ...[
    'how many Chicago VIPs bought a tent',
    'Chicago VIPs by store',
    'remove the lapsed segment',
    'drop the top segment',
  ],
  ...['show me the list', 'show me the list of customers who have lapsed', 'list customers', 'list', 'the numbers'],
  ...['revenue every month', 'sales every Friday this year', 'who comes in every Monday', 'who orders weekly'],
  ...['weekly revenue', 'monthly revenue this year', 'daily sales last week', 'monthly', 'by month', 'every month'],
  ...['customers who buy every week', 'average revenue each month', 'orders on Mondays', 'orders at 9am every Monday'],
  ...['orders placed after 5pm on Mondays', 'send me revenue for each month', 'send me revenue each month'],
  ...['send me customers who bought every month', 'send me everyone who ordered every month this year'],
  ...['send me the top customers', 'show me revenue every month', 'give me revenue by store', 'get me the lapsed ones'],
  ...['export customers in Chicago', 'export revenue by store', 'a spreadsheet of customers in Chicago'],
  ...['chart of revenue by month', 'graph revenue by month', 'show me a chart of revenue by month', 'table of stores'],
  ...[
    'show me a table of revenue by store',
    'who bought a table',
    'who bought tables',
    'revenue as a share of the total',
  ],
  ...['call these customers', 'call them tomorrow', 'call these 5 customers', 'call those who lapsed', 'email them'],
  ...['text Ana', 'e-mail all customers', 'name these customers', 'name the customers who lapsed', 'name our stores'],
  ...['who can we call', 'who should we email', 'keep these', 'keep only those in Chicago', 'store', 'store by store'],
  ...[
    'how is lapsed calculated',
    'how is revenue calculated',
    'how did we do last month',
    'how was revenue last month',
  ],
  ...[
    'where do these customers come from',
    'where do they live',
    'what do we know about Ana Silva',
    'how do you define lapsed',
  ],
  ...['stop', 'stop it', 'cancel the order', 'delete the customers', 'delete Ana Silva', 'remove those from Friday'],
  ...[
    'remove the Monday ones',
    'hold orders',
    'pause orders',
    'change the list from 2025 to 2026',
    'rename Jane to Janet',
  ],
  ...[
    'what is open',
    'which reports are late',
    'follow-ups scheduled for Friday',
    'subscriptions',
    'what did we send Ana',
  ],
  ...['who is away next week', 'who was on vacation', 'holiday sales', 'away games', 'out of stock products'],
  ...[
    'I am not in Chicago',
    'I am in the office',
    "I'm here",
    'I was wondering who our top customers are',
    "I'm out of ideas",
  ],
  ...["I'm off to Chicago, who should I see there?", 'I have in-store customers', 'sick customers', 'off last month'],
  ...[
    'good customers',
    'great customers',
    'perfect match',
    'hi Ana',
    'thanks to whom did Ana come',
    'orders in the morning',
  ],
  ...['who helped Ana', 'what can we sell to Ana', 'who are our lapsed top customers', 'what are our best sellers'],
  ...['claims last month', 'who claimed a refund', 'claim', 'log a note for Ana'],
  ...[
    'schedule a call with Ana',
    'send Ana a message',
    'post office customers',
    'mail customers in Chicago',
    'only online',
  ],
  ...[
    'save money',
    'which customers have a saved card',
    'what about last year',
    'how many per store',
    'sort by last order',
  ],
  ...[
    'which of them can we email',
    'when did they last buy',
    'who are they',
    'by store instead',
    'compared with a year earlier',
  ],
  ...[
    'only the top customers',
    'who looks after them',
    'what did they buy',
    'how much have they spent',
    'top 5',
    'why?',
  ],
]

const ofPlanner = [
  ...Object.values(questions).flatMap((rows) => rows.map(([question]) => question)),
  ...threads.flatMap(({ first, turns }) => [first, ...turns.map(([question]) => question)]),
]

test('the planner has questions to try', () => expect(ofPlanner.length).toBeGreaterThan(300))

describe.each([
  ['with an answer in the thread', true],
  ['without one', false],
])('a question is never taken for a wish, %s', (_, hasAnswer) => {
  const given = { ...situation, hasAnswer }
  test.each(noWishes)('%s', (text) => expect(wishLine(text, given)).toBeNull())
  test('nor any question of the planner’s own tests', () => {
    expect(ofPlanner.filter((question) => wishLine(question, given) !== null)).toEqual([])
  })
})

const folder = process.env.REGULARS_TEST_DATA
const skipped = folder === undefined ? ' (skipped: REGULARS_TEST_DATA is not set)' : ''

test.skipIf(folder === undefined)(`nor any question of a real shop${skipped}`, () => {
  const asked = readFileSync(join(folder ?? '', 'questions', 'dev.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly question: string }).question)
  expect(asked.length).toBeGreaterThan(50)
  for (const hasAnswer of [true, false])
    expect(asked.filter((question) => wishLine(question, { ...situation, hasAnswer }) !== null)).toEqual([])
})
