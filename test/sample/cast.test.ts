import { describe, expect, test } from 'vitest'
import { dayNumber } from '../../src/sample/calendar.ts'
import { CAST } from '../../src/sample/cast.ts'
import { plainLetters } from '../../src/sample/names.ts'
import { openShop } from '../../src/sample/opening.ts'
import { sampleFiles } from '../../src/sample/rows.ts'
import { type Buyer, buyersOf, dayOf, isDue, isLapsed, type Row, rowsOf, salesOf } from './figures.ts'

describe.each(['2026-11-21', '2026-03-19', '2027-01-01'])('the cast on %s', (day) => {
  const today = dayNumber(day)
  const files = sampleFiles(openShop({ today: day }), 'USD')
  const customers = rowsOf(files, 'customers')
  const lines = rowsOf(files, 'orders')
  const interactions = rowsOf(files, 'interactions')
  const buyers = buyersOf(salesOf(lines), today)
  const named = (name: string): Row => {
    const row = customers.find((one) => `${one.given_name} ${one.family_name}` === name)
    if (row === undefined) throw new Error(`Nobody is called ${name}.`)
    return row
  }
  const ref = (name: string): string => named(name).customer_ref ?? ''
  const buying = (name: string): Buyer | undefined => buyers.get(ref(name))

  test('Ana Silva is the only one of her name, a regular who was in this month', () => {
    expect(customers.filter((row) => row.given_name === 'Ana' && row.family_name === 'Silva')).toHaveLength(1)
    expect(buying('Ana Silva')).toMatchObject({ silence: expect.toSatisfy((days: number) => days < 31) })
  })

  test('Margit Halvorsen is a top customer who has lapsed and may be called', () => {
    const margit = buying('Margit Halvorsen')
    expect(margit?.top).toBe(true)
    expect(margit !== undefined && isLapsed(margit)).toBe(true)
    expect(named('Margit Halvorsen').phone_consent).toBe('yes')
  })

  test('Desmond Achebe has sent four people, of whom three have bought', () => {
    const sent = customers.filter((row) => row.referred_by === ref('Desmond Achebe'))
    expect(sent).toHaveLength(4)
    expect(sent.filter((row) => buyers.has(row.customer_ref ?? ''))).toHaveLength(3)
  })

  test('Hollis Grant has asked and not bought', () => {
    expect(buying('Hollis Grant')).toBeUndefined()
    expect(interactions.filter((row) => row.customer_ref === ref('Hollis Grant'))).toMatchObject([
      { direction: 'inbound' },
    ])
  })

  test('Yuki Tanabe is a top customer with an open case about an order', () => {
    expect(buying('Yuki Tanabe')?.top).toBe(true)
    const [open] = interactions.filter((row) => row.customer_ref === ref('Yuki Tanabe') && row.status === 'open')
    expect(lines.find((row) => row.order_ref === open?.order_ref)?.customer_ref).toBe(ref('Yuki Tanabe'))
  })

  test('two people are called Linh Tran', () => {
    const both = customers.filter((row) => row.given_name === 'Linh' && row.family_name === 'Tran')
    expect(new Set(both.map((row) => row.city))).toEqual(new Set(['Portland', 'Spokane']))
  })

  test('Oluwaseun Adeyemi has a birthday in three days', () => {
    expect(buying('Oluwaseun Adeyemi')?.top).toBe(true)
    const next = new Date((today + 3) * 86_400_000).toISOString().slice(5, 10)
    expect(named('Oluwaseun Adeyemi').birthday?.slice(5)).toBe(next)
  })

  test('Sunita Rao buys energy bars every 30 days, the last time about 29 days ago', () => {
    const bars = lines.filter((row) => row.customer_ref === ref('Sunita Rao') && row.sku === 'NU-851')
    expect(bars.length).toBeGreaterThan(10)
    expect(Math.abs(today - dayOf(bars.at(-1)?.ordered_at) - 29)).toBeLessThanOrEqual(1)
  })

  test('Walter Brandt is a top customer whom nobody can write to', () => {
    expect(buying('Walter Brandt')?.top).toBe(true)
    expect(named('Walter Brandt')).toMatchObject({ email: '', phone: '' })
  })

  test('Chidi Okoro gave everything back and is no buyer', () => {
    expect(lines.filter((row) => row.customer_ref === ref('Chidi Okoro'))).toHaveLength(1)
    expect(buying('Chidi Okoro')).toBeUndefined()
  })

  test('Ingrid Solheim is a top customer who has said no to everything', () => {
    expect(buying('Ingrid Solheim')?.top).toBe(true)
    expect(named('Ingrid Solheim')).toMatchObject({
      email_consent: 'no',
      sms_consent: 'no',
      phone_consent: 'no',
      post_consent: 'no',
    })
  })

  test('nobody has ever spoken to Priscilla Vaughn, a top customer', () => {
    expect(buying('Priscilla Vaughn')?.top).toBe(true)
    expect(interactions.filter((row) => row.customer_ref === ref('Priscilla Vaughn'))).toEqual([])
  })

  test('Tomasz Berg was promised a call four days ago, and Esther Nakamura is to be called today', () => {
    const notes = rowsOf(files, 'notes')
    const due = (name: string): number =>
      dayOf(notes.find((row) => row.customer_ref === ref(name))?.follow_up_on) - today
    expect(due('Tomasz Berg')).toBe(-4)
    expect(due('Esther Nakamura')).toBe(0)
  })

  test('Delia Fontaine is due, Gus Petrakis bought once long ago', () => {
    const delia = buying('Delia Fontaine')
    expect(delia !== undefined && isDue(delia)).toBe(true)
    expect(buying('Gus Petrakis')).toMatchObject({ orders: 1 })
  })

  test('Paloma Reyes clicked two days ago and has not ordered since', () => {
    const [letter] = rowsOf(files, 'campaign_recipients').filter((row) => row.customer_ref === ref('Paloma Reyes'))
    expect(today - dayOf(letter?.clicked_at)).toBe(2)
    expect(buying('Paloma Reyes')?.silence).toBeGreaterThan(100)
  })

  test('nobody outside the cast has a name of the cast', () => {
    const names = new Set(CAST.map(({ person }) => plainLetters(person.given + person.family)))
    const others = customers.slice(CAST.length).map((row) => plainLetters(`${row.given_name} ${row.family_name}`))
    expect(others.filter((name) => names.has(name))).toEqual([])
  })
})
