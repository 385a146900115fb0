import { describe, expect, test } from 'vitest'
import { triggers } from '../../src/treatments/triggers.ts'
import { before, named, spell, type Town, today, towns } from './support.ts'

const inTown = towns()

/** A test with a town of its own. */
const tells = (title: string, work: (town: Town) => Promise<void>) => test(title, () => inTown(work))

/** Customers by name, all alike. */
async function people(town: Town, ...names: readonly string[]): Promise<void> {
  for (const name of names) await town.customer(name)
}

describe('promised follow-up', () => {
  const code = 'promised_follow_up'

  tells('is named from its day on, for thirty days', async (town) => {
    await people(town, 'Ana')
    await town.promise('Ana', today, 'Call about cable locks')
    expect(await spell(town, code, 'Ana', [before(3), before(-33)])).toEqual([today, before(-30)])
    expect(await named(town, code)).toEqual(['Ana: Promised for today: “Call about cable locks”'])
    expect(await named(town, code, { day: before(-1) })).toEqual([
      'Ana: Promised for Nov 16 (yesterday): “Call about cable locks”',
    ])
    expect(await named(town, code, { day: before(-7) })).toEqual([
      'Ana: Promised for Nov 16 (7 days ago): “Call about cable locks”',
    ])
  })

  tells('needs no consent, and stops where there is do-not-contact', async (town) => {
    await town.customer('Ana', { consents: [] })
    await town.customer('Ben')
    await town.db.updateTable('customers').set({ do_not_contact: true }).where('display_name', '=', 'Ben').execute()
    for (const name of ['Ana', 'Ben']) await town.promise(name, today)
    expect(await named(town, code)).toEqual(['Ana: Promised for today: “Call about the drill”'])
  })

  tells('is kept by a contact on its day or later, not by one before', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan')
    for (const name of ['Ana', 'Ben', 'Cleo', 'Dan']) await town.promise(name, before(2))
    await town.contacted('Ana', before(3))
    await town.contacted('Ben', before(2))
    await town.contacted('Cleo', before(1))
    await town.contacted('Dan', before(1), 'inbound')
    expect(await named(town, code)).toEqual([
      'Ana: Promised for Nov 14 (2 days ago): “Call about the drill”',
      'Dan: Promised for Nov 14 (2 days ago): “Call about the drill”',
    ])
  })

  tells('is kept by a person who writes, not by a mailing or a message that no colleague sent', async (town) => {
    await town.staff('Dana')
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan', 'Eve')
    for (const name of ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve']) {
      await town.promise(name, before(3))
      await town.case(name, before(3))
    }
    await town.contacted('Ana', before(1), 'outbound', 'Spring sale', {
      kind: 'Newsletter',
      channel: 'email',
      by: 'Dana',
    })
    await town.contacted('Ben', before(1), 'outbound', 'Spring sale', { kind: 'message', channel: 'email' })
    await town.contacted('Cleo', before(1), 'outbound', 'It is here', { kind: 'message', channel: 'email', by: 'Dana' })
    await town.contacted('Dan', before(1), 'outbound', 'Called', { kind: 'reply', channel: 'phone' })
    const who = async (rule: string) => (await named(town, rule)).map((each) => each.split(':')[0])
    expect(await who(code)).toEqual(['Ana', 'Ben', 'Eve'])
    expect(await who('open_service_case')).toEqual(['Ana', 'Ben', 'Eve'])
  })

  tells('from a note says who wrote it and when', async (town) => {
    const dana = await town.staff('Dana')
    await people(town, 'Ana')
    const note = await town.note('Ana', before(4), 'Call her')
    await town.db.updateTable('notes').set({ author_id: dana }).where('id', '=', note).execute()
    await town.promise('Ana', today, 'Call her', { note })
    expect(await named(town, code)).toEqual(['Ana: Promised for today: “Call her” (Dana, Nov 12)'])
  })

  tells('put off comes on the new day, also after an attempt in between', async (town) => {
    await people(town, 'Ana')
    const id = await town.promise('Ana', before(6))
    await town.contacted('Ana', before(3))
    const put = { status: 'snoozed', snoozed_until: before(1) } as const
    await town.db.updateTable('follow_ups').set(put).where('id', '=', id).execute()
    expect(await spell(town, code, 'Ana', [before(2), before(-1)])).toEqual([before(1), before(-1)])
    expect(await named(town, code)).toEqual(['Ana: Promised for Nov 10 (6 days ago): “Call about the drill”'])
  })

  tells('done, cancelled, of a deleted note, of one merged or erased is not named', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan', 'Eve')
    await town.promise('Ana', today)
    await town.promise('Ben', today)
    await town.db
      .updateTable('follow_ups')
      .set({ status: 'done', closed_at: '2026-11-16T09:00:00Z' })
      .where('customer_id', '=', town.id('Ana'))
      .execute()
    await town.db
      .updateTable('follow_ups')
      .set({ status: 'cancelled', closed_at: '2026-11-16T09:00:00Z' })
      .where('customer_id', '=', town.id('Ben'))
      .execute()
    const note = await town.note('Cleo', before(5), 'Call her')
    await town.promise('Cleo', today, 'Call her', { note })
    await town.db.updateTable('notes').set({ deleted_at: '2026-11-12T09:00:00Z' }).where('id', '=', note).execute()
    await town.promise('Dan', today)
    await town.promise('Eve', today)
    await town.db
      .updateTable('customers')
      .set({ merged_into_id: town.id('Ana') })
      .where('id', '=', town.id('Dan'))
      .execute()
    await town.db
      .updateTable('customers')
      .set({ erased_at: '2026-11-12T09:00:00Z' })
      .where('id', '=', town.id('Eve'))
      .execute()
    expect(await named(town, code)).toEqual([])
  })

  tells('seen from a day on which it was still open is named', async (town) => {
    await people(town, 'Ana')
    const id = await town.promise('Ana', before(3))
    const done = { status: 'done', closed_at: `${before(1)}T12:00:00Z` } as const
    await town.db.updateTable('follow_ups').set(done).where('id', '=', id).execute()
    expect(await spell(town, code, 'Ana', [before(5), today])).toEqual([before(3), before(2)])
  })

  tells('of a note that was written later is invisible before', async (town) => {
    await people(town, 'Ana')
    const note = await town.note('Ana', before(1), 'Call her')
    await town.promise('Ana', before(2), 'Call her', { note })
    expect(await spell(town, code, 'Ana', [before(4), today])).toEqual([before(1), today])
  })

  tells('never quotes a managers’ note', async (town) => {
    await people(town, 'Ana')
    const note = await town.note('Ana', before(1), 'Owes us money', 'managers')
    await town.promise('Ana', today, 'Owes us money', { note })
    expect(await named(town, code)).toEqual(['Ana: Promised for today: the reason is in a note for managers.'])
  })

  tells('quotes a long reason in part', async (town) => {
    await people(town, 'Ana')
    await town.promise('Ana', today, `Call\n${'very '.repeat(100)}soon`)
    const [sentence] = await named(town, code)
    expect(sentence).toMatch(/^Ana: Promised for today: “Call very very .*…”$/)
    expect(sentence?.length).toBeLessThan(340)
  })

  tells('overdue_days says for how long', async (town) => {
    await people(town, 'Ana')
    await town.promise('Ana', today)
    expect(await spell(town, code, 'Ana', [today, before(-5)], { dials: { overdue_days: 2 } })).toEqual([
      today,
      before(-2),
    ])
  })
})

describe('open service case', () => {
  const code = 'open_service_case'

  tells('waits a day for its first answer, and is given up after sixty', async (town) => {
    await people(town, 'Ana')
    await town.case('Ana', before(1))
    expect(await spell(town, code, 'Ana', [before(1), before(-62)])).toEqual([today, before(-59)])
    expect(await named(town, code)).toEqual([
      'Ana: Case open since Nov 15 (yesterday), nobody has reached them yet: “Drill is stuck”.',
    ])
  })

  tells('comes again a week after the last contact', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo')
    for (const name of ['Ana', 'Ben', 'Cleo']) await town.case(name, before(20))
    await town.contacted('Ana', before(8))
    await town.contacted('Ben', before(7))
    await town.contacted('Cleo', before(21))
    expect(await named(town, code)).toEqual([
      'Ana: Case open since Oct 27 (20 days ago), last in touch 8 days ago: “Drill is stuck”.',
      'Cleo: Case open since Oct 27 (20 days ago), nobody has reached them yet: “Drill is stuck”.',
    ])
  })

  tells('that was settled is asked about three days later, for a week', async (town) => {
    await people(town, 'Ana')
    await town.case('Ana', before(10), 'Drill is stuck. ', { resolved: before(3) })
    expect(await spell(town, code, 'Ana', [before(2), before(-10)])).toEqual([today, before(-7)])
    expect(await named(town, code)).toEqual(['Ana: Case settled on Nov 13: “Drill is stuck”. Ask whether all is well.'])
    expect(await named(town, code, { day: before(5) })).toEqual([
      'Ana: Case open since Nov 6 (5 days ago), nobody has reached them yet: “Drill is stuck”.',
    ])
  })

  tells('that was settled is not asked about after a contact', async (town) => {
    await people(town, 'Ana', 'Ben')
    for (const name of ['Ana', 'Ben']) await town.case(name, before(10), 'Drill is stuck', { resolved: before(3) })
    await town.contacted('Ana', before(3))
    await town.contacted('Ben', before(4))
    expect(await named(town, code)).toEqual(['Ben: Case settled on Nov 13: “Drill is stuck”. Ask whether all is well.'])
  })

  tells('without a word about it is named without quotation', async (town) => {
    await people(town, 'Ana')
    const id = await town.case('Ana', before(2))
    await town.db.updateTable('service_cases').set({ summary: null }).where('id', '=', id).execute()
    expect(await named(town, code)).toEqual(['Ana: Case open since Nov 14 (2 days ago), nobody has reached them yet.'])
  })

  tells('has four dials', async (town) => {
    await people(town, 'Ana', 'Ben')
    await town.case('Ana', before(4))
    await town.case('Ben', before(20), 'Hose leaks', { resolved: before(5) })
    await town.contacted('Ana', before(3))
    const who = async (dials: Readonly<Record<string, number>>) =>
      (await named(town, code, { dials })).map((each) => each.slice(0, 3))
    expect(await who({})).toEqual(['Ben'])
    expect(await who({ again_days: 2 })).toEqual(['Ana', 'Ben'])
    expect(await who({ again_days: 2, unanswered_days: 5 })).toEqual(['Ben'])
    expect(await who({ settled_days: 6 })).toEqual([])
    expect(
      await spell(town, code, 'Ana', [before(4), before(-10)], { dials: { again_days: 2, given_up_days: 7 } }),
    ).toEqual([today, before(-3)])
  })
})

describe('product check-in', () => {
  const code = 'product_check_in'

  tells('comes as many days after as the product says, for a week', async (town) => {
    await people(town, 'Ana', 'Ben')
    await town.bought('Ana', before(14), [['DRILL']])
    await town.bought('Ben', before(7), [['SHIRT']])
    expect(await spell(town, code, 'Ana', [before(1), before(-9)])).toEqual([today, before(-7)])
    expect(await named(town, code)).toEqual([
      'Ana: Bought the Hammer Drill 14 days ago: ask how they are getting on.',
      'Ben: Bought the Work Shirt 7 days ago: ask how they are getting on.',
    ])
  })

  tells('is not for what was given back, cancelled, worth nothing to ask about, or asked about since', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan', 'Eve')
    await town.bought('Ana', before(14), [['DRILL', 120, 1, 1], ['ROPE']])
    await town.bought('Ben', before(14), [['DRILL']], { status: 'cancelled' })
    await town.bought('Cleo', before(14), [['ROPE']])
    await town.bought('Dan', before(14), [['DRILL']])
    await town.contacted('Dan', before(14))
    await town.bought('Eve', before(14), [['DRILL', 120, 2, 1]])
    expect(await named(town, code)).toEqual(['Eve: Bought the Hammer Drill 14 days ago: ask how they are getting on.'])
  })

  tells('asks about the dearest of several', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', before(14), [
      ['SHIRT', 30],
      ['DRILL', 120],
    ])
    await town.bought('Ana', before(8), [['SHIRT', 35]])
    expect(await named(town, code)).toEqual(['Ana: Bought the Hammer Drill 14 days ago: ask how they are getting on.'])
  })

  tells('window_days says for how long', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', before(14), [['DRILL']])
    expect(await spell(town, code, 'Ana', [before(1), before(-4)], { dials: { window_days: 1 } })).toEqual([
      today,
      before(-1),
    ])
  })
})

describe('thanks for the first purchase', () => {
  const code = 'first_purchase_thanks'

  tells('is due from the day after it to the fifth', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', before(1), 40)
    expect(await spell(town, code, 'Ana', [before(1), before(-6)])).toEqual([today, before(-4)])
    expect(await named(town, code)).toEqual(['Ana: First order yesterday, $40.00: say thanks.'])
  })

  tells('names who sent them, unless that customer is gone', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan')
    await town.bought('Ana', before(2), 40)
    await town.bought('Ben', before(2), 1240.5)
    await town.referred('Cleo', 'Ana')
    await town.referred('Dan', 'Ben')
    await town.db
      .updateTable('customers')
      .set({ erased_at: '2026-11-12T09:00:00Z' })
      .where('id', '=', town.id('Dan'))
      .execute()
    expect(await named(town, code)).toEqual([
      'Ana: First order 2 days ago, $40.00, sent by Cleo: say thanks.',
      'Ben: First order 2 days ago, $1,240.50: say thanks.',
    ])
  })

  tells('is not for a second day, a refund in full, or somebody thanked already', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan')
    await town.bought('Ana', before(3))
    await town.bought('Ana', before(1))
    await town.bought('Ben', before(3), [['ROPE', 10, 1, 1]])
    await town.bought('Cleo', before(3))
    await town.contacted('Cleo', before(3))
    await town.bought('Dan', before(3))
    await town.bought('Dan', before(3), 5)
    expect(await named(town, code)).toEqual(['Dan: First order 3 days ago, $15.00: say thanks.'])
    // Seen from Saturday, her second order has not come yet.
    expect(await named(town, code, { day: before(2) })).toContain('Ana: First order yesterday, $10.00: say thanks.')
  })

  tells('from_days and until_days say when', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', today)
    expect(await spell(town, code, 'Ana', [before(2), before(-9)], { dials: { from_days: 0, until_days: 1 } })).toEqual(
      [today, before(-1)],
    )
    expect(await spell(town, code, 'Ana', [before(2), before(-9)], { dials: { from_days: 3, until_days: 8 } })).toEqual(
      [before(-3), before(-8)],
    )
  })
})

describe('second purchase window', () => {
  const code = 'second_purchase_window'

  /** Half of the returning customers came back within twenty days. */
  async function returning(town: Town): Promise<void> {
    for (const [name, gap] of [
      ['Rae', 10],
      ['Rob', 20],
      ['Ron', 60],
    ] as const) {
      await town.customer(name, { consents: [] })
      await town.bought(name, before(200))
      await town.bought(name, before(200 - gap))
    }
  }

  tells('opens when half of the returning customers had come back', async (town) => {
    await returning(town)
    await people(town, 'Ana')
    await town.bought('Ana', before(20))
    expect(await spell(town, code, 'Ana', [before(2), before(-12)])).toEqual([today, before(-10)])
    expect(await named(town, code)).toEqual([
      'Ana: Bought once, 20 days ago, on Oct 27; of those who come back, half do so within 20 days.',
    ])
  })

  tells('is not for those who came back, were contacted since, or gave everything back', async (town) => {
    await returning(town)
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan')
    for (const name of ['Ana', 'Ben']) await town.bought(name, before(25))
    await town.bought('Ana', before(4))
    await town.contacted('Ben', before(25))
    await town.bought('Cleo', before(25), [['ROPE', 10, 1, 1]])
    await town.bought('Dan', before(25))
    await town.contacted('Dan', before(26))
    expect((await named(town, code)).map((each) => each.slice(0, 3))).toEqual(['Dan'])
  })

  tells('names nobody where nobody ever came back', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', before(20))
    expect(await named(town, code)).toEqual([])
  })

  tells('window_days says for how long, sample of how many the gap is taken', async (town) => {
    await returning(town)
    await people(town, 'Ana')
    await town.bought('Ana', before(20))
    expect(await spell(town, code, 'Ana', [before(2), before(-4)], { dials: { window_days: 2 } })).toEqual([
      today,
      before(-2),
    ])
    // The latest returning customer alone: all began on one day, so the first of them by number.
    expect((await named(town, code, { day: before(10), dials: { sample: 1 } }))[0]).toContain('within 10 days')
  })
})

describe('refill due', () => {
  const code = 'replenishment_due'

  tells('is told from three days before the filter is used up until two weeks after', async (town) => {
    await people(town, 'Ana')
    for (const days of [177, 87]) await town.bought('Ana', before(days), [['FILTER']])
    expect(await spell(town, code, 'Ana', [before(2), before(-19)])).toEqual([today, before(-17)])
    expect(await named(town, code)).toEqual([
      'Ana: Water Filter: lasts about 90 days; last bought 87 days ago, on Aug 21.',
    ])
  })

  tells('goes by their own interval from three purchases on', async (town) => {
    await people(town, 'Ana')
    for (const days of [190, 110, 40]) await town.bought('Ana', before(days), [['FILTER']])
    expect(await named(town, code)).toEqual([])
    expect(await spell(town, code, 'Ana', [before(-20), before(-60)])).toEqual([before(-32), before(-49)])
    expect(await named(town, code, { day: before(-35) })).toEqual([
      'Ana: Buys Water Filter about every 75 days; last bought 75 days ago, on Oct 7.',
    ])
  })

  tells('is not for one purchase, pieces given back, or what does not run out', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo')
    await town.bought('Ana', before(88), [['FILTER']])
    await town.bought('Ben', before(178), [['FILTER', 20, 1, 1], ['ROPE']])
    await town.bought('Ben', before(88), [['FILTER']])
    for (const days of [178, 88]) await town.bought('Cleo', before(days), [['ROPE']])
    expect(await named(town, code)).toEqual([])
  })

  tells('goes by the product where they bought it again within a week', async (town) => {
    await people(town, 'Ana')
    for (const days of [92, 90, 88]) await town.bought('Ana', before(days), [['FILTER']])
    expect(await named(town, code)).toEqual([
      'Ana: Water Filter: lasts about 90 days; last bought 88 days ago, on Aug 20.',
    ])
  })

  tells('takes the one that they know the rhythm of first', async (town) => {
    await people(town, 'Ana')
    for (const days of [180, 90]) await town.bought('Ana', before(days), [['FILTER']])
    for (const days of [60, 40, 20]) await town.bought('Ana', before(days), [['SALT']])
    expect(await named(town, code)).toEqual([
      'Ana: Buys Dishwasher Salt about every 20 days; last bought 20 days ago, on Oct 27.',
    ])
  })

  tells('early_days and window_days say when', async (town) => {
    await people(town, 'Ana')
    for (const days of [180, 90]) await town.bought('Ana', before(days), [['FILTER']])
    expect(
      await spell(town, code, 'Ana', [before(4), before(-9)], { dials: { early_days: 0, window_days: 2 } }),
    ).toEqual([today, before(-2)])
  })
})

describe('top customer lapsing', () => {
  const code = 'lapsing_top_customer'

  /** Ana buys every 30 days, $200 each; four others once for $5. */
  async function shop(town: Town, silence: number): Promise<void> {
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan', 'Eve')
    for (const days of [120, 90, 60, 30, 0]) await town.bought('Ana', before(days + silence), 200)
    for (const name of ['Ben', 'Cleo', 'Dan', 'Eve']) await town.bought(name, before(10), 5)
  }

  tells('is named when silent for more than twice her gap, for a year', async (town) => {
    await shop(town, 61)
    expect(await spell(town, code, 'Ana', [before(1), before(-370)])).toEqual([today, before(-364)])
    expect(await named(town, code)).toEqual(['Ana: Usually buys every 30 days, silent for 61; $1,000.00 so far.'])
  })

  tells(
    'is not named at exactly twice the gap, nor among those who are not top, nor with two purchase days',
    async (town) => {
      await shop(town, 60)
      for (const days of [120, 110, 100]) await town.bought('Ben', before(days), 5)
      await people(town, 'Fay', 'Gus', 'Hal', 'Ida', 'Jon')
      for (const days of [500, 400]) await town.bought('Fay', before(days), 900)
      expect(await named(town, code)).toEqual([])
      expect(await named(town, code, { settings: { lapsedGaps: 1.5 } })).toEqual([
        'Ana: Usually buys every 30 days, silent for 60; $1,000.00 so far.',
      ])
    },
  )

  tells('goes by the shop’s numbers: a gap counts as at least so many days', async (town) => {
    await people(town, 'Ana')
    for (const days of [34, 33, 32, 29]) await town.bought('Ana', before(days), 50)
    expect(await named(town, code)).toEqual(['Ana: Usually buys every 2 days, silent for 29; $200.00 so far.'])
    expect(await named(town, code, { settings: { minimumGapDays: 15 } })).toEqual([])
  })

  tells('until_days says for how long', async (town) => {
    await shop(town, 61)
    expect(await spell(town, code, 'Ana', [before(1), before(-8)], { dials: { until_days: 7 } })).toEqual([
      today,
      before(-6),
    ])
  })
})

describe('birthday or anniversary', () => {
  const code = 'special_day'

  tells('comes three days before the birthday of a buyer', async (town) => {
    await town.customer('Ana', { birthday: [11, 19] })
    await town.customer('Ben', { birthday: [11, 19] })
    await town.bought('Ana', before(400))
    expect(await spell(town, code, 'Ana', [before(2), before(-5)])).toEqual([today, '2026-11-19'])
    expect(await named(town, code)).toEqual(['Ana: Birthday in 3 days, Nov 19.'])
    expect(await named(town, code, { day: '2026-11-18' })).toEqual(['Ana: Birthday tomorrow, Nov 19.'])
    expect(await named(town, code, { day: '2026-11-19' })).toEqual(['Ana: Birthday today, Nov 19.'])
  })

  tells('is looked forward to across the end of the year', async (town) => {
    await town.customer('Ana', { birthday: [1, 1] })
    await town.bought('Ana', before(400))
    expect(await named(town, code, { day: '2026-12-30' })).toEqual(['Ana: Birthday in 2 days, Jan 1, 2027.'])
  })

  tells('of February 29 is kept on the 28th in a common year', async (town) => {
    await town.customer('Ana', { birthday: [2, 29] })
    await town.bought('Ana', '2025-06-01')
    expect(await spell(town, code, 'Ana', ['2027-02-20', '2027-03-05'])).toEqual(['2027-02-25', '2027-02-28'])
    expect(await spell(town, code, 'Ana', ['2028-02-20', '2028-03-05'])).toEqual(['2028-02-26', '2028-02-29'])
    expect(await named(town, code, { day: '2027-02-28' })).toEqual(['Ana: Birthday today, Feb 28.'])
  })

  tells('counts the years since a top customer’s first order', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan', 'Eve')
    await town.bought('Ana', '2023-11-18', 500)
    await town.bought('Ana', '2026-10-18', 500)
    await town.bought('Ben', '2023-11-18', 5)
    for (const name of ['Cleo', 'Dan', 'Eve']) await town.bought(name, '2026-06-01', 5)
    expect(await named(town, code)).toEqual([
      'Ana: Will have been a customer for 3 years in 2 days: first bought on Nov 18, 2023.',
    ])
    expect(await named(town, code, { day: '2026-11-18' })).toEqual([
      'Ana: Has been a customer for 3 years today: first bought on Nov 18, 2023.',
    ])
    // In the week of the first order itself there is nothing to celebrate.
    expect(await named(town, code, { day: '2023-11-18' })).toEqual([])
  })

  tells('began on February 29, is kept on the 28th', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', '2024-02-29', 500)
    expect(await spell(town, code, 'Ana', ['2027-02-20', '2027-03-05'])).toEqual(['2027-02-25', '2027-02-28'])
  })

  tells('ahead_days says how long before', async (town) => {
    await town.customer('Ana', { birthday: [11, 19] })
    await town.bought('Ana', before(400))
    expect(await spell(town, code, 'Ana', [before(5), before(-5)], { dials: { ahead_days: 0 } })).toEqual([
      '2026-11-19',
      '2026-11-19',
    ])
    expect(await spell(town, code, 'Ana', ['2026-10-15', before(-5)], { dials: { ahead_days: 30 } })).toEqual([
      '2026-10-20',
      '2026-11-19',
    ])
  })
})

describe('warranty ending', () => {
  const code = 'warranty_ending'

  tells('is told thirty days before it ends', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', '2024-12-16', [['DRILL']])
    expect(await spell(town, code, 'Ana', [before(2), before(-32)])).toEqual([today, before(-7)])
    expect(await named(town, code)).toEqual([
      'Ana: The warranty of the Hammer Drill bought on Dec 16, 2024 ends in 30 days, on Dec 16.',
    ])
    expect(await named(town, code, { day: '2026-12-16', dials: { window_days: 30 } })).toEqual([
      'Ana: The warranty of the Hammer Drill bought on Dec 16, 2024 ends today, on Dec 16.',
    ])
  })

  tells('bought on February 29 ends on the 28th', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', '2024-02-29', [['DRILL']])
    expect(await spell(town, code, 'Ana', ['2026-01-20', '2026-03-05'])).toEqual(['2026-01-29', '2026-02-05'])
  })

  tells('is not for what was given back, was cheap, or has no warranty', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo')
    await town.bought('Ana', '2024-12-10', [['DRILL', 120, 1, 1], ['ROPE']])
    await town.bought('Ben', '2024-12-10', [['DRILL', 99.99]])
    await town.bought('Cleo', '2024-12-10', [['SHIRT', 300]])
    expect(await named(town, code)).toEqual([])
    expect((await named(town, code, { dials: { least_price: 99 } })).map((each) => each.slice(0, 3))).toEqual(['Ben'])
  })

  tells('ahead_days says how long before', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', '2024-12-16', [['DRILL']])
    expect(await spell(town, code, 'Ana', ['2026-12-10', '2026-12-18'], { dials: { ahead_days: 1 } })).toEqual([
      '2026-12-15',
      '2026-12-16',
    ])
    expect(await spell(town, code, 'Ana', ['2026-08-15', '2026-08-20'], { dials: { ahead_days: 120 } })).toEqual([
      '2026-08-18',
      '2026-08-20',
    ])
  })
})

describe('thanks for a referral', () => {
  const code = 'referral_thanks'

  tells('is due from the day after the friend’s first order, for ten days', async (town) => {
    await people(town, 'Ana', 'Ben')
    await town.referred('Ana', 'Ben')
    await town.bought('Ben', before(1))
    expect(await spell(town, code, 'Ana', [before(2), before(-12)])).toEqual([today, before(-9)])
    expect(await named(town, code)).toEqual([
      'Ana: Ben, whom they sent, bought for the first time yesterday: say thanks.',
    ])
  })

  tells(
    'is not due after a contact, a refund in full, or for a friend who is merged, erased or came before',
    async (town) => {
      await people(town, 'Ana', 'Bea', 'Cleo', 'Dan', 'Eve', 'A', 'B', 'C', 'D', 'E')
      for (const [who, friend] of [
        ['Ana', 'A'],
        ['Bea', 'B'],
        ['Cleo', 'C'],
        ['Dan', 'D'],
        ['Eve', 'E'],
      ] as const)
        await town.referred(who, friend)
      for (const friend of ['A', 'C', 'D', 'E']) await town.bought(friend, before(4))
      await town.contacted('Ana', before(4))
      await town.bought('B', before(4), [['ROPE', 10, 1, 1]])
      await town.db
        .updateTable('customers')
        .set({ merged_into_id: town.id('A') })
        .where('id', '=', town.id('C'))
        .execute()
      await town.db
        .updateTable('customers')
        .set({ erased_at: '2026-11-15T09:00:00Z' })
        .where('id', '=', town.id('D'))
        .execute()
      await town.bought('E', before(300))
      expect(await named(town, code)).toEqual([])
    },
  )

  tells('that was recorded later is invisible before', async (town) => {
    await people(town, 'Ana', 'Ben')
    await town.referred('Ana', 'Ben', before(1))
    await town.bought('Ben', before(4))
    expect(await spell(town, code, 'Ana', [before(5), today])).toEqual([before(1), today])
  })

  tells('names the latest friend of several; window_days says for how long', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo')
    await town.referred('Ana', 'Ben')
    await town.referred('Ana', 'Cleo')
    await town.bought('Ben', before(5))
    await town.bought('Cleo', before(3))
    expect(await named(town, code)).toEqual([
      'Ana: Cleo, whom they sent, bought for the first time 3 days ago: say thanks.',
    ])
    expect(await spell(town, code, 'Ana', [before(5), before(-2)], { dials: { window_days: 2 } })).toEqual([
      before(4),
      before(1),
    ])
  })
})

describe('connector to keep in touch with', () => {
  const code = 'connector_nurture'

  async function friends(town: Town, buyers: number): Promise<void> {
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan')
    for (const friend of ['Ben', 'Cleo', 'Dan']) await town.referred('Ana', friend)
    for (const friend of ['Ben', 'Cleo', 'Dan'].slice(0, buyers)) await town.bought(friend, before(100))
  }

  tells('has sent two who bought, and nobody was in touch for sixty days', async (town) => {
    await friends(town, 2)
    expect(await named(town, code)).toEqual(['Ana: Has sent us 2 customers who bought; never contacted.'])
    await town.contacted('Ana', before(61))
    expect(await spell(town, code, 'Ana', [before(60), today])).toEqual([today, today])
    expect(await named(town, code)).toEqual(['Ana: Has sent us 2 customers who bought; last contacted 61 days ago.'])
  })

  tells('is not one with one friend who bought', async (town) => {
    await friends(town, 1)
    expect(await named(town, code)).toEqual([])
  })

  tells('quiet_days says after how long', async (town) => {
    await friends(town, 3)
    await town.contacted('Ana', before(31))
    expect(await named(town, code)).toEqual([])
    expect(await named(town, code, { dials: { quiet_days: 30 }, settings: { prospectingGapDays: 30 } })).toEqual([
      'Ana: Has sent us 3 customers who bought; last contacted 31 days ago.',
    ])
  })
})

describe('campaign answered, nothing bought', () => {
  const code = 'campaign_response'

  tells('is told from two days after the answer to the fourteenth', async (town) => {
    await people(town, 'Ana', 'Ben')
    await town.answered('Ana', 'Autumn Letter', before(2))
    await town.answered('Ben', 'Autumn Letter', before(2), 'clicked_day')
    expect(await spell(town, code, 'Ana', [before(1), before(-14)])).toEqual([today, before(-12)])
    expect(await named(town, code)).toEqual([
      'Ana: Responded to “Autumn Letter” 2 days ago and has not ordered since.',
      'Ben: Responded to “Autumn Letter” 2 days ago and has not ordered since.',
    ])
  })

  tells('is over with an order, though not with one given back', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo')
    for (const name of ['Ana', 'Ben', 'Cleo']) await town.answered(name, 'Autumn Letter', before(5))
    await town.bought('Ana', before(5))
    await town.bought('Ben', before(4), [['ROPE', 10, 1, 1]])
    await town.bought('Cleo', before(6))
    expect((await named(town, code)).map((each) => each.slice(0, 4))).toEqual(['Ben:', 'Cleo'])
    expect((await named(town, code, { day: before(3) })).map((each) => each.slice(0, 4))).toEqual(['Ben:', 'Cleo'])
  })

  tells('knows a click before the answer was in', async (town) => {
    await people(town, 'Ana')
    await town.answered('Ana', 'Autumn Letter', before(5), 'clicked_day')
    await town.answered('Ana', 'Autumn Letter', before(1))
    expect(await named(town, code, { day: before(3) })).toEqual([
      'Ana: Responded to “Autumn Letter” 2 days ago and has not ordered since.',
    ])
    expect(await named(town, code)).toEqual([])
  })

  tells('from_days and until_days say when', async (town) => {
    await people(town, 'Ana')
    await town.answered('Ana', 'Autumn Letter', before(4))
    expect(await spell(town, code, 'Ana', [before(4), before(-3)], { dials: { from_days: 0, until_days: 1 } })).toEqual(
      [before(4), before(3)],
    )
  })
})

describe('asked for an item', () => {
  const code = 'asked_for_item'

  tells('by its name in an inquiry or a note, from three days on for a month', async (town) => {
    await people(town, 'Ana', 'Ben')
    await town.contacted('Ana', before(3), 'inbound', 'Is the HAMMER DRILL in?')
    await town.note('Ben', before(3), 'Wants a hammer drill for Christmas')
    expect(await spell(town, code, 'Ana', [before(1), before(-29)])).toEqual([today, before(-27)])
    expect(await named(town, code)).toEqual([
      'Ana: The Hammer Drill came up 3 days ago, and they have not bought it: “Is the HAMMER DRILL in?”',
      'Ben: The Hammer Drill came up 3 days ago, and they have not bought it: “Wants a hammer drill for Christmas”',
    ])
  })

  tells('also in the plural, beside punctuation, and in scripts without spaces', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Fay')
    const products = ['Café Table, Small', 'Lantern', '帆布トートバッグ', 'Salt & Light']
    for (const [at, name] of products.entries())
      await town.db
        .insertInto('products')
        .values({ sku: `ASKED${at}`, name })
        .execute()
    await town.note('Ana', before(4), 'Asked:\nthe café table (small)?')
    await town.note('Ben', before(4), 'two LANTERNS/hammer handles')
    await town.note('Cleo', before(4), '青い帆布トートバッグはありますか')
    await town.note('Dan', before(4), 'a sledgehammer drill')
    await town.note('Eve', before(4), 'loves “Salt & Light”, the book')
    await town.note('Fay', before(4), 'hammer-drill bits')
    expect((await named(town, code)).map((line) => line.split(' came up')[0])).toEqual([
      'Ana: The Café Table, Small',
      'Ben: The Lantern',
      'Cleo: The 帆布トートバッグ',
      'Eve: The Salt & Light',
      'Fay: The Hammer Drill',
    ])
  })

  tells(
    'is not told of what they bought, of what was answered, of a managers’ or deleted note, of a short name',
    async (town) => {
      await people(town, 'Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Fay')
      for (const name of ['Ana', 'Ben', 'Fay'])
        await town.contacted(name, before(5), 'inbound', 'Is the Hammer Drill in?')
      await town.bought('Ana', before(4), [['DRILL']])
      await town.contacted('Ben', before(4), 'outbound')
      await town.note('Cleo', before(5), 'Hammer Drill, but owes us money', 'managers')
      const note = await town.note('Dan', before(5), 'Hammer Drill')
      await town.db.updateTable('notes').set({ deleted_at: '2026-11-12T09:00:00Z' }).where('id', '=', note).execute()
      await town.contacted('Eve', before(5), 'inbound', 'Rope?')
      await town.bought('Fay', before(4), [['DRILL', 120, 1, 1]])
      expect(await named(town, code)).toEqual([
        'Fay: The Hammer Drill came up 5 days ago, and they have not bought it: “Is the Hammer Drill in?”',
      ])
    },
  )

  tells('from_days and until_days say when', async (town) => {
    await people(town, 'Ana')
    await town.contacted('Ana', before(4), 'inbound', 'Is the Hammer Drill in?')
    expect(await spell(town, code, 'Ana', [before(5), before(-3)], { dials: { from_days: 0, until_days: 2 } })).toEqual(
      [before(4), before(2)],
    )
  })
})

describe('became a champion', () => {
  const code = 'new_champion'

  async function champion(town: Town, name: string, from: string, to: string | null = null): Promise<void> {
    const { id } = await town.db
      .insertInto('segments')
      .values({ name: 'champion', label: 'champions', meaning: 'RFM', kind: 'built_in' })
      .onConflict((conflict) =>
        conflict.column('name').where('kind', '=', 'built_in').doUpdateSet({ label: 'champions' }),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    await town.db
      .insertInto('segment_memberships')
      .values({ segment_id: id, customer_id: town.id(name), valid_from: from, valid_to: to })
      .execute()
  }

  tells('is told on the day of the change and for a week', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', before(100), 300)
    await town.bought('Ana', before(10), 300)
    await champion(town, 'Ana', today)
    expect(await spell(town, code, 'Ana', [before(2), before(-9)])).toEqual([today, before(-7)])
    expect(await named(town, code)).toEqual([
      'Ana: Became one of our champions on Nov 16: 2 orders, $600.00 so far. Say thanks.',
    ])
  })

  tells('is not told of one who always was, who left again, or who was contacted since', async (town) => {
    await people(town, 'Ana', 'Ben', 'Cleo')
    for (const name of ['Ana', 'Ben', 'Cleo']) await town.bought(name, before(10), 300)
    await champion(town, 'Ana', '-infinity')
    await champion(town, 'Ben', before(4), before(1))
    await champion(town, 'Cleo', before(4))
    await town.contacted('Cleo', before(4))
    expect(await named(town, code)).toEqual([])
    expect((await named(town, code, { day: before(2) })).map((each) => each.slice(0, 3))).toEqual(['Ben'])
  })

  tells('window_days says for how long', async (town) => {
    await people(town, 'Ana')
    await town.bought('Ana', before(10), 300)
    await champion(town, 'Ana', today)
    expect(await spell(town, code, 'Ana', [before(2), before(-3)], { dials: { window_days: 1 } })).toEqual([
      today,
      before(-1),
    ])
    expect((await named(town, code))[0]).toContain('1 order, $300.00 so far')
  })
})

describe('top customer never contacted', () => {
  const code = 'never_contacted_top'

  async function shop(town: Town): Promise<void> {
    await people(town, 'Ana', 'Ben', 'Cleo', 'Dan', 'Eve')
    await town.bought('Ana', before(20), 900)
    for (const name of ['Ben', 'Cleo', 'Dan', 'Eve']) await town.bought(name, before(10), 5)
  }

  tells('is top, has not lapsed, and nobody was in touch for half a year', async (town) => {
    await shop(town)
    expect(await named(town, code)).toEqual([
      'Ana: A top customer: $900.00 so far, last order on Oct 27; never contacted.',
    ])
    await town.contacted('Ana', before(181))
    expect(await named(town, code)).toEqual([
      'Ana: A top customer: $900.00 so far, last order on Oct 27; last contacted 181 days ago.',
    ])
    await town.contacted('Ana', before(180))
    expect(await named(town, code)).toEqual([])
    expect(await named(town, code, { dials: { quiet_days: 90 } })).toEqual([
      'Ana: A top customer: $900.00 so far, last order on Oct 27; last contacted 180 days ago.',
    ])
  })

  tells('is not one who lapsed', async (town) => {
    await shop(town)
    expect((await named(town, code, { day: before(-160) })).length).toBe(1)
    expect(await named(town, code, { day: before(-161) })).toEqual([])
  })
})

describe('ask for what is missing', () => {
  const code = 'data_gap'

  tells('names what a good customer has not given', async (town) => {
    await town.customer('Ana', { consents: ['phone'], points: ['phone'] })
    await town.customer('Ben', { consents: ['email'], points: ['email', 'phone'] })
    await town.customer('Cleo', { consents: ['email'], points: ['email'] })
    for (const name of ['Ana', 'Ben', 'Cleo'])
      for (const days of [50, 40, 30, 20, 10]) await town.bought(name, before(days))
    await town.customer('Dan', { consents: ['phone'], points: ['phone'] })
    await town.bought('Dan', before(10), 1)
    expect(await named(town, code)).toEqual([
      'Ana: No e-mail address on file: ask for it.',
      'Cleo: No phone number on file: ask for it.',
    ])
  })

  tells('says of a number that was reported wrong that it is, not that there is none', async (town) => {
    await town.customer('Ana', { consents: ['email'], points: ['email'], wrong: ['phone'] })
    await town.customer('Ben', { consents: ['phone'], points: ['phone'], wrong: ['email'] })
    for (const name of ['Ana', 'Ben']) for (const days of [50, 40, 30, 20, 10]) await town.bought(name, before(days))
    expect(await named(town, code)).toEqual([
      'Ana: The phone number on file is wrong: ask for the right one.',
      'Ben: The e-mail address on file is wrong: ask for the right one.',
    ])
  })

  tells('names several things in a row', async (town) => {
    await town.customer('Ana', { consents: [], points: [] })
    await town.bought('Ana', before(10), 500)
    await town.promise('Ana', today)
    const found = await named(town, code)
    // Nobody is named who agreed to nothing, but for a promise or a case.
    expect(found).toEqual([])
  })
})

test('each trigger has a name, a sentence about when it applies, and dials whose default lies within their bounds', () => {
  expect(triggers).toHaveLength(16)
  expect(new Set(triggers.map(({ code }) => code)).size).toBe(16)
  for (const { label, meaning, dials } of triggers) {
    expect(label).not.toBe('')
    expect(meaning).toMatch(/\.$/)
    for (const [name, dial] of Object.entries(dials)) {
      expect(dial.default, name).toBeGreaterThanOrEqual(dial.least)
      expect(dial.default, name).toBeLessThanOrEqual(dial.most)
    }
  }
})

describe('at the ends of its dials each trigger can be asked', () => {
  tells('with the least and with the most', async (town) => {
    await town.customer('Ana', { birthday: [2, 29] })
    await town.bought('Ana', before(1))
    for (const { code, dials } of triggers)
      for (const end of ['least', 'most'] as const) {
        const turned = Object.fromEntries(Object.entries(dials).map(([name, dial]) => [name, dial[end]]))
        expect(Array.isArray(await named(town, code, { dials: turned })), `${code} ${end}`).toBe(true)
      }
  })
})
