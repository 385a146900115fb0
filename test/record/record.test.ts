import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Asker } from '../../src/access/asker.ts'
import type { Database } from '../../src/db/schema.ts'
import { summariesHoldOn } from '../../src/db/summaries.ts'
import type { RecordChange } from '../../src/record/change.ts'
import { addCustomer } from '../../src/record/new-customer.ts'
import { propose } from '../../src/record/proposal.ts'
import { changeRecord, preview, type Recorded } from '../../src/record/record.ts'
import { undoChanges } from '../../src/record/undo.ts'
import { openCast, today } from '../ask/cast.ts'
import { asker } from '../support/askers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { unlike } from '../support/summaries.ts'

let shop: TestDatabase
let db: Kysely<Database>
let dana: Asker
let hank: Asker
beforeAll(async () => {
  shop = await testDatabase()
  db = shop.db
  await openCast(db)
  dana = await asker(db, 'dana@cast.example')
  hank = await asker(db, 'hank@cast.example')
})
afterAll(() => shop[Symbol.asyncDispose]())

const by = (who: Asker) => ({
  ...{ by: who, today, now: new Date(`${today}T16:00:00Z`), timeZone: 'America/Chicago', country: 'US' },
})

const idOf = async (ref: string): Promise<number> =>
  (await db.selectFrom('customers').select('id').where('ref', '=', ref).executeTakeFirstOrThrow()).id

const change = async (ref: string, who: Asker, ...changes: readonly RecordChange[]): Promise<Recorded> =>
  changeRecord(
    await idOf(ref),
    changes.map((one) => ({ change: one })),
    by(who),
    db,
  )

async function save(ref: string, who: Asker, ...changes: readonly RecordChange[]) {
  const recorded = await change(ref, who, ...changes)
  if (recorded.kind !== 'saved') throw new Error(recorded.kind)
  return recorded
}

const shown = async (ref: string, one: RecordChange) => {
  const { lines } = await preview(await idOf(ref), [one], by(dana), db)
  return lines.map(({ label, before, after }) => `${label}: ${before} → ${after}`)
}

const emails = async (ref: string) =>
  (
    await db
      .selectFrom('contact_points as p')
      .innerJoin('customers as c', 'c.id', 'p.customer_id')
      .select(['p.normalized', 'p.is_primary', 'p.source'])
      .where('c.ref', '=', ref)
      .where('p.kind', '=', 'email')
      .orderBy('p.is_primary', 'desc')
      .orderBy('p.id')
      .execute()
  ).map(({ normalized, is_primary, source }) => `${normalized}${is_primary ? '*' : ''} ${source}`)

const email = (written: string, first = true): RecordChange => ({
  kind: 'add_contact',
  of: 'email',
  written,
  first,
  place: null,
})
const agreed = (state: 'yes' | 'no', how = 'at the counter'): RecordChange => ({
  ...{ kind: 'consent', channel: 'sms', state, how, on: today },
})

describe('a contact point', () => {
  test('is normalised, becomes the first, and leaves the one before as a second; undo puts both back', async () => {
    const { ids } = await save('B1', dana, email('  Ben.New@Mail.Example '))
    expect(await emails('B1')).toEqual(['ben.new@mail.example* dana@cast.example', 'ben@mail.example test'])
    await undoChanges(ids, by(dana), db)
    expect(await emails('B1')).toEqual(['ben@mail.example* test'])
  })

  test('that cannot be used is refused with a sentence, and nothing is written', async () => {
    await expect(save('B1', dana, email('ben@mail'))).rejects.toThrow('“ben@mail” is not an e-mail address')
    await expect(
      save('B1', dana, { kind: 'add_contact', of: 'phone', written: '4.15556E+09', first: true, place: null }),
    ).rejects.toThrow('lost its digits')
    expect(await emails('B1')).toEqual(['ben@mail.example* test'])
  })

  test('that another customer has is saved with a question whether it is one person', async () => {
    const { doubts } = await preview(await idOf('B1'), [email('eli@shared.example')], by(dana), db)
    expect(doubts).toEqual(['The e-mail address before stays on record, as a second one.'])
    await save('E1', dana, email('eli@shared.example'))
    await db
      .updateTable('contact_points')
      .set({ match_key: 'eli@shared.example' })
      .where('normalized', '=', 'eli@shared.example')
      .execute()
    const again = await preview(await idOf('B1'), [email('eli@shared.example')], by(dana), db)
    expect(again.doubts).toContain('Eli (E1) has the same e-mail address. Is it one person?')
  })

  test('that was the first gives its place to the next when it is taken off', async () => {
    await save('B1', dana, email('second@mail.example', false))
    const old = await db
      .selectFrom('contact_points')
      .select('id')
      .where('normalized', '=', 'ben@mail.example')
      .executeTakeFirstOrThrow()
    const { ids } = await save('B1', dana, { kind: 'retire_contact', of: 'email', id: old.id })
    expect(await emails('B1')).toEqual(['second@mail.example* dana@cast.example'])
    await undoChanges(ids, by(dana), db)
    expect(await emails('B1')).toEqual(['ben@mail.example* test', 'second@mail.example dana@cast.example'])
  })
})

test('consent is only ever added to: undoing a mistaken yes adds a no, and undoing a no adds the yes before it', async () => {
  const rows = async () =>
    (
      await sql<{ row: string }>`select state || ': ' || source as row from consents
        where channel = 'sms' and customer_id = ${await idOf('D1')} order by id`.execute(db)
    ).rows.map(({ row }) => row)
  expect(await shown('D1', agreed('yes'))).toEqual([
    'Consent to text messages: nothing on record, which counts as no → yes (at the counter, Nov 16, 2026)',
  ])
  const yes = await save('D1', dana, agreed('yes'))
  await undoChanges(yes.ids, by(dana), db)
  await save('D1', dana, agreed('yes', 'in writing'))
  const no = await save('D1', hank, agreed('no', 'by phone'))
  await undoChanges(no.ids, by(hank), db)
  expect(await rows()).toEqual([
    ...['yes: at the counter', 'no: taken back: “at the counter”', 'yes: in writing', 'no: by phone'],
    'yes: taken back: “by phone”; before: in writing',
  ])
  await expect(
    save('D1', dana, { kind: 'consent', channel: 'sms', state: 'yes', how: 'x', on: '2026-11-17' }),
  ).rejects.toThrow('today or before')
})

describe('who sent whom', () => {
  const sentBy = async (ref: string): Promise<RecordChange> => ({
    kind: 'referral',
    referrerId: await idOf(ref),
    evidence: null,
  })

  test('is one person, neither themselves nor somebody they sent, at any remove', async () => {
    await expect(save('A1', dana, await sentBy('A1'))).rejects.toThrow('Nobody is sent by themselves')
    await expect(save('A1', dana, await sentBy('G1'))).rejects.toThrow('Gus (G1) was sent by Ana (A1)')
    await save('B1', dana, await sentBy('G1'))
    await expect(save('A1', dana, await sentBy('B1'))).rejects.toThrow('it cannot be the other way round')
    await expect(save('D1', dana, await sentBy('H1'))).rejects.toThrow('not among the customers you see')
  })

  test('moves with the figures of both, and back', async () => {
    const referrals = async () => {
      const { rows } = await sql<{ ref: string; count: number }>`select c.ref, s.referral_count as count
        from customer_summaries s join customers c on c.id = s.customer_id where c.ref in ('A1', 'D1') order by 1`.execute(
        db,
      )
      return rows.map(({ ref, count }) => `${ref} ${count}`)
    }
    expect(await referrals()).toEqual(['A1 3', 'D1 0'])
    const { ids } = await save('J1', dana, await sentBy('D1'))
    expect(await referrals()).toEqual(['A1 2', 'D1 1'])
    await undoChanges(ids, by(dana), db)
    expect(await referrals()).toEqual(['A1 3', 'D1 0'])
  })
})

describe('two people at once', () => {
  const birthday = (day: number): RecordChange => ({ kind: 'birthday', birthday: { month: 5, day, year: null } })

  test('the second is told what the first has made of it, and nothing of either is lost', async () => {
    const id = await idOf('C1')
    const one = await preview(id, [birthday(5)], by(dana), db)
    const other = await preview(id, [birthday(6)], by(hank), db)
    const [first, second] = await Promise.all([
      changeRecord(id, one.proposed, by(dana), db),
      changeRecord(id, other.proposed, by(hank), db),
    ])
    expect([first.kind, second.kind].sort()).toEqual(['meanwhile', 'saved'])
    const told = [first, second].find(({ kind }) => kind === 'meanwhile')
    expect(told).toMatchObject({ lines: [{ label: 'Birthday' }] })
    const again = await preview(id, [birthday(7)], by(hank), db)
    expect(await changeRecord(id, again.proposed, by(hank), db)).toMatchObject({ kind: 'saved' })
  })

  test('who adds different things is in nobody’s way', async () => {
    const id = await idOf('C1')
    const one = await preview(id, [email('one@mail.example', false)], by(dana), db)
    const other = await preview(id, [email('two@mail.example', false)], by(hank), db)
    expect(await changeRecord(id, one.proposed, by(dana), db)).toMatchObject({ kind: 'saved' })
    expect(await changeRecord(id, other.proposed, by(hank), db)).toMatchObject({ kind: 'saved' })
    expect(await emails('C1')).toHaveLength(3)
  })

  test('a change is not taken back over a later one', async () => {
    const first = await save('G1', dana, { kind: 'nickname', nickname: 'Gussie' })
    const second = await save('G1', hank, { kind: 'nickname', nickname: 'Augustus' })
    await expect(undoChanges(first.ids, by(dana), db)).rejects.toThrow('Hank Dombrowski has changed it again since')
    await undoChanges(second.ids, by(hank), db)
    await expect(undoChanges(second.ids, by(hank), db)).rejects.toThrow('taken back already')
  })
})

describe('rights', () => {
  test('an associate lifts no do-not-contact and takes no customer from a colleague, but may take on one of nobody', async () => {
    await expect(save('J1', hank, { kind: 'do_not_contact', on: false })).rejects.toThrow('Only managers')
    await save('F1', hank, { kind: 'do_not_contact', on: true })
    const own: RecordChange = { kind: 'owner', staffId: hank.staffId }
    await expect(save('A1', hank, own)).rejects.toThrow('Dana Whitlock looks after them')
    await save('F1', hank, own)
    await expect(save('D1', hank, { kind: 'owner', staffId: dana.staffId })).rejects.toThrow('whom nobody looks after')
    await save('J1', dana, { kind: 'do_not_contact', on: false })
  })

  test('nobody changes whom they do not see, who was erased, or anything as a stranger', async () => {
    const limited = await asker(db, 'hank@cast.example', { associateScope: 'store' })
    const tag: RecordChange = { kind: 'tag', tag: 'x', on: true }
    await expect(save('A1', limited, tag)).rejects.toThrow('no such customer among those you see')
    await expect(save('H1', dana, tag)).rejects.toThrow('no such customer')
    await expect(save('B1', limited, { kind: 'store', storeId: null })).rejects.toThrow('only managers move')
    await expect(save('B1', { ...hank, staffId: null, slackUserId: 'U0GIL' }, tag)).rejects.toThrow(
      'colleagues on the staff list',
    )
  })

  test('a record that was merged away leads to the one that stayed', async () => {
    expect(await save('I1', dana, { kind: 'tag', tag: 'gardener', on: true })).toMatchObject({
      customer: { ref: 'G1' },
    })
  })
})

test('a service case is opened, answered, closed and opened again, each on the timeline, each to be taken back', async () => {
  const id = await idOf('D1')
  const state = async () => {
    const { rows } = await sql<{ line: string }>`
      select status || ' ' || summary || ' ' || (select count(*) from interactions i where i.customer_id = k.customer_id) as line
      from service_cases k where customer_id = ${id}`.execute(db)
    return rows.map(({ line }) => line)
  }
  const opened = await save('D1', hank, { kind: 'open_case', summary: 'The hose leaks' })
  const { id: own } = await db
    .selectFrom('service_cases')
    .select('id')
    .where('customer_id', '=', id)
    .executeTakeFirstOrThrow()
  expect(await state()).toEqual(['open The hose leaks 1'])
  const answered = await save('D1', hank, { kind: 'answer_case', id: own, words: 'A new one is coming', by: 'phone' })
  const closed = await save('D1', dana, { kind: 'close_case', id: own, words: 'replaced' })
  expect(await state()).toEqual(['resolved The hose leaks — Solved: replaced 2'])
  await save('D1', dana, { kind: 'reopen_case', id: own })
  await expect(undoChanges(closed.ids, by(dana), db)).rejects.toThrow('changed it again since')
  expect(await state()).toEqual(['open The hose leaks — Solved: replaced 2'])
  expect(answered.lines[0]).toMatchObject({
    label: 'Answer to the case “The hose leaks”',
    after: 'A new one is coming',
  })
  const slip = await save('C1', hank, { kind: 'open_case', summary: 'Wrong person' })
  await undoChanges(slip.ids, by(hank), db)
  const left = await db.selectFrom('service_cases').select('id').where('summary', '=', 'Wrong person').execute()
  expect([...opened.ids, ...left]).toHaveLength(1)
})

test('what two colleagues say of closing one case is all kept, with the day of the first', async () => {
  const id = await idOf('C1')
  const row = () =>
    db
      .selectFrom('service_cases')
      .select(['id', 'summary', 'status', 'resolved_at as at'])
      .where('customer_id', '=', id)
      .executeTakeFirstOrThrow()
  await save('C1', hank, { kind: 'open_case', summary: 'The tap drips' })
  const { id: own } = await row()
  const closing = (words: string | null): RecordChange => ({ kind: 'close_case', id: own, words })
  const [one, other] = [
    await preview(id, [closing('new washer')], by(dana), db),
    await preview(id, [closing('tightened it')], by(hank), db),
  ]
  await changeRecord(id, one.proposed, by(dana), db)
  const { at } = await row()
  const second = await changeRecord(id, other.proposed, { ...by(hank), now: new Date(`${today}T18:00:00Z`) }, db)
  expect(second).toMatchObject({
    kind: 'saved',
    lines: [{ before: 'solved', after: 'solved, with the words: tightened it' }],
  })
  expect(await row()).toMatchObject({ summary: 'The tap drips — Solved: new washer — Solved: tightened it', at })
  for (const again of [closing('new washer'), closing(null)])
    expect(await change('C1', dana, again)).toMatchObject({ kind: 'unchanged' })
  const said = (words: string | null) =>
    propose(
      { who: 'Chloé', spoken: { kind: 'close_case', words }, chosen: { customer: id } },
      async () => [],
      by(dana),
      db,
    )
  expect(await said('she called to say thanks')).toMatchObject({
    preview: { lines: [{ after: 'solved, with the words: she called to say thanks' }] },
  })
  await expect(said(null)).rejects.toThrow(/no open case; the last, of .*, is solved/)
})

test('a birthday said without its year keeps the year on record; the form alone takes it off', async () => {
  const birthday = (day: number, year?: number | null): RecordChange => ({
    ...{ kind: 'birthday', birthday: { month: 2, day, ...(year !== undefined && { year }) } },
  })
  await save('G1', dana, birthday(2, 1991))
  expect(await shown('G1', birthday(3))).toEqual(['Birthday: Feb 2, 1991 → Feb 3, 1991'])
  expect(await shown('G1', birthday(2))).toEqual([])
  await expect(save('G1', dana, birthday(29))).rejects.toThrow('There is no Feb 29, 1991.')
  expect(await shown('G1', birthday(2, null))).toEqual(['Birthday: Feb 2, 1991 → Feb 2'])
})

test('how it is known who sent somebody can be said later, and the day stays', async () => {
  const id = await idOf('F1')
  const sent = async () =>
    db
      .selectFrom('referrals')
      .select(['referred_on', 'evidence'])
      .where('referred_id', '=', id)
      .executeTakeFirstOrThrow()
  const by1 = (evidence: string | null) =>
    idOf('D1').then((referrerId) => ({ kind: 'referral', referrerId, evidence }) as const)
  await save('F1', dana, await by1(null))
  const { referred_on } = await sent()
  expect(await save('F1', dana, await by1('told Hank'))).toMatchObject({
    lines: [{ after: expect.stringContaining('(told Hank)') }],
  })
  expect(await sent()).toEqual({ referred_on, evidence: 'told Hank' })
  expect(await change('F1', dana, await by1(null))).toMatchObject({ kind: 'unchanged' })
})

test('hostile words are kept as they are written, and harm nobody', async () => {
  const hostile = `<!channel> *bold* '; drop table customers; -- =HYPERLINK("x") ${'‮'}`
  await save('E1', dana, { kind: 'attribute', key: 'says', value: hostile, of: 'preference' })
  await save('E1', dana, { kind: 'tag', tag: '=cmd()', on: true }, { kind: 'nickname', nickname: '<@U0DANA>' })
  const { rows } = await sql<{ value: string }>`select value from current_attributes where key = 'says'`.execute(db)
  expect(rows[0]?.value).toContain("'; drop table customers; --")
})

test('a customer is made by hand with a reference of ours, in sight of whoever makes them', async () => {
  const limited = await asker(db, 'hank@cast.example', { associateScope: 'owner' })
  const made = await addCustomer(
    { given: 'Nia', family: 'Okoro', email: 'NIA@mail.example', phone: null },
    by(limited),
    db,
  )
  const row = await db
    .selectFrom('customers')
    .select(['system', 'owner_id', 'created_day', 'search_name'])
    .where('id', '=', made.id)
    .executeTakeFirstOrThrow()
  expect(row).toEqual({ system: 'hand', owner_id: hank.staffId, created_day: today, search_name: 'nia okoro' })
  expect(made.ref).toMatch(/^H\d+$/)
  expect(await emails(made.ref)).toEqual(['nia@mail.example* hank@cast.example'])
  await expect(addCustomer({ given: ' ', family: null, email: null, phone: null }, by(dana), db)).rejects.toThrow(
    'needs a name',
  )
})

test('every change is in the audit log without a word of what was said, and the summaries are as if computed anew', async () => {
  const { rows } = await sql<{ log: string }>`select string_agg(concat_ws(' ', action, subject, details), ' ') as log
    from audit_log where action in ('change_record', 'undo_change', 'add_customer')`.execute(db)
  const log = rows[0]?.log ?? ''
  expect(log).toContain('customer B1')
  expect(log).not.toMatch(/@mail|Nia|hose|drop table|Gussie|counter/)
  expect(await unlike(db, 'customer_summaries')).toEqual([])
})

test('what is recorded today leaves the summaries those of today, so that no question has to work them out', async () => {
  expect(await summariesHoldOn(db, today)).toBe(true)
})
