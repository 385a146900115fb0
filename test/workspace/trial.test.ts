import { expect, test } from 'vitest'
import { STAFF, STORES } from '../../src/sample/shop.ts'
import { trialOptions } from '../../src/workspace/trial.ts'
import { manifest } from './support.ts'

const sample = STAFF.map(({ name, email, role, store, slackUserId }) => ({ name, email, role, store, slackUserId }))
const shop = { manifest: manifest(), shopName: 'Heron & Spoke', timeZone: 'America/Los_Angeles' }

test('one colleague of each role is there to be, the administrator first, all of one store', () => {
  const { people } = trialOptions({ ...shop, staff: sample })
  const staff = people.map(({ email }) => sample.find((member) => member.email === email))
  expect(staff.map((member) => member?.role)).toEqual(['admin', 'manager', 'associate'])
  expect(new Set(staff.map((member) => member?.store))).toEqual(new Set([STORES[0]?.name]))
  expect(people.map(({ title }) => title)).toEqual([
    ...['Administrator · Portland', 'Manager · Portland', 'Associate · Portland'],
  ])
})

test('the app is in every channel; the private one is without associates; one is shared', () => {
  const { people, channels } = trialOptions({ ...shop, staff: sample })
  expect(channels.every(({ hasApp }) => hasApp)).toBe(true)
  const members = (name: string) => channels.find((channel) => channel.name === name)?.members
  expect(members('general')).toHaveLength(people.length)
  expect(members('managers')).toEqual(people.slice(0, 2).map(({ id }) => id))
  expect(channels.filter(({ shared }) => shared).map(({ name }) => name)).toEqual(['suppliers'])
})

test('a colleague without a Slack user gets one that stays the same', () => {
  const unlinked = sample.map((member) => ({ ...member, slackUserId: null }))
  const ids = (staff: typeof unlinked) => trialOptions({ ...shop, staff }).people.map(({ id }) => id)
  expect(ids(unlinked).every((id) => /^U0TRIAL[0-9A-F]{8}$/.test(id))).toBe(true)
  expect(new Set(ids(unlinked.toReversed())).size).toBe(3)
  expect(ids(unlinked.slice(0, 3))).toEqual(ids(unlinked))
})

test('a shop without staff has one newcomer', () => {
  expect(trialOptions({ ...shop, staff: [] }).people.map(({ name }) => name)).toEqual(['You'])
})
