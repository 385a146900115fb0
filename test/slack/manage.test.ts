import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeSettings } from '../../src/db/settings.ts'
import { viewFaults } from '../../src/present/blocks/validate.ts'
import type { View } from '../../src/workspace/types.ts'
import { choose, formAfter, homeAfter, inRole, openHome, press, send } from './forms.ts'
import { dana, gil, hank, openStory, type Story, tess, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(() => story[Symbol.asyncDispose]())

/** Opens the Home tab and presses there; gives the form that opens. */
async function opened(user: string, actionId: string, value?: string): Promise<View> {
  const home = await openHome(story, user)
  return formAfter(story, user, () => press(story, user, home, actionId, value))
}

/** Sends a form in which nothing is wrong; gives the Home tab behind it. */
const saved = (user: string, form: View, filled: Readonly<Record<string, string>>) =>
  homeAfter(story, user, async () => expect(await send(story, user, form, filled)).toEqual({}))

const colleague = (email: string) =>
  story.shop.db.selectFrom('staff').selectAll().where('email', '=', email).executeTakeFirst()

const idOf = async (email: string) => String((await colleague(email))?.id)

/** What the audit log says was done last. */
const lastDeed = () =>
  story.shop.db
    .selectFrom('audit_log')
    .selectAll()
    .where('action', '<>', 'ask')
    .orderBy('id', 'desc')
    .executeTakeFirst()

describe('settings', () => {
  test('change with the form, are kept with the name of who did it, and hold for the next answer', async () => {
    const before = textOf(await story.ask(dana, 'how many top customers'))
    const form = await opened(dana, 'settings_change', 'words')
    expect(
      viewFaults({ ...form, title: { type: 'plain_text', text: form.title } }).filter(({ pointer }) =>
        pointer.startsWith('/blocks'),
      ),
    ).toEqual([])
    const home = await saved(dana, form, { top_percent: '50' })
    expect(textOf(home)).toContain('Dana Whitlock changed Top customers, in percent of the buyers from “20” to “50”')
    const after = textOf(await story.ask(dana, 'how many top customers'))
    expect(after).toContain('50 %')
    expect(after).not.toBe(before)
  })

  test('that cannot be are answered under their fields, and the form stays', async () => {
    const form = await opened(dana, 'settings_change', 'shop')
    expect(await send(story, dana, form, { time_zone: 'Chicago', currency: 'EUR' })).toEqual({
      time_zone: 'This must be the name of a time zone, region/city, not “Chicago”.',
    })
    const again = await send(story, dana, form, { currency: 'EUR' })
    expect(again.currency).toMatch(/^The currency cannot become EUR: there are \d+ orders in USD\./)
  })

  test('that a colleague changed meanwhile are not overwritten', async () => {
    const form = await opened(dana, 'settings_change', 'shop')
    await changeSettings(story.shop.db, { name: 'Oak & Co' }, 'test')
    expect(await send(story, dana, form, { name: 'River & Co' })).toEqual({
      name: 'This was changed to “Oak & Co” meanwhile. Open the form again to change it.',
    })
  })

  test('are not changed by somebody who lost the right while the form was open', async () => {
    const form = await opened(dana, 'settings_change', 'shop')
    await inRole(story, 'dana@cast.example', 'associate', async () => {
      expect(await send(story, dana, form, { name: 'Mine' })).toEqual({
        name: 'Only managers and administrators may change the settings.',
      })
    })
  })

  test('decide at once who sees contact details', async () => {
    const asked = () => story.tell(hank, 'email of Ana')
    const hidden = textOf(await asked())
    expect(hidden).not.toContain('ana@mail.example')
    const form = await opened(dana, 'settings_change', 'rights')
    await saved(dana, form, { contact_details: 'everyone' })
    expect(textOf(await asked())).toContain('ana@mail.example')
    await changeSettings(story.shop.db, { contact_details: 'managers' }, 'test')
  })
})

describe('colleagues', () => {
  test('are added by picking a Slack user, whose name and e-mail address are filled in', async () => {
    const form = await opened(dana, 'staff_add')
    const filled = await formAfter(story, dana, () => choose(story, dana, form, 'staff_pick', { selected_user: gil }))
    expect(JSON.stringify(filled.blocks)).toContain('gil@elsewhere.example')
    const home = await saved(dana, filled, {})
    expect(textOf(home)).toContain('Gil Stranger\nassociate')
    expect(await lastDeed()).toMatchObject({ actor: 'dana@cast.example', action: 'add_staff' })
    expect(textOf(await story.tell(gil, 'how many customers do we have'))).toContain('8')
  })

  test.each<[what: string, filled: Record<string, string>, errors: Record<string, string>]>([
    [
      'somebody who is there already',
      { name: 'Hank', email: 'HANK@cast.example' },
      { email: 'Hank Dombrowski is on the staff list with hank@cast.example already.' },
    ],
    ['no e-mail address', { name: 'Nobody', email: 'nobody' }, { email: '“nobody” is not an e-mail address.' }],
  ])('are not added as %s', async (_, filled, errors) => {
    const form = await opened(dana, 'staff_add')
    expect(await send(story, dana, form, filled)).toEqual(errors)
  })

  test('are not added from among guests', async () => {
    const form = await opened(dana, 'staff_add')
    const filled = await formAfter(story, dana, () => choose(story, dana, form, 'staff_pick', { selected_user: tess }))
    expect((await send(story, dana, filled, {})).staff_pick).toMatch(/^They cannot be added\. I do not answer guests/)
  })

  test('get another store, and with it other customers', async () => {
    await changeSettings(story.shop.db, { associate_scope: 'store' }, 'test')
    const count = () => story.tell(hank, 'how many customers do we have').then(textOf)
    expect(await count()).toContain('4')
    const form = await opened(dana, 'staff_edit', await idOf('hank@cast.example'))
    const oak = await story.shop.db
      .selectFrom('stores')
      .select('id')
      .where('name', '=', 'Oak Street')
      .executeTakeFirstOrThrow()
    await saved(dana, form, { store: String(oak.id) })
    expect(await count()).toContain('3')
    await changeSettings(story.shop.db, { associate_scope: 'all' }, 'test')
  })

  test('are linked to the Slack user who is chosen, and one whom this Slack does not know stays until then', async () => {
    const linked = async () => (await colleague('hank@cast.example'))?.slack_user_id
    const link = (user: string) =>
      story.shop.db.updateTable('staff').set({ slack_user_id: user }).where('email', '=', 'hank@cast.example').execute()
    await link('U0ELSEWHERE')
    const form = await opened(dana, 'staff_edit', await idOf('hank@cast.example'))
    expect(textOf(form)).toContain('linked to a user that this Slack does not know')
    await saved(dana, form, {})
    expect(await linked()).toBe('U0ELSEWHERE')
    const again = await opened(dana, 'staff_edit', await idOf('hank@cast.example'))
    expect((await send(story, dana, again, { slack_user: tess })).slack_user).toMatch(/^They cannot be linked\. /)
    expect((await send(story, dana, again, { slack_user: dana })).slack_user).toMatch(
      /^That Slack user is linked to Dana/,
    )
    await saved(dana, again, { slack_user: hank })
    expect(await linked()).toBe(hank)
  })

  test('are made managers by administrators alone', async () => {
    const form = await opened(dana, 'staff_edit', await idOf('hank@cast.example'))
    expect(JSON.stringify(form.blocks)).not.toMatch(/"value":"(manager|admin)"/)
    await inRole(story, 'dana@cast.example', 'admin', async () => {
      const wider = await opened(dana, 'staff_edit', await idOf('hank@cast.example'))
      await saved(dana, wider, { role: 'manager' })
    })
    expect((await colleague('hank@cast.example'))?.role).toBe('manager')
    const home = await openHome(story, dana)
    await expect(press(story, dana, home, 'staff_edit', await idOf('hank@cast.example'))).rejects.toThrow('there is no')
    await story.shop.db
      .updateTable('staff')
      .set({ role: 'associate' })
      .where('email', '=', 'hank@cast.example')
      .execute()
  })

  test('the last administrator stays one, and stays', async () => {
    await inRole(story, 'dana@cast.example', 'admin', async () => {
      const form = await opened(dana, 'staff_edit', await idOf('dana@cast.example'))
      const sentence =
        'Dana Whitlock is the only administrator, and there must be one. Make somebody else an administrator first.'
      expect(await send(story, dana, form, { role: 'associate' })).toEqual({ role: sentence })
      const said = await formAfter(story, dana, () => press(story, dana, form, 'staff_leave'))
      expect(textOf(said)).toBe(sentence)
    })
  })

  test('who leave get no answers, until they are taken back on', async () => {
    const id = await idOf('hank@cast.example')
    const form = await opened(dana, 'staff_edit', id)
    const left = await homeAfter(story, dana, () => press(story, dana, form, 'staff_leave'))
    expect(textOf(left)).toContain('no longer on the staff')
    expect(textOf(await openHome(story, hank))).toMatch(/^Hank Dombrowski is no longer on the staff/)
    const again = await opened(dana, 'staff_edit', id)
    await homeAfter(story, dana, () => press(story, dana, again, 'staff_return'))
    expect(textOf(await openHome(story, hank))).toMatch(/^Hello Hank/)
  })

  test('whom somebody else changed meanwhile are not changed unseen', async () => {
    const form = await opened(dana, 'staff_edit', await idOf('hank@cast.example'))
    await story.shop.db.updateTable('staff').set({ store_id: null }).where('email', '=', 'hank@cast.example').execute()
    const [river] = await story.shop.db.selectFrom('stores').select('id').where('name', '=', 'River Road').execute()
    expect(await send(story, dana, form, { store: String(river?.id) })).toEqual({
      store: 'Somebody changed this meanwhile. Open the form again to change it.',
    })
  })
})

describe('absences', () => {
  test('are entered by everybody for themselves, and managers see them', async () => {
    const form = await opened(hank, 'absence_enter')
    await saved(hank, form, { from: '2026-11-14', to: '2026-11-20' })
    const home = await openHome(story, hank)
    expect(textOf(home)).toContain('Nov 14, 2026 to Nov 20, 2026')
    expect(textOf(await openHome(story, dana))).toMatch(/Hank Dombrowski\nassociate.* · away until Nov 20, 2026/)
    const after = await homeAfter(story, hank, () => press(story, hank, home, 'absence_end'))
    expect(textOf(after)).not.toContain('Nov 20, 2026')
  })

  test.each([
    [
      'the last day before the first',
      { from: '2026-11-20', to: '2026-11-18' },
      'The last day away is before the first.',
    ],
    ['days that are over', { from: '2026-11-01', to: '2026-11-02' }, 'These days are over already.'],
  ])('with %s are answered under the field', async (_, filled, error) => {
    expect(await send(story, hank, await opened(hank, 'absence_enter'), filled)).toEqual({ to: error })
  })

  test('of others are entered by managers', async () => {
    const form = await opened(dana, 'staff_edit', await idOf('hank@cast.example'))
    const away = await formAfter(story, dana, () => press(story, dana, form, 'absence_enter'))
    expect(textOf(away)).toContain('Hank Dombrowski is away')
    await saved(dana, away, { from: '2026-11-23', to: '2026-11-24' })
    expect(textOf(await openHome(story, hank))).toContain('Nov 23, 2026 to Nov 24, 2026')
  })
})

describe('saved segments', () => {
  beforeAll(async () => {
    const answer = await story.ask(dana, 'customers in Evanston')
    await story.ask(dana, 'save this as River people', answer.threadTs)
  })

  test('are shown in the direct message', async () => {
    const home = await openHome(story, hank)
    const channel = story.workspace.directChannel(hank)
    const known = story.workspace.messages(channel).length
    await press(story, hank, home, 'segment_show', 'river_people')
    const root = await story.workspace.waitFor('the question', () => story.workspace.messages(channel)[known])
    expect(textOf(await story.reply(channel, root.ts))).toContain('Gus')
  })

  test('are renamed, and what cannot be a name is answered under the field', async () => {
    const form = await opened(dana, 'segment_rename', 'river_people')
    expect((await send(story, dana, form, { name: 'top customers' })).name).toContain('already means')
    const home = await saved(dana, form, { name: 'River regulars' })
    expect(textOf(home)).toContain('River regulars\n · ')
  })

  test('that were renamed meanwhile say so', async () => {
    const [one, other] = [await opened(dana, 'segment_rename', 'river_people'), 'River folk']
    await story.shop.db.updateTable('segments').set({ label: other }).where('name', '=', 'river_people').execute()
    expect(await send(story, dana, one, { name: 'River VIPs' })).toEqual({
      name: 'It was renamed to “River folk” meanwhile.',
    })
  })
})

describe('scheduled answers', () => {
  test('are made by typing a question, shown, paused, resumed and deleted', async () => {
    const form = await opened(hank, 'schedule_new')
    const home = await homeAfter(story, hank, async () => {
      const filled = { question: 'revenue last month', days: 'weekly:friday', time: '16:30' }
      const said = await formAfter(story, hank, () => send(story, hank, form, filled))
      expect(textOf(said)).toMatch(/: every Friday at 4:30 PM\. The next comes \w+ \d+, \d{4} at 4:30 PM\.$/)
    })
    expect(textOf(home)).toMatch(/every Friday at 4:30 PM\n, to you\n · next/)
    const paused = await homeAfter(story, hank, () => press(story, hank, home, 'schedule_pause'))
    expect(textOf(paused)).toContain(' · paused')
    const resumed = await homeAfter(story, hank, () => press(story, hank, paused, 'schedule_resume'))
    expect(textOf(resumed)).toContain(' · next')
    const deleted = await homeAfter(story, hank, () => press(story, hank, resumed, 'schedule_delete'))
    expect(textOf(deleted)).not.toContain('every Friday')
  })

  test('are made of an answer, for the channel it was asked in, and managers see them', async () => {
    const answer = await story.ask(hank, 'customers in Evanston')
    const form = await opened(hank, 'schedule_new')
    const [{ id }] = (await story.shop.db
      .selectFrom('answers')
      .select('id')
      .orderBy('id', 'desc')
      .limit(1)
      .execute()) as [{ id: number }]
    await formAfter(story, hank, () => send(story, hank, form, { answer: String(id), where: answer.channel }))
    expect(textOf(await openHome(story, dana))).toContain('every Monday at 9:00 AM by Hank Dombrowski\n, in \n · next')
  })

  test.each<[what: string, filled: Record<string, string>, errors: Record<string, unknown>]>([
    ['nothing to send', {}, { question: 'Type a question, or choose one of your answers.' }],
    [
      'a question that is not understood',
      { question: 'how is the weather' },
      { question: expect.stringContaining('weather') },
    ],
  ])('with %s are answered under the field', async (_, filled, errors) => {
    expect(await send(story, hank, await opened(hank, 'schedule_new'), filled)).toEqual(errors)
  })
})

describe('never nothing', () => {
  const heard = (user: string) => story.workspace.messages(story.workspace.directChannel(user))

  test('a form that opens too late is said in the direct message', async () => {
    const home = await openHome(story, hank)
    story.workspace.inject('views.open', { kind: 'error', error: 'expired_trigger_id' })
    await press(story, hank, home, 'absence_enter')
    const message = await story.workspace.waitFor('a word', () =>
      heard(hank).find(({ text }) => text.startsWith('That took')),
    )
    expect(message.text).toBe('That took too long to open. Press it again.')
  })

  test('a fault of ours is said with a number under which the log has it', async () => {
    const home = await openHome(story, hank)
    story.workspace.inject('views.open', { kind: 'error', error: 'fatal_error' })
    const form = await formAfter(story, hank, () => press(story, hank, home, 'absence_enter'))
    const reference = /^Something went wrong on our side\. Reference (\w{6})\.$/.exec(textOf(form))?.[1]
    expect(story.log.filter(({ details }) => details.reference === reference)).toHaveLength(1)
  })

  test('a change that takes longer than Slack waits is told to take a while, and made', async () => {
    const form = await opened(dana, 'settings_change', 'shop')
    let holding: Promise<unknown> = Promise.resolve()
    await new Promise<void>((locked) => {
      holding = story.shop.db.transaction().execute(async (trx) => {
        await sql`lock table settings in access exclusive mode`.execute(trx)
        locked()
        await sql`select pg_sleep(2.6)`.execute(trx)
      })
    })
    const waiting = await formAfter(story, dana, () => send(story, dana, form, { fiscal_year_start: '4' }))
    expect(textOf(waiting)).toContain('This takes a while.')
    await holding
    await story.workspace.waitFor('the change', () =>
      textOf(story.workspace.state(dana).home ?? { blocks: [] }).includes('begins in month: 4'),
    )
  })
})
