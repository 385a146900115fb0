import { afterAll, beforeAll, expect, test } from 'vitest'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { dedupe } from '../../src/identity/dedupe.ts'
import { merge } from '../../src/identity/merge.ts'
import { openProposals } from '../../src/identity/proposals.ts'
import { duplicateActions } from '../../src/present/blocks/duplicates.ts'
import { qualityActions } from '../../src/present/blocks/quality.ts'
import { recordQuality } from '../../src/quality/history.ts'
import { today } from '../ask/cast.ts'
import { customer, order } from '../support/shop.ts'
import { formAfter, homeAfter, openHome, press } from './forms.ts'
import { actionsOf, counter, dana, hank, openStory, type Story, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
  await twice('Jon Okafor', 'jon.okafor@example.com')
  await twice('<!channel> Mbeki', 'mbeki@example.com')
  await twice('Petra Novak', 'petra.novak@example.com')
  await refreshSummaries(story.shop.db)
  await dedupe(story.shop)
  await recordQuality(story.shop.db, today)
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  expect(story.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
})

/** The same person by two references, with one e-mail address and phone; the second bought last. */
async function twice(name: string, email: string): Promise<void> {
  const { db } = story.shop
  const [given = '', family = ''] = name.split(' ')
  const phone = `+1312555${String(family.length + given.length * 7).padStart(4, '0')}`
  for (const [at, suffix] of ['', '2'].entries()) {
    const id = await customer(db, `${name}${suffix}`)
    await db
      .updateTable('customers')
      .set({ given_name: given, family_name: family, display_name: name, city: 'Lisbon', postal_code: '1100' })
      .where('id', '=', id)
      .execute()
    await db
      .insertInto('external_ids')
      .values({ customer_id: id, system: 'test', external_id: `${name}${suffix}` })
      .execute()
    for (const [kind, value] of [
      ['email', email],
      ['phone', phone],
    ] as const)
      await db
        .insertInto('contact_points')
        .values({
          customer_id: id,
          kind,
          raw: value,
          normalized: value,
          match_key: value,
          valid: true,
          is_primary: true,
          verified_at: null,
          source: 'test',
        })
        .execute()
    await order(db, {
      ref: `DUP-${family}-${at}`,
      at: `2026-0${at + 3}-01T12:00:00Z`,
      customer: id,
      lines: [{ price: 10 }],
    })
  }
}

const standing = async (name: string) => {
  const rows = await story.shop.db
    .selectFrom('customers')
    .leftJoin('customer_summaries as s', 's.customer_id', 'customers.id')
    .select(['ref', 's.order_count as orders'])
    .where('display_name', '=', name)
    .where('merged_into_id', 'is', null)
    .orderBy('ref')
    .execute()
  return rows.map(({ ref, orders }) => [ref, orders])
}

const proposalOf = async (name: string) => {
  for (const proposal of await openProposals(story.shop.db)) {
    const row = await story.shop.db
      .selectFrom('customers')
      .select('display_name')
      .where('id', '=', proposal.firstId)
      .executeTakeFirstOrThrow()
    if (row.display_name === name) return proposal
  }
  throw new Error(`nothing is proposed of ${name}`)
}

test('asked in words, how many are there twice is told to everybody, and the way to them to those who decide', async () => {
  const [managers, others] = [
    await story.ask(dana, 'how many duplicates do we have?'),
    await story.ask(hank, 'which customers are there twice'),
  ]
  expect(textOf(managers)).toContain('3 pairs of customers are likely one person.')
  const list = await formAfter(story, dana, () => story.click(dana, managers, duplicateActions.list))
  expect(textOf(list)).toContain('Petra Novak')
  expect(textOf(others)).toContain('6 of the customers you see are perhaps there twice. Managers decide about them.')
  expect(actionsOf(others.blocks)).not.toContain(duplicateActions.list)
})

test('how good the data is comes with what is wrong, and the way to work it off', async () => {
  const answer = await story.ask(dana, 'how good is our data')
  expect(textOf(answer)).toContain('Average completeness')
  expect(textOf(answer)).toMatch(/What is wrong, by the number of customers\n(?:.+\n)*Perhaps there twice: 6\n/)
  expect(actionsOf(answer.blocks)).toContain(qualityActions.work)
  const byStore = await story.ask(dana, 'data quality by store')
  expect(actionsOf(byStore.blocks)).not.toContain(qualityActions.work)
})

test('a manager compares two records side by side, merges them, and takes it back', async () => {
  const home = await openHome(story, dana)
  expect(textOf(home)).toContain('3 pairs of customers are likely one person')
  const list = await formAfter(story, dana, () => press(story, dana, home, duplicateActions.list))
  expect(textOf(list)).toContain('Jon Okafor (JON OKAFOR2) and Jon Okafor (JON OKAFOR)')
  // A customer's name is only ever a name.
  expect(textOf(list)).toContain('<!channel> Mbeki')
  const { id } = await proposalOf('Jon Okafor')
  const compared = await formAfter(story, dana, () => press(story, dana, list, duplicateActions.compare, String(id)))
  expect(textOf(compared)).toContain('same e-mail address')
  expect(textOf(compared)).toContain('jon.okafor@example.com')

  const merged = await formAfter(story, dana, () => press(story, dana, compared, duplicateActions.keepFirst))
  expect(textOf(merged)).toContain('Jon Okafor (JON OKAFOR) is part of Jon Okafor (JON OKAFOR2) now')
  expect(textOf(await homeAfter(story, dana, () => openHome(story, dana)))).toContain('Perhaps there twice: 4')
  expect(await standing('Jon Okafor')).toEqual([['JON OKAFOR2', 2]])
  const undone = await formAfter(story, dana, () => press(story, dana, merged, duplicateActions.undo))
  expect(textOf(undone)).toContain('are two customers again')
  expect(await standing('Jon Okafor')).toEqual([
    ['JON OKAFOR', 1],
    ['JON OKAFOR2', 1],
  ])
  expect((await story.shop.db.selectFrom('merge_events').select('id').execute()).length).toBe(1)
  expect(textOf(await homeAfter(story, dana, () => openHome(story, dana)))).toContain('2 pairs of customers')
})

test('what somebody else has decided meanwhile is said, and nothing is changed', async () => {
  const home = await openHome(story, dana)
  const list = await formAfter(story, dana, () => press(story, dana, home, duplicateActions.list))
  const proposal = await proposalOf('Petra Novak')
  const compared = await formAfter(story, dana, () =>
    press(story, dana, list, duplicateActions.compare, String(proposal.id)),
  )
  await merge(story.shop.db, proposal.firstId, proposal.secondId, { who: 'somebody@cast.example' }, proposal)
  const before = await standing('Petra Novak')
  const said = await formAfter(story, dana, () => press(story, dana, compared, duplicateActions.keepSecond))
  expect(textOf(said)).toContain('These two records are one already.')
  expect(await standing('Petra Novak')).toEqual(before)
})

test('two persons stay two, and do not come back', async () => {
  const home = await openHome(story, dana)
  const list = await formAfter(story, dana, () => press(story, dana, home, duplicateActions.list))
  const { id } = await proposalOf('<!channel> Mbeki')
  const compared = await formAfter(story, dana, () => press(story, dana, list, duplicateActions.compare, String(id)))
  const said = await formAfter(story, dana, () => press(story, dana, compared, duplicateActions.reject))
  expect(textOf(said)).toContain('They stay two customers')
  await dedupe(story.shop)
  expect(await openProposals(story.shop.db)).toEqual([])
  expect(textOf(await homeAfter(story, dana, () => openHome(story, dana)))).not.toContain('Perhaps there twice')
})

test('a customer’s page says who may be the same person, and a click there decides', async () => {
  await twice('Olga Brunner', 'olga.brunner@example.com')
  await refreshSummaries(story.shop.db)
  await dedupe(story.shop)
  const slash = async (user: string, text: string) => {
    const whisper = story.whisper(user)
    await story.act(user, { kind: 'slash', channel: counter, command: '/customer', text })
    return whisper
  }
  const page = await slash(dana, 'OLGA BRUNNER2')
  expect(textOf(page)).toContain('May be the same as Olga Brunner…')
  expect(textOf(await slash(hank, 'OLGA BRUNNER2'))).not.toContain('May be the same')
  const compared = await formAfter(story, dana, () => story.click(dana, page, duplicateActions.compareOf))
  expect(textOf(compared)).toContain('same e-mail address')
  const merged = await formAfter(story, dana, () => press(story, dana, compared, duplicateActions.keepFirst))
  expect(textOf(merged)).toContain('is part of Olga Brunner')
  // The page that still stands there decides nothing any more.
  const stale = await formAfter(story, dana, () => story.click(dana, page, duplicateActions.compareOf))
  expect(textOf(stale)).toContain('Nothing is proposed about this customer any more')
  expect(await standing('Olga Brunner')).toEqual([['OLGA BRUNNER2', 2]])
})

test('associates see no pairs and may merge nobody', async () => {
  expect(textOf(await openHome(story, hank))).not.toContain('likely one person')
})
