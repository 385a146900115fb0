import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../src/db/settings.ts'
import type { Candidate } from '../../src/digest/candidates.ts'
import type { DigestContext } from '../../src/digest/context.ts'
import { type Digest, digestFor, type Morning } from '../../src/digest/digest.ts'
import { filled, openingFor, readOpenings } from '../../src/digest/openings.ts'
import { ranked } from '../../src/digest/ranking.ts'
import { type Entry, merged } from '../../src/digest/reasons.ts'
import type { TreatmentRule } from '../../src/treatments/rules.ts'
import { triggers } from '../../src/treatments/triggers.ts'

const today = '2026-11-16'

const rules: readonly TreatmentRule[] = triggers.map((trigger, at) => ({
  ...{ id: at + 1, code: trigger.code, label: trigger.label, trigger, stages: null, contactGapDays: null },
  dials: Object.fromEntries(Object.entries(trigger.dials).map(([name, dial]) => [name, dial.default])),
  ...{ words: {}, active: true, version: 1 },
}))

// Nothing here asks a database.
const context = { settings: { ...defaultSettings, name: 'Cast & Co' }, today } as unknown as DigestContext

const facts: Readonly<Record<string, unknown>> = {
  promised_follow_up: { due_on: today, reason: 'Call about the drill', follow_up: 7 },
  open_service_case: { opened_on: '2026-11-10', summary: 'Drill is stuck', contacted_on: null },
  product_check_in: { product: 'Hammer Drill', bought_on: '2026-11-02' },
  first_purchase_thanks: { ordered_on: '2026-11-14', spend: 40, referrer: null },
  referral_thanks: { friend: 'Ben', ordered_on: '2026-11-14' },
  special_day: { birthday: '2026-11-18', spend: 40 },
  warranty_ending: { product: 'Hammer Drill', bought_on: '2024-12-01', ends_on: '2026-12-01' },
  replenishment_due: { product: 'Water Filter', bought_on: '2026-08-20', own: null, interval: 90 },
  lapsing_top_customer: { gap: 23, last_on: '2026-09-16', spend: 2140 },
  second_purchase_window: { ordered_on: '2026-10-16', gap: 31 },
  campaign_response: { campaign: 'Autumn Letter', on: '2026-11-13' },
  asked_for_item: { product: 'Hammer Drill', asked_on: '2026-11-13' },
  new_champion: { since: '2026-11-13', orders: 12, spend: 2140 },
  connector_nurture: { sent: 3, contacted_on: null },
  never_contacted_top: { spend: 2140, last_on: '2026-11-01', contacted_on: null },
  data_gap: { missing: 'e-mail address' },
}

const candidate = (rule: string, customerId: number, more: Partial<Candidate> = {}): Candidate => ({
  ...{
    rule,
    customerId,
    occasion: `${rule} ${customerId}`,
    dueOn: today,
    facts: facts[rule],
    recipient: 1,
    storeId: null,
  },
  ...{ arm: 'contact', atStake: 0, channels: ['email'], ref: `C${customerId}`, name: `Ana ${customerId}` },
  ...{ givenName: 'Ana', language: null },
  ...more,
})

const entries = (...candidates: readonly Candidate[]): readonly Entry[] => merged(candidates, rules, context)

/** Which rules stand behind whom, in the order of the list. */
const list = (...candidates: readonly Candidate[]): readonly string[] =>
  ranked(entries(...candidates), 5).named.map(({ customerId, reasons: [first] }) => `${customerId} ${first.rule}`)

const shuffled = <T>(items: readonly T[], seed: number): readonly T[] =>
  items
    .map((item, at) => [Math.sin(seed * 97 + at * 31), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item)

describe('reasons of one customer', () => {
  test('are one entry, the most pressing first, then the one that has waited longest', () => {
    const [entry, ...rest] = entries(
      candidate('never_contacted_top', 1),
      candidate('data_gap', 1),
      candidate('special_day', 1, { dueOn: '2026-11-18' }),
      candidate('product_check_in', 1, { dueOn: '2026-11-14' }),
      candidate('open_service_case', 1),
      candidate('promised_follow_up', 1),
    )
    expect(rest).toEqual([])
    expect(entry?.reasons.map(({ sentence }) => sentence)).toEqual([
      'Promised for today: “Call about the drill”',
      'Case open since Nov 10 (6 days ago), nobody has reached them yet: “Drill is stuck”.',
      'Bought the Hammer Drill 14 days ago: ask how they are getting on.',
      'Birthday in 2 days, Nov 18.',
      'A top customer: $2,140.00 so far, last order on Nov 1; never contacted.',
      'No e-mail address on file: ask for it.',
    ])
  })

  test('are weighed by what is at stake with the first of them, on its colleague’s list', () => {
    const [entry] = entries(
      candidate('lapsing_top_customer', 1, { atStake: 10, recipient: 1 }),
      candidate('promised_follow_up', 1, { atStake: 300, recipient: 2 }),
    )
    expect(entry).toMatchObject({ atStake: 300, recipient: 2 })
  })

  test('that only go along with others name nobody', () => {
    expect(entries(candidate('data_gap', 1))).toEqual([])
  })

  test('of the hold-out are not said where there is another', () => {
    const [both] = entries(
      candidate('special_day', 1, { arm: 'holdout' }),
      candidate('product_check_in', 1),
      candidate('data_gap', 1),
    )
    expect(both?.reasons.map(({ rule }) => rule)).toEqual(['product_check_in', 'data_gap'])
    const [held] = entries(candidate('special_day', 1, { arm: 'holdout' }), candidate('data_gap', 1))
    expect(held?.reasons[0]).toMatchObject({ rule: 'special_day', arm: 'holdout' })
  })
})

describe('the order of a list', () => {
  test('is promises, cases, dates, those at risk, growth', () => {
    expect(
      list(
        candidate('never_contacted_top', 1, { atStake: 900 }),
        candidate('lapsing_top_customer', 2, { atStake: 500 }),
        candidate('special_day', 3),
        candidate('open_service_case', 4),
        candidate('promised_follow_up', 5),
      ),
    ).toEqual([
      '5 promised_follow_up',
      '4 open_service_case',
      '3 special_day',
      '2 lapsing_top_customer',
      '1 never_contacted_top',
    ])
  })

  test('goes by the value at stake within a class, then by who has waited longest, then by number', () => {
    expect(
      list(
        candidate('special_day', 4, { atStake: 10 }),
        candidate('product_check_in', 3, { atStake: 10 }),
        candidate('warranty_ending', 2, { atStake: 10, dueOn: '2026-11-12' }),
        candidate('replenishment_due', 1, { atStake: 11 }),
      ),
    ).toEqual(['1 replenishment_due', '2 warranty_ending', '3 product_check_in', '4 special_day'])
  })

  test.each([1, 2, 3, 4, 5])('is the same however the candidates come (shuffle %i)', (seed) => {
    const all = triggers.flatMap(({ code }, at) =>
      [0, 1, 2, 3].map((each) =>
        candidate(code, (at * 7 + each * 5) % 23, {
          atStake: (at + each) % 3,
          arm: (at + each) % 4 === 0 && at > 1 ? 'holdout' : 'contact',
          occasion: `${code} ${at} ${each}`,
        }),
      ),
    )
    const sorted = ranked(merged(all, rules, context), 7)
    const other = ranked(merged(shuffled(all, seed), rules, context), 7)
    expect(other.named.map(({ customerId, reasons }) => [customerId, reasons.map(({ rule }) => rule)])).toEqual(
      sorted.named.map(({ customerId, reasons }) => [customerId, reasons.map(({ rule }) => rule)]),
    )
    expect(other.heldOut.map(({ customerId }) => customerId)).toEqual(
      sorted.heldOut.map(({ customerId }) => customerId),
    )
  })
})

describe('a list is cut', () => {
  const many = (rule: string, from: number, count: number, more: Partial<Candidate> = {}) =>
    Array.from({ length: count }, (_, at) => candidate(rule, from + at, { atStake: 1000 - at, ...more }))

  test('to a handful, no more than half of them, rounded up, for one rule', () => {
    const { named, more } = ranked(
      entries(...many('special_day', 1, 9), ...many('product_check_in', 20, 1), ...many('lapsing_top_customer', 30, 4)),
      5,
    )
    expect(named.filter(({ reasons: [first] }) => first.rule === 'special_day')).toHaveLength(3)
    expect(named).toHaveLength(5)
    expect(more).toBe(9)
  })

  test('never among promises and cases, which take the places of the others', () => {
    const { named } = ranked(
      entries(...many('promised_follow_up', 1, 8), ...many('open_service_case', 20, 3), ...many('special_day', 40, 2)),
      5,
    )
    expect(named).toHaveLength(11)
    expect(named.every(({ reasons: [first] }) => first.class !== 'dated')).toBe(true)
  })

  test('and who is left out at random is counted only where they would have been named', () => {
    const { named, heldOut, more } = ranked(
      entries(
        ...many('special_day', 1, 2),
        candidate('product_check_in', 10, { atStake: 990, arm: 'holdout' }),
        ...many('warranty_ending', 20, 1, { atStake: 900 }),
        candidate('lapsing_top_customer', 30, { arm: 'holdout', atStake: 5 }),
      ),
      3,
    )
    expect(named.map(({ customerId }) => customerId)).toEqual([1, 2, 20])
    expect(heldOut.map(({ customerId }) => customerId)).toEqual([10])
    expect(more).toBe(0)
  })
})

describe('for a recipient', () => {
  const morning = (...candidates: readonly Candidate[]): Morning => ({
    ...{ context, rules, entries: entries(...candidates), openings: readOpenings(), staleSince: null },
  })
  const dana = { kind: 'staff', id: 1, email: 'd', name: 'Dana Whitlock', role: 'manager', slackUserId: 'UD' } as const
  const oak = { kind: 'channel', channel: 'C1', storeId: 5, store: 'Oak Street' } as const
  const ids = ({ entries }: Digest) => entries.map(({ customerId }) => customerId)

  test('there are their own, a channel has those of its store or of all, and nobody named already', () => {
    const all = morning(
      candidate('special_day', 1, { storeId: 5 }),
      candidate('special_day', 2, { recipient: 2, storeId: 5 }),
      candidate('product_check_in', 3, { storeId: 6 }),
      candidate('warranty_ending', 4, { recipient: null, storeId: null }),
    )
    expect(ids(digestFor(dana, all))).toEqual([1, 3])
    expect(ids(digestFor(oak, all))).toEqual([1, 2])
    expect(ids(digestFor({ ...oak, storeId: null, store: null }, all))).toEqual([1, 2, 3, 4])
    expect(ids(digestFor({ ...oak, storeId: null }, all, new Set([1, 4])))).toEqual([2, 3])
  })

  const way = (rule: string, channels: Candidate['channels'], target: typeof dana | typeof oak = dana) => {
    const [entry] = digestFor(target, morning(candidate(rule, 1, { channels, storeId: 5 }))).entries
    return [entry?.channel, entry?.opening]
  }

  test('who waits or may be lost is called, a kind word is written, each as they agreed', () => {
    const everything = ['phone', 'sms', 'email', 'post'] as const
    expect(way('promised_follow_up', everything)[0]).toBe('phone')
    expect(way('open_service_case', ['email', 'post'])[0]).toBe('email')
    expect(way('lapsing_top_customer', everything)[0]).toBe('phone')
    expect(way('special_day', everything)[0]).toBe('email')
    expect(way('special_day', ['phone', 'post'])[0]).toBe('phone')
    expect(way('promised_follow_up', [])[0]).toBeNull()
  })

  test('the opening line is spoken on the phone and in the shop, written elsewhere, and speaks for somebody', () => {
    expect(way('product_check_in', ['email'])[1]).toBe(
      'Hi Ana, Dana from Cast & Co here. How are you getting on with the Hammer Drill? If anything is not right, just tell me.',
    )
    expect(way('product_check_in', ['phone'])[1]).toBe(
      "Hi Ana, it's Dana from Cast & Co. How are you getting on with the Hammer Drill?",
    )
    // Who agreed to no channel is told nothing until they come in.
    expect(way('promised_follow_up', [])[1]).toBeNull()
    // In a channel it is nobody's own.
    expect(way('special_day', ['email'], oak)[1]).toBe(
      'Hi Ana, all the best for your birthday from everybody at Cast & Co.',
    )
    expect(way('product_check_in', ['phone'], oak)[1]).toBe(
      "Hi Ana, it's Cast & Co. How are you getting on with the Hammer Drill?",
    )
  })

  test('a rule’s own words come before ours', () => {
    const own = rules.map((rule) =>
      rule.code === 'special_day' ? { ...rule, words: { written: 'All the best, {first}!' } } : rule,
    )
    const [entry] = digestFor(oak, { ...morning(candidate('special_day', 1, { storeId: 5 })), rules: own }).entries
    expect(entry?.opening).toBe('All the best, Ana!')
  })
})

describe('opening lines', () => {
  const openings = readOpenings()

  test('are there for every rule that names somebody, spoken and written, and for no other', () => {
    const naming = triggers.filter((trigger) => trigger.class !== 'companion').map(({ code }) => code)
    expect([...openings.keys()].toSorted()).toEqual(naming.toSorted())
    for (const [code, lines] of openings) {
      const plain = lines.filter(({ where }) => where === null)
      expect(
        plain.map(({ manner }) => manner),
        code,
      ).toEqual(['spoken', 'written'])
    }
  })

  test('leave no brace when their facts are known', () => {
    for (const { code } of triggers) {
      const known = Object.entries(facts[code] ?? {}).map(([key, value]) => [key, String(value)])
      for (const { words: line } of openings.get(code) ?? []) {
        const whole = filled(line, { ...Object.fromEntries(known), first: 'Ana', me: 'Dana', shop: 'Cast & Co' })
        expect(whole, `${code}: ${line}`).not.toBeNull()
        expect(whole).not.toMatch(/[{}]/)
      }
    }
  })

  test('speak of what it is about: a case that is settled, a birthday or the years', () => {
    const line = (rule: string, known: Readonly<Record<string, string>>) =>
      openingFor(rule, 'written', { first: 'Ana', me: 'Dana', shop: 'Cast & Co', ...known }, openings)
    expect(line('open_service_case', { opened_on: '2026-11-10' })).toContain('Here is where it stands:')
    expect(line('open_service_case', { settled_on: '2026-11-10' })).toContain('Is all well now')
    expect(line('special_day', { birthday: '2026-11-18' })).toContain('for your birthday')
    expect(line('special_day', { anniversary: '2026-11-18' })).not.toContain('birthday')
  })

  test('are left out where a fact is missing, and take what they are given as it stands', () => {
    expect(filled('Hi {first}, how is the {product}?', { first: 'Ana' })).toBeNull()
    expect(filled('Hi {first}', { first: '' })).toBeNull()
    expect(filled('Hi {first}', { first: '$& {me}' })).toBe('Hi $& {me}')
  })
})

test('every sentence of every rule is whole', () => {
  for (const { code } of triggers) {
    const [entry] = entries(candidate(code, 1), candidate('special_day', 1))
    const sentence = entry?.reasons.find(({ rule }) => rule === code)?.sentence
    expect(sentence, code).toMatch(/^[A-Z$].*\S$/)
    expect(sentence, code).not.toMatch(/null|undefined|NaN|Invalid/)
  }
})
