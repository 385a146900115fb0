import { describe, expect, test } from 'vitest'
import { type Asker, administrator } from '../../src/access/asker.ts'
import { defaultSettings } from '../../src/db/settings.ts'
import type { Block, HomeView } from '../../src/present/blocks/blocks.ts'
import { faultsOf } from '../../src/present/blocks/validate.ts'
import type { HomeColleague, HomeFacts, HomeSegment } from '../../src/slack/home/facts.ts'
import { homeView, refusedView } from '../../src/slack/home/view.ts'

const dana: Asker = { ...administrator, who: 'dana@shop.example', name: 'Dana Whitlock', role: 'manager', staffId: 1 }
const miguel: Asker = {
  ...dana,
  name: 'Miguel Ortega',
  role: 'associate',
  mayManage: false,
  maySeeContactDetails: false,
  scope: { kind: 'store', id: 2 },
  storeName: 'Evanston',
}

const vips: HomeSegment = {
  name: 'chicago_vips',
  label: 'Chicago VIPs',
  reading: 'Top customers, city Chicago',
  customers: 37,
  savedBy: 'Dana Whitlock',
  mine: true,
}

const priya: HomeColleague = {
  id: 3,
  name: 'Priya Raman',
  role: 'associate',
  store: 'Evanston',
  linked: false,
  active: true,
  awayUntil: '2026-11-27',
  editable: true,
}

const findings = {
  ...{ unreachable: 0, no_name: 0, invalid_phone: 12, invalid_email: 0, duplicate: 0, shared: 0, implausible: 0 },
  ...{ no_consent: 1025, stale: 0, no_birthday: 0 },
}

const empty: HomeFacts = {
  asker: dana,
  settings: { ...defaultSettings, name: 'Heron & Spoke' },
  freshness: { latestOrder: '2026-11-20', sample: false },
  firstSteps: [],
  examples: ['who are our lapsed top customers', 'revenue by month this year', 'which customers are due'],
  followUps: null,
  digest: null,
  segmentChanges: [],
  quality: null,
  segments: [],
  schedules: [],
  absences: [],
  management: { staff: [], changes: [], duplicates: 0 },
}

/** Everything that can be read on the tab, in order. */
const texts = (view: HomeView): string => view.blocks.map(textsOf).join('\n')
function spoken(elements: unknown): string {
  return Array.isArray(elements) ? elements.map((each) => ('text' in each ? String(each.text) : '')).join('') : ''
}

function textsOf(part: unknown): string {
  if (Array.isArray(part)) return part.map(textsOf).filter(Boolean).join('\n')
  if (typeof part !== 'object' || part === null) return ''
  if ('type' in part && part.type === 'rich_text_section' && 'elements' in part) return spoken(part.elements)
  if ('type' in part && part.type === 'plain_text' && 'text' in part) return String(part.text)
  return Object.values(part).map(textsOf).filter(Boolean).join('\n')
}

test('says who is seen as what, whose customers they see, and how fresh the data is', () => {
  expect(texts(homeView({ ...empty, asker: miguel, management: null }))).toMatch(
    /^Hello Miguel\nHeron & Spoke · orders up to Nov 20, 2026\nYou are an associate here and see the customers of Evanston, without their contact details\./,
  )
})

test('says that the shop is invented while it is', () => {
  expect(texts(homeView({ ...empty, freshness: { latestOrder: null, sample: true } }))).toContain(
    'no orders yet · sample data: this shop is invented',
  )
})

describe('shows', () => {
  test.each<[what: string, facts: Partial<HomeFacts>, shown: string]>([
    ['what is still to be done', { firstSteps: ['Add your colleagues.'] }, 'First steps\n• Add your colleagues.'],
    [
      'a segment with its size and meaning',
      { segments: [vips] },
      'Chicago VIPs · 37 customers\nTop customers, city Chicago',
    ],
    [
      'how watched segments have changed',
      {
        segmentChanges: [
          { label: 'champions', day: '2026-11-16', customers: 115, change: 3 },
          { label: 'at risk', day: '2026-11-16', customers: 1040, change: -12 },
          { label: 'lapsed', day: '2026-11-16', customers: 7, change: 0 },
        ],
      },
      'Champions: 115 (+3)\nAt risk: 1,040 (−12)\nLapsed: 7 (no change)\nAs of Nov 16, 2026',
    ],
    [
      'how good the data is and how it has moved',
      { quality: { quality: { customers: 900, score: 87.4, findings }, change: '+1.2 in 30 days' } },
      'Data quality\n87.4 of 100 (+1.2 in 30 days)\nWrong phone number: 12 · No consent on record: 1,025\nWork through',
    ],
    ['one customer as one', { segments: [{ ...vips, customers: 1 }] }, 'Chicago VIPs · 1 customer\n'],
    ['how to make the first segment', {}, 'There are none yet. Under an answer that lists customers'],
    ['days away', { absences: [{ id: 1, from: '2026-11-23', to: '2026-11-27' }] }, 'Nov 23, 2026 to Nov 27, 2026'],
    [
      'a colleague with role, store and absence',
      { management: { staff: [priya], changes: [], duplicates: 0 } },
      'Priya Raman\nassociate · Evanston · not yet met in Slack · away until Nov 27, 2026',
    ],
    ['settings in words', {}, 'Who sees contact details: Managers and administrators'],
    [
      'the latest changes',
      { management: { staff: [], changes: [{ text: 'Nov 20, 2026: Dana Whitlock changed Name' }], duplicates: 0 } },
      'Recent changes\nNov 20, 2026: Dana Whitlock changed Name',
    ],
  ])('%s', (_, facts, shown) => {
    expect(texts(homeView({ ...empty, ...facts }))).toContain(shown)
  })
})

test('offers a segment’s name and end to those alone who may change it', () => {
  const names = (mine: boolean) => buttonsOf(homeView({ ...empty, segments: [{ ...vips, mine }] }))
  expect(names(true)).toEqual(expect.arrayContaining(['segment_show', 'segment_rename', 'segment_delete']))
  expect(names(false).filter((name) => name.startsWith('segment_'))).toEqual(['segment_show'])
})

test('offers nothing to manage to those who do not', () => {
  const buttons = buttonsOf(
    homeView({ ...empty, asker: miguel, management: null, segments: [{ ...vips, mine: false }] }),
  )
  expect(buttons).toEqual(['home_ask_0', 'home_ask_1', 'home_ask_2', 'segment_show', 'schedule_new', 'absence_enter'])
})

test('shows who may not be here their sentence and nothing else', () => {
  expect(refusedView('I do not answer guests.').blocks).toEqual([
    { type: 'section', text: { type: 'plain_text', text: 'I do not answer guests.', emoji: false } },
  ])
})

test('fits Slack’s limits however much there is', () => {
  const many = <T>(count: number, make: (at: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, at) => make(at))
  const long = '<!channel> *Ana* _Silva_ 🦊 '.repeat(300)
  const view = homeView({
    ...empty,
    settings: { ...defaultSettings, name: long.slice(0, 100) },
    examples: [0, 1, 2].map(() => long.slice(0, 1000)),
    segments: many(200, (at) => ({ ...vips, name: `s${at}`, label: long, reading: long })),
    schedules: many(50, (id) => ({
      ...{ id, question: long, when: long, channel: 'C0FLOOR', owner: long, next: null, trouble: long },
    })),
    absences: many(50, (id) => ({ id, from: '2026-11-23', to: '2026-11-23' })),
    management: {
      staff: many(300, (id) => ({ ...priya, id, name: long })),
      changes: many(50, () => ({ text: long })),
      duplicates: 12_345,
    },
  })
  expect(faultsOf('home', view.blocks)).toEqual([])
  expect(view.blocks.length).toBeLessThanOrEqual(100)
  expect(texts(view)).toContain('And 190 more; ask “list segments” for all of them.')
  expect(texts(view)).toContain('And 280 more, the first 100 of them here:')
  expect(JSON.stringify(view)).not.toContain('mrkdwn')
})

test('leaves no part of it out on an empty shop', () => {
  expect(faultsOf('home', homeView({ ...empty, examples: [] }).blocks)).toEqual([])
})

function buttonsOf(view: HomeView): readonly string[] {
  return view.blocks.flatMap((block: Block) => {
    const elements = block.type === 'actions' ? block.elements : block.type === 'section' ? [block.accessory] : []
    return elements.flatMap((element) => (element === undefined ? [] : [element.action_id]))
  })
}
