import { describe, expect, test } from 'vitest'
import { chosen } from '../../../src/ask/planners/offline/chosen.ts'
import type { ClarifyOption } from '../../../src/ask/planners/planner.ts'

const plan: ClarifyOption['plan'] = { kind: 'definition', term: 'lapsed' }
const option = (label: string): ClarifyOption => ({ label, plan })

const places = [option('Living in Portland (11 customers)'), option('Home store Portland (19 customers)')]
const averages = [option('Per order ($110.76)'), option('Per customer ($845.10)')]

describe('a short reply to a question back', () => {
  test.each<[string, readonly ClarifyOption[], string | null]>([
    ['1', places, 'Living in Portland (11 customers)'],
    ['the second one, please', places, 'Home store Portland (19 customers)'],
    ['the city', places, 'Living in Portland (11 customers)'],
    ['where they live', places, 'Living in Portland (11 customers)'],
    ['those living there', places, 'Living in Portland (11 customers)'],
    ['the store', places, 'Home store Portland (19 customers)'],
    ['I mean per customer', averages, 'Per customer ($845.10)'],
    ['order', averages, 'Per order ($110.76)'],
    ['Portland', places, null],
    ['3', places, null],
    ['', places, null],
    ['how many per store', places, null],
    ['which store has the most customers', places, null],
  ])('“%s”', (reply, offered, label) => {
    expect(chosen(reply, offered)?.label ?? null).toBe(label)
  })

  test('picks nothing where nothing was offered', () => {
    expect(chosen('the first', [])).toBeNull()
  })
})
