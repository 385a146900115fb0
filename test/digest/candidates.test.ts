import { describe, expect, test } from 'vitest'
import type { Day } from '../../src/db/schema.ts'
import type { ShopSettings } from '../../src/db/settings.ts'
import { type Candidate, candidates } from '../../src/digest/candidates.ts'
import { digestFor, openMorning } from '../../src/digest/digest.ts'
import { between } from '../../src/digest/parts.ts'
import { before, type Customer, type Town, today, towns } from '../treatments/support.ts'

const inTown = towns()
const tells = (title: string, work: (town: Town) => Promise<void>) => test(title, () => inTown(work))

/** A rule of each kind, so that a customer is found for what the test gave them alone. */
const asked = [
  'promised_follow_up',
  'open_service_case',
  'special_day',
  'campaign_response',
  'asked_for_item',
  'lapsing_top_customer',
]

async function found(
  town: Town,
  settings: Partial<ShopSettings> = {},
  day: Day = today,
): Promise<readonly Candidate[]> {
  const rules = (await town.rules()).filter(({ code }) => asked.includes(code))
  return candidates(rules, 1_000, await town.context(day, settings))
}

/** Everybody found, by name, the rules that found them in brackets: `Ana (special_day)`. */
async function names(town: Town, settings: Partial<ShopSettings> = {}, day: Day = today): Promise<readonly string[]> {
  return (await found(town, settings, day)).map(({ name, rule }) => `${name} (${rule})`).toSorted()
}

/** A customer whom a birthday rule finds today. */
async function celebrating(town: Town, name: string, more: Customer = {}): Promise<void> {
  await town.customer(name, { birthday: [11, 18], ...more })
  await town.bought(name, before(40))
}

/** What was said about the customer for that rule on a day. */
async function outcome(
  town: Town,
  name: string,
  rule: string,
  occasion: string,
  kind: 'reached' | 'left_message' | 'no_answer' | 'wrong_number' | 'snoozed' | 'not_relevant' | 'ordered' | 'solved',
  more: { readonly on?: Day; readonly until?: Day } = {},
): Promise<void> {
  const { id } = await town.db
    .selectFrom('treatment_rules')
    .select('id')
    .where('code', '=', rule)
    .executeTakeFirstOrThrow()
  await town.db
    .insertInto('outcomes')
    .values({
      customer_id: town.id(name),
      rule_id: id,
      occasion,
      kind,
      on_day: more.on ?? before(1),
      until_day: more.until ?? null,
    })
    .execute()
}

describe('never named', () => {
  tells('without consent for any channel by which they can be reached', async (town) => {
    await celebrating(town, 'Ana')
    await celebrating(town, 'Ben', { consents: [] })
    await celebrating(town, 'Cleo', { consents: ['phone'], points: ['email'] })
    await celebrating(town, 'Dan', { consents: ['sms'], points: ['phone'] })
    await celebrating(town, 'Eve', { consents: ['post'], points: ['address'] })
    const rows = await found(town)
    expect(rows.map(({ name, channels }) => [name, channels])).toEqual([
      ['Ana', ['email']],
      ['Dan', ['sms']],
      ['Eve', ['post']],
    ])
  })

  tells('after consent was taken back', async (town) => {
    await celebrating(town, 'Ana')
    await town.db
      .insertInto('consents')
      .values({ customer_id: town.id('Ana'), channel: 'email', state: 'no', source: 'test' })
      .execute()
    expect(await names(town)).toEqual([])
  })

  tells('on do-not-contact, merged or erased, promise or not', async (town) => {
    for (const name of ['Ana', 'Ben', 'Cleo', 'Dan']) {
      await celebrating(town, name)
      await town.promise(name, today)
    }
    const set = (name: string, values: Readonly<Record<string, unknown>>) =>
      town.db.updateTable('customers').set(values).where('id', '=', town.id(name)).execute()
    await set('Ana', { do_not_contact: true })
    await set('Ben', { merged_into_id: town.id('Dan') })
    await set('Cleo', { erased_at: '2026-11-10T00:00:00Z' })
    expect(await names(town)).toEqual(['Dan (promised_follow_up)', 'Dan (special_day)'])
  })
})

describe('within the gap after a contact', () => {
  tells('nobody is named but for promises and service cases', async (town) => {
    await celebrating(town, 'Ana')
    await celebrating(town, 'Ben')
    await celebrating(town, 'Cleo')
    await town.contacted('Ana', before(13))
    await town.contacted('Ben', before(14))
    await town.contacted('Cleo', before(1))
    await town.contacted('Cleo', before(1), 'inbound')
    await town.promise('Cleo', today)
    await town.case('Ana', before(3))
    expect(await names(town)).toEqual(['Ana (open_service_case)', 'Ben (special_day)', 'Cleo (promised_follow_up)'])
    expect(await names(town, { contactGapDays: 13 })).toContain('Ana (special_day)')
    expect(await names(town, { contactGapDays: 15 })).not.toContain('Ben (special_day)')
  })

  tells('an inbound call or visit is no contact', async (town) => {
    await celebrating(town, 'Ana')
    await town.contacted('Ana', before(1), 'inbound')
    expect(await names(town)).toEqual(['Ana (special_day)'])
  })

  tells(
    'those who have not bought are left alone for longer, by stage, and never less than customers',
    async (town) => {
      // Ana and Ben answered a campaign, which is Consideration; of Cleo and Dan there is only a note: Prospecting.
      for (const [name, day] of [
        ['Ana', 29],
        ['Ben', 30],
        ['Cleo', 44],
        ['Dan', 45],
      ] as const) {
        await town.customer(name)
        await town.contacted(name, before(day))
        if (day <= 30) await town.answered(name, 'Autumn Letter', before(3))
        else await town.note(name, before(5), 'Wants a Hammer Drill')
      }
      expect(await names(town)).toEqual(['Ben (campaign_response)', 'Dan (asked_for_item)'])
      expect(await names(town, { considerationGapDays: 29, prospectingGapDays: 46 })).toEqual([
        'Ana (campaign_response)',
        'Ben (campaign_response)',
      ])
      expect(await names(town, { contactGapDays: 44, considerationGapDays: 7, prospectingGapDays: 7 })).toEqual([
        'Cleo (asked_for_item)',
        'Dan (asked_for_item)',
      ])
    },
  )

  tells('the loyal hear from the shop sooner, and never later than others', async (town) => {
    await celebrating(town, 'Ana')
    await celebrating(town, 'Ben')
    for (const day of [80, 50, 20]) await town.bought('Ana', before(day), 900)
    await town.contacted('Ana', before(10))
    await town.contacted('Ben', before(10))
    expect(await names(town)).toEqual(['Ana (special_day)'])
    expect(await names(town, { loyaltyGapDays: 11 })).toEqual([])
    expect(await names(town, { loyaltyGapDays: 60, contactGapDays: 10 })).toEqual([
      'Ana (special_day)',
      'Ben (special_day)',
    ])
  })

  tells('a rule of its own gap goes by it where it is longer than the shop’s, which none undercuts', async (town) => {
    await celebrating(town, 'Ana')
    await celebrating(town, 'Ben')
    await town.contacted('Ana', before(20))
    await town.contacted('Ben', before(13))
    const namedWith = async (contactGapDays: number) => {
      const rules = (await town.rules())
        .filter(({ code }) => asked.includes(code))
        .map((rule) => (rule.code === 'special_day' ? { ...rule, contactGapDays } : rule))
      return (await candidates(rules, 100, await town.context())).map(({ name }) => name)
    }
    expect(await namedWith(21)).toEqual([])
    expect(await namedWith(20)).toEqual(['Ana'])
    expect(await namedWith(1)).toEqual(['Ana'])
  })
})

describe('what was said about a reason', () => {
  tells('keeps it from coming again on that occasion, not on another', async (town) => {
    for (const name of ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve']) await celebrating(town, name)
    await outcome(town, 'Ana', 'special_day', 'birthday:2026', 'reached')
    await outcome(town, 'Ben', 'special_day', 'birthday:2026', 'not_relevant')
    await outcome(town, 'Cleo', 'special_day', 'birthday:2025', 'reached')
    await outcome(town, 'Dan', 'special_day', 'birthday:2026', 'no_answer')
    await outcome(town, 'Eve', 'special_day', 'birthday:2026', 'ordered')
    expect(await names(town)).toEqual(['Cleo (special_day)', 'Dan (special_day)'])
  })

  tells('tomorrow is not known today', async (town) => {
    await celebrating(town, 'Ana')
    await outcome(town, 'Ana', 'special_day', 'birthday:2026', 'reached', { on: before(-1) })
    expect(await names(town)).toEqual(['Ana (special_day)'])
    expect(await names(town, {}, before(-1))).toEqual([])
  })

  tells('snoozed: for any reason but promises and cases, until its day', async (town) => {
    await celebrating(town, 'Ana')
    await town.case('Ana', before(3))
    await outcome(town, 'Ana', 'lapsing_top_customer', 'x', 'snoozed', { until: before(-1) })
    expect(await names(town)).toEqual(['Ana (open_service_case)'])
    expect(await names(town, {}, before(-1))).toEqual(['Ana (open_service_case)', 'Ana (special_day)'])
  })

  tells('of a case that was snoozed or is not relevant holds for that case alone', async (town) => {
    await town.customer('Ana')
    await town.customer('Ben')
    const [one, other] = [await town.case('Ana', before(3)), await town.case('Ana', before(2), 'Saw is dull')]
    const bens = await town.case('Ben', before(3))
    await outcome(town, 'Ana', 'open_service_case', `case:${one}`, 'snoozed', { until: before(-1) })
    await outcome(town, 'Ben', 'open_service_case', `case:${bens}`, 'not_relevant')
    expect((await found(town)).map(({ name, occasion }) => [name, occasion])).toEqual([['Ana', `case:${other}`]])
    expect((await found(town, {}, before(-1))).map(({ occasion }) => occasion).toSorted()).toEqual(
      [`case:${one}`, `case:${other}`].toSorted(),
    )
  })

  tells('never hides a promise that is open again', async (town) => {
    await town.customer('Ana')
    const id = await town.promise('Ana', before(2))
    await outcome(town, 'Ana', 'promised_follow_up', `follow_up:${id}`, 'solved')
    await outcome(town, 'Ana', 'promised_follow_up', `follow_up:${id}`, 'snoozed', { until: before(-20) })
    expect(await names(town)).toEqual(['Ana (promised_follow_up)'])
  })
})

describe('whoever was named and nobody did anything about', () => {
  async function shown(
    town: Town,
    name: string,
    day: Day,
    run: 'posted' | 'late' = 'posted',
    state: 'open' | 'snoozed' = 'open',
  ) {
    const { id } = await town.db
      .insertInto('digest_runs')
      .values({ day, recipient: `staff:${name}`, due_at: day, claimed_until: day, outcome: run, finished_at: day })
      .returning('id')
      .executeTakeFirstOrThrow()
    await town.db
      .insertInto('digest_items')
      .values({
        run_id: id,
        day,
        customer_id: town.id(name),
        rank: 1,
        reasons: '[]',
        state,
        closed_at: state === 'open' ? null : day,
      })
      .execute()
  }

  tells('makes room for a week, unless the digest never came', async (town) => {
    for (const name of ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve']) await celebrating(town, name)
    await shown(town, 'Ana', before(6))
    await shown(town, 'Ben', before(7))
    await shown(town, 'Cleo', before(2), 'late')
    await shown(town, 'Dan', before(2), 'posted', 'snoozed')
    await shown(town, 'Eve', before(1))
    await town.promise('Eve', today)
    expect(await names(town)).toEqual([
      'Ben (special_day)',
      'Cleo (special_day)',
      'Dan (special_day)',
      'Eve (promised_follow_up)',
    ])
  })
})

describe('the hold-out', () => {
  tells('is about the share, the same on any day, and never for promises and cases', async (town) => {
    for (let at = 0; at < 300; at++) await town.customer(`P${at}`, { birthday: [11, 18] })
    for (let at = 0; at < 300; at++) await town.bought(`P${at}`, before(40))
    for (let at = 0; at < 300; at++) await town.promise(`P${at}`, before(2))
    const rows = await found(town, { holdoutPercent: 10 })
    const held = (rows: readonly Candidate[], rule: string) =>
      rows.filter((row) => row.rule === rule && row.arm === 'holdout').map(({ name }) => name)
    const today = held(rows, 'special_day')
    expect(today.length).toBeGreaterThan(15)
    expect(today.length).toBeLessThan(50)
    expect(held(rows, 'promised_follow_up')).toEqual([])
    expect(rows.filter(({ rule }) => rule === 'promised_follow_up')).toHaveLength(300)
    expect(held(await found(town, { holdoutPercent: 10 }, before(-1)), 'special_day')).toEqual(today)
    // A larger share keeps those who are in it.
    const twice = held(await found(town, { holdoutPercent: 20 }), 'special_day')
    expect(today.filter((name) => !twice.includes(name))).toEqual([])
    expect(held(await found(town, { holdoutPercent: 0 }), 'special_day')).toEqual([])
  })
})

describe('it is told to', () => {
  const recipientOf = async (town: Town, settings: Partial<ShopSettings> = {}) => {
    const rows = await found(town, settings)
    return Object.fromEntries(rows.map(({ name, recipient }) => [name, recipient]))
  }

  tells(
    'the owner; of a promise the colleague who took it on; else somebody of the store; else the house',
    async (town) => {
      const dana = await town.staff('Dana', { role: 'manager', store: 'Oak Street' })
      const hank = await town.staff('Hank', { store: 'River Road' })
      await celebrating(town, 'Ana', { owner: 'Hank', store: 'Oak Street' })
      await celebrating(town, 'Ben', { store: 'River Road' })
      await celebrating(town, 'Cleo')
      await town.customer('Dan', { owner: 'Dana' })
      await town.promise('Dan', today, 'Call', { to: 'Hank' })
      expect(await recipientOf(town)).toEqual({ Ana: hank, Ben: hank, Cleo: dana, Dan: hank })
    },
  )

  tells('a stand-in while somebody is away, or has left, or wants no digest, or cannot read it', async (town) => {
    const dana = await town.staff('Dana', { role: 'manager', store: 'Oak Street' })
    const hank = await town.staff('Hank', { store: 'River Road' })
    await celebrating(town, 'Ana', { owner: 'Hank', store: 'River Road' })
    expect(await recipientOf(town)).toEqual({ Ana: hank })
    const away = { staff_id: hank, from_day: before(1), to_day: today, recorded_by: 'test' }
    await town.db.insertInto('absences').values(away).execute()
    expect(await recipientOf(town)).toEqual({ Ana: dana })
    await town.db.deleteFrom('absences').execute()
    await town.db.updateTable('staff').set({ active: false }).where('id', '=', hank).execute()
    expect(await recipientOf(town)).toEqual({ Ana: dana })
    await town.db.updateTable('staff').set({ active: true, slack_user_id: null }).where('id', '=', hank).execute()
    expect(await recipientOf(town)).toEqual({ Ana: dana })
    await town.db.updateTable('staff').set({ slack_user_id: 'UHANK' }).where('id', '=', hank).execute()
    await town.db
      .insertInto('digest_recipients')
      .values({ staff_id: hank, active: false, changed_by: 'test' })
      .execute()
    expect(await recipientOf(town)).toEqual({ Ana: dana })
  })

  tells('a stand-in for a week when Slack did not find somebody', async (town) => {
    const dana = await town.staff('Dana', { role: 'manager' })
    const hank = await town.staff('Hank')
    await celebrating(town, 'Ana', { owner: 'Hank' })
    const lost = { recipient: `staff:${hank}`, staff_id: hank, outcome: 'failed', fault: 'not in this Slack' } as const
    await town.db
      .insertInto('digest_runs')
      .values({ ...lost, day: before(7), due_at: before(7), claimed_until: before(7), finished_at: before(7) })
      .execute()
    expect(await recipientOf(town)).toEqual({ Ana: dana })
    await town.db
      .updateTable('digest_runs')
      .set({ day: before(8) })
      .execute()
    expect(await recipientOf(town)).toEqual({ Ana: hank })
  })

  tells('colleagues without Slack where nobody has it, and to nobody in a shop without staff', async (town) => {
    await celebrating(town, 'Ana')
    expect(await recipientOf(town)).toEqual({ Ana: null })
    const dana = await town.staff('Dana', { slack: null })
    expect(await recipientOf(town)).toEqual({ Ana: dana })
  })

  tells('nobody who may not see the customer', async (town) => {
    const dana = await town.staff('Dana', { role: 'manager', store: 'Oak Street' })
    const hank = await town.staff('Hank', { store: 'River Road' })
    await celebrating(town, 'Ana', { owner: 'Hank', store: 'Oak Street' })
    await celebrating(town, 'Ben', { store: 'River Road' })
    await celebrating(town, 'Cleo', { owner: 'Hank', store: 'River Road' })
    expect(await recipientOf(town, { associateScope: 'store' })).toEqual({ Ana: dana, Ben: hank, Cleo: hank })
    expect(await recipientOf(town, { associateScope: 'owner' })).toEqual({ Ana: hank, Ben: dana, Cleo: hank })
  })

  tells('the same one of a store on every day, and about as many to each', async (town) => {
    const staff = [await town.staff('Ada', { store: 'Oak Street' }), await town.staff('Bo', { store: 'Oak Street' })]
    for (let at = 0; at < 60; at++) await town.customer(`P${at}`, { birthday: [11, 18], store: 'Oak Street' })
    for (let at = 0; at < 60; at++) await town.bought(`P${at}`, before(40))
    const first = await recipientOf(town)
    const tomorrow = (await found(town, {}, before(-1))).map(({ name, recipient }) => [name, recipient])
    expect(Object.fromEntries(tomorrow)).toEqual(first)
    for (const each of staff) expect(Object.values(first).filter((id) => id === each).length).toBeGreaterThan(18)
  })
})

describe('a list of a day', () => {
  tells('has every promise and every case, however many, and a handful besides', async (town) => {
    const dana = await town.staff('Dana', { role: 'manager' })
    for (let at = 0; at < 60; at++) await town.customer(`P${at}`, { birthday: [11, 18] })
    for (let at = 0; at < 60; at++) await town.bought(`P${at}`, before(40))
    for (let at = 0; at < 40; at++) await town.promise(`P${at}`, today)
    const morning = await openMorning(await town.context())
    const target = { kind: 'staff', id: dana, email: '', name: 'Dana', role: 'manager', slackUserId: 'UDANA' } as const
    const digest = digestFor(target, morning)
    const named = digest.entries.map(({ reasons }) => reasons[0].rule)
    expect(named.filter((rule) => rule === 'promised_follow_up')).toHaveLength(40)
    expect(named).toHaveLength(40)
    expect(digest.more).toBe(20)
  })

  tells('is the same whenever it is made', async (town) => {
    const dana = await town.staff('Dana', { role: 'manager' })
    for (let at = 0; at < 30; at++) await celebrating(town, `P${at}`)
    const target = { kind: 'staff', id: dana, email: '', name: 'Dana', role: 'manager', slackUserId: 'UDANA' } as const
    const [one, other] = [
      digestFor(target, await openMorning(await town.context())),
      digestFor(target, await openMorning(await town.context())),
    ]
    expect(one.entries.map(({ name }) => name)).toHaveLength(3)
    expect(one.entries).toEqual(other.entries)
  })

  tells('is the same when a large shop is searched by parts', async (town) => {
    await town.staff('Dana', { role: 'manager' })
    await town.staff('Hank', { role: 'manager' })
    for (let at = 0; at < 60; at++) {
      await celebrating(town, `P${at}`)
      if (at % 3 === 0) await town.bought(`P${at}`, before(at * 3 + 1), 40 + at)
      if (at % 20 === 7) await town.promise(`P${at}`, before(at % 2))
      if (at % 10 === 4) await town.contacted(`P${at}`, before(5), 'inbound', 'Is the Hammer Drill in?')
    }
    const [context, rules] = [await town.context(), await town.rules()]
    const whole = await candidates(rules, 4, context, { parts: between([]) })
    expect(new Set(whole.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(3)
    expect(new Set(whole.map(({ customerId }) => customerId)).size).toBeLessThan(50)
    for (const borders of [['P30'], ['P1', 'P2', 'P50'], ['P15', 'P30', 'P45']]) {
      const parts = between(borders.map((name) => town.id(name)))
      expect(await candidates(rules, 4, context, { parts })).toEqual(whole)
    }
  })

  tells('says how stale it is from the fourth day without an order on', async (town) => {
    await town.customer('Ana')
    await town.bought('Ana', before(4))
    expect((await openMorning(await town.context())).staleSince).toBe(before(4))
    expect((await openMorning(await town.context(before(1)))).staleSince).toBeNull()
  })
})
