import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readRecordWish } from '../../src/wishes/record.ts'
import { readWish, type Situation } from '../../src/wishes/wishes.ts'
import { questions } from '../ask/planners/questions.ts'

/** A Monday, nine in the morning in Chicago. */
const situation: Situation = {
  hasAnswer: true,
  segments: ['Chicago VIPs'],
  now: new Date('2026-11-16T15:00:00Z'),
  timeZone: 'America/Chicago',
}

/** Whom it is about and what it says, in a line; the first sentence of what is unclear; null for a question. */
function said(text: string, given: Situation = situation): string | null {
  const wish = readWish(text, given)
  switch (wish?.kind) {
    case 'record': {
      const { kind, ...parts } = wish.spoken
      const values = Object.values(parts).map((part) =>
        part !== null && typeof part === 'object' ? Object.values(part).map(String).sort().join('/') : String(part),
      )
      return [wish.who, kind, ...values].join(' | ')
    }
    case 'new_customer':
      return ['new', wish.name, wish.email, wish.phone].join(' | ')
    case 'unclear':
      return `unclear: ${wish.sentence.replace(/(?<=[.?]) .*/, '')}`
    default:
      return wish?.kind ?? null
  }
}

describe('what is said of a customer', () => {
  test.each<[text: string, read: string]>([
    ["Ana Silva's birthday is May 5", 'Ana Silva | birthday | 5/5'],
    ['ana silva’s birthday is the 5th of may', 'ana silva | birthday | 5/5'],
    ['Ana was born on May 6, 1980', 'Ana | birthday | 1980/5/6'],
    ["James' birthday is 1980-12-31", 'James | birthday | 12/1980/31'],
    ["Will Smith's birthday is May 5", 'Will Smith | birthday | 5/5'],
    ['May Chen was sent by Will Smith', 'May Chen | referral | Will Smith'],
    ["Ana's birthday is tomorrow", 'Ana | birthday | 11/17'],
    ["Ana's birthday is Feb 29", 'Ana | birthday | 2/29'],
    ["Ana's birthday is Feb 31", 'unclear: There is no Feb 31.'],
    ["Ana's birthday is 4/5", 'unclear: Is that Apr 5 or May 4?'],
    ["Ana's birthday is 13/5", 'Ana | birthday | 13/5'],
    ["Ana's birthday is in May", 'unclear: On which day?'],
    ['Ana was sent by Ben Ortiz', 'Ana | referral | Ben Ortiz'],
    ['Ben Ortiz referred Ana Silva to us', 'Ana Silva | referral | Ben Ortiz'],
    ['Ana was not sent by Ben', 'Ana | referral | null'],
    ['tag Ana Silva as garden club', 'Ana Silva | tag | garden club | true'],
    ['Could you please tag C0042 as "VIP"?', 'C0042 | tag | VIP | true'],
    ['remove the tag garden club from Ana', 'Ana | tag | garden club | false'],
    ["Ana's new phone is 415 555 0123", 'Ana | contact | phone | 415 555 0123 | false'],
    ["Ana Silva's other number is +44 20 7946 0123", 'Ana Silva | contact | phone | +44 20 7946 0123 | true'],
    ["change Ana's e-mail to ana@mail.example", 'Ana | contact | email | ana@mail.example | false'],
    ['add ana@mail.example to Ana Silva', 'Ana Silva | contact | email | ana@mail.example | true'],
    ["Ana's e-mail is ana@mail", 'unclear: “ana@mail” is not an e-mail address.'],
    ["Ana's address is 12 Oak Street", 'Ana | contact | address | 12 Oak Street | false'],
    ["Ana's e-mail ana@old.example bounces", 'Ana | wrong_contact | email | ana@old.example'],
    ["Ana's phone number is wrong", 'Ana | wrong_contact | phone | null'],
    ["Ana's phone is still correct", 'Ana | right_contact | phone | null'],
    ['Ana does not want e-mails anymore', 'Ana | consent | email | no | null | null'],
    ["Ana doesn't want to be called", 'Ana | consent | phone | no | null | null'],
    ['no more texts or letters to Ana Silva', 'Ana Silva | consent | post/sms | no | null | null'],
    ['unsubscribe Ana Silva', 'Ana Silva | consent | email | no | unsubscribed | null'],
    ['Ana agreed to text messages at the counter today', 'Ana | consent | sms | yes | at the counter | null'],
    [
      'Ana Silva has agreed to e-mails and calls on the phone yesterday',
      'Ana Silva | consent | email/phone | yes | on the phone | 2026-11-15',
    ],
    ['Ana signed up for our newsletter', 'Ana | consent | email | yes | null | null'],
    ['Ana does not want mail', 'unclear: By which way: by e-mail or by post?'],
    ['never contact Ana again', 'Ana | do_not_contact | true'],
    ['please do not contact Ana Silva anymore', 'Ana Silva | do_not_contact | true'],
    ['Ana may be contacted again', 'Ana | do_not_contact | false'],
    ['Maya looks after Ana now', 'Ana | owner | Maya | false'],
    ['Ana Silva belongs to Maya now', 'Ana Silva | owner | Maya | false'],
    ["I'll look after Ana", 'Ana | owner | null | true'],
    ['nobody looks after Ana anymore', 'Ana | owner | null | false'],
    ["Ana's home store is River Road", 'Ana | store | River Road'],
    ['open a case for Ana: the drill stopped', 'Ana | open_case | the drill stopped'],
    ['open a case for Ana', 'unclear: What is wrong?'],
    ["answer Ana's case by phone: a new one is coming", 'Ana | answer_case | a new one is coming | phone'],
    ["close Ana's case: replaced it", 'Ana | close_case | replaced it'],
    ["close Ana's case", 'Ana | close_case | null'],
    ["reopen Ana's case", 'Ana | reopen_case'],
    ["Ana's last name is now Ortiz", 'Ana | name | family | Ortiz'],
    ['Benjamin Ortiz goes by Ben', 'Benjamin Ortiz | nickname | Ben'],
    ["set Ana's household size to 4", 'Ana | attribute | household size | 4 | null'],
    ['Ana is interested in baking', 'Ana | attribute | interest | baking | psychographic'],
    ['new customer: Ana Silva, ana@mail.example, 415 555 0123', 'new | Ana Silva | ana@mail.example | 415 555 0123'],
    ['add Ana Silva as a new customer', 'new | Ana Silva |  | '],
  ])('%s', (text, read) => expect(said(text)).toBe(read))
})

describe('below a customer’s page', () => {
  const page = { ...situation, customer: 'C0042' }
  test.each<[text: string, read: string | null]>([
    ['her birthday is May 5', 'C0042 | birthday | 5/5'],
    ['she was sent by Ben Ortiz', 'C0042 | referral | Ben Ortiz'],
    ['tag him as garden club', 'C0042 | tag | garden club | true'],
    ['never contact her again', 'C0042 | do_not_contact | true'],
    ['Their new phone is 415 555 0123', 'C0042 | contact | phone | 415 555 0123 | false'],
    ['close her case: replaced', 'C0042 | close_case | replaced'],
    ['she withdrew her consent to e-mails', 'C0042 | consent | email | no | null | null'],
    ['when is her birthday', null],
    ['who sent her', null],
    ['what about her orders', null],
  ])('%s', (text, read) => expect(said(text, page)).toBe(read))

  test('elsewhere a “her” is nobody', () => expect(said('her birthday is May 5')).toBeNull())
})

/** Questions and fragments in the same words; none of them may ever be taken for something to keep. */
const asked = [
  ...[
    "when is Ana's birthday",
    "Ana's birthday",
    "what is Ana Silva's birthday",
    'whose birthday is May 5',
    'birthdays in May',
  ],
  ...[
    "is Ana's birthday May 5",
    "Ana's birthday is May 5?",
    "Ana's birthday is when",
    'customers born in May',
    'who was born on May 5',
  ],
  ...[
    'who was sent by Ben',
    'who did Ben Ortiz send',
    'customers sent by Ben Ortiz',
    'was Ana sent by Ben',
    'Ana was sent by Ben?',
  ],
  ...[
    'who sent Ana',
    'how many people did Ben refer',
    'customers who were referred by Ben',
    'people Ben sent us',
    'the ones sent by Ben',
  ],
  ...[
    'everyone was sent by whom',
    'which customers were sent by Ben',
    'how many were sent by Ben Ortiz',
    'new customers were sent by Ben',
  ],
  ...[
    'customers tagged garden club',
    'who is tagged garden club',
    'how many customers have the tag VIP',
    'garden club',
    'tagged as VIP',
  ],
  ...[
    'is Ana tagged VIP',
    'which tags does Ana have',
    'customers with the tag garden club by store',
    'tag by store',
    'top tags',
  ],
  ...[
    "what is Ana's phone",
    "Ana's phone",
    "Ana's new phone",
    'customers without a phone number',
    'whose phone is wrong',
    "is Ana's phone right",
  ],
  ...[
    "what's Ana's e-mail address",
    'customers whose e-mail is invalid',
    'phone numbers of top customers',
    "Ana's address is in Chicago",
  ],
  ...[
    'who does not want e-mails',
    'customers who do not want e-mails',
    'customers who agreed to text messages',
    'how many agreed to calls',
  ],
  ...[
    'people who want our newsletter',
    'does Ana want e-mails',
    'Ana does not want e-mails?',
    'which customers opted out of texts',
  ],
  ...[
    'all customers agreed to e-mails',
    'top customers who unsubscribed',
    'who unsubscribed',
    'nobody wants calls',
    'some do not want letters',
  ],
  ...[
    'who may never be contacted',
    'customers we must not contact',
    'who was never contacted',
    'may Ana be contacted',
    'do not contact',
  ],
  ...[
    'who looks after Ana',
    'customers Maya looks after',
    'does Maya look after Ana',
    'Maya looks after how many customers',
    'Maya looks after which customers',
  ],
  ...[
    'how many customers does Maya look after',
    'Maya looks after lapsed customers',
    "Maya's customers",
    'who owns Ana',
    'customers of nobody',
  ],
  ...[
    'customers with open cases',
    "Ana's open cases",
    'is Ana’s case closed',
    'cases opened last week',
    'how many cases are open',
    'closed cases by store',
  ],
  ...[
    'open cases',
    'which case of Ana is open',
    'customers interested in baking',
    'who is interested in baking',
    'household size of Ana',
  ],
  ...[
    'new customers last month',
    'new customers in Chicago',
    'how many new customers',
    'add the city',
    'add a column for phone',
    'show Ana Silva',
  ],
  ...[
    'top customers of River Road',
    "which is Ana's home store",
    'Ana Silva',
    'customers called Ana',
    'change in revenue',
    'set it to last year',
  ],
  ...[
    'only those tagged VIP',
    'and their birthdays',
    'without do not contact',
    "give me Ana's e-mail",
    'mark',
    'close',
    'Ana',
  ],
]

test('questions in the same words are left to the planner', () => {
  expect(asked.length).toBeGreaterThan(60)
  expect(asked.flatMap((text) => (isKept(text) ? [`${text}: ${said(text)}`] : []))).toEqual([])
})

test('so are all the questions that the planner is tested with', () => {
  const texts = strings(questions)
  expect(texts.length).toBeGreaterThan(200)
  expect(texts.flatMap((text) => (isKept(text) ? [`${text}: ${said(text)}`] : []))).toEqual([])
})

const data = process.env.REGULARS_TEST_DATA
const shared = data === undefined ? null : `${data}/questions/dev.jsonl`
const has = shared !== null && existsSync(shared)
if (!has) console.warn('The questions under REGULARS_TEST_DATA are not here: they are not read for wishes.')

test.skipIf(!has)('and every question of the shared set', () => {
  const lines = readFileSync(shared ?? '', 'utf8')
    .trim()
    .split('\n')
  expect(lines.length).toBeGreaterThan(100)
  const texts = lines.map((line) => (JSON.parse(line) as { question: string }).question)
  expect(texts.flatMap((text) => (isKept(text) ? [`${text}: ${said(text)}`] : []))).toEqual([])
})

test('no sentence takes long to be read, however it is made', () => {
  const began = performance.now()
  for (const text of hostile) readRecordWish(text, situation)
  expect(performance.now() - began).toBeLessThan(2_000)
})

const hostile = [
  "Ana's ",
  'Ana agreed to e-mails and ',
  'tag ',
  'a b ',
  'new customer: a, ',
  'Ana is now ',
  'open a case for ',
  '@ ',
].flatMap((piece) => [
  piece.repeat(399 / piece.length),
  `${piece.repeat(300 / piece.length)} by Ben at the counter today`,
])

const isKept = (text: string): boolean =>
  ['record', 'new_customer', 'unclear'].includes(readWish(text, situation)?.kind ?? '')

const strings = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(strings)
      : []
