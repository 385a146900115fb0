import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noteActions } from '../../src/present/blocks/notes.ts'
import { recordActions } from '../../src/present/blocks/record.ts'
import { recordFormActions } from '../../src/slack/record/names.ts'
import type { Message, View } from '../../src/workspace/types.ts'
import { formAfter, press, send } from './forms.ts'
import { actionsOf, counter, dana, gil, hank, openStory, type Story, textOf, twoOfOneName } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
  await twoOfOneName(story.shop.db)
})
afterAll(async () => {
  await story[Symbol.asyncDispose]()
  expect(story.log.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
})

/** One value of the database, as text. */
async function value(statement: string): Promise<string | null> {
  const { rows } = await sql<Record<string, unknown>>`${sql.raw(statement)}`.execute(story.shop.db)
  const [first] = Object.values(rows[0] ?? {})
  return first === null || first === undefined ? null : String(first)
}
const birthday = (ref: string) => value(`select birth_month || '-' || birth_day from customers where ref = '${ref}'`)

/** The message once it has changed. */
async function after(message: Message, change: () => Promise<void>): Promise<Message> {
  const before = textOf(message)
  await change()
  return story.workspace.waitFor('the message, changed', () => {
    const now = story.now(message)
    return now && textOf(now) !== before ? now : undefined
  })
}
const click = (user: string, message: Message, action: string) =>
  after(message, () => story.click(user, message, action))

/** What the app says next to that person in their direct message. */
async function told(user: string, act: () => Promise<void>): Promise<string> {
  const direct = () => story.workspace.messages(story.workspace.directChannel(user)).filter((one) => one.user !== user)
  const known = direct().length
  await act()
  return textOf(await story.workspace.waitFor('something told', () => direct()[known]))
}

describe('said in conversation', () => {
  test('a change is asked back in plain words, written on Save alone, and taken back on Undo', async () => {
    const asked = await story.ask(dana, "Gus's birthday is May 5")
    expect(textOf(asked)).toContain('Birthday: Jan 2, 1990 → May 5, 1990')
    expect(await birthday('G1')).toBe('1-2')
    const saved = await click(dana, asked, recordActions.save)
    expect(textOf(saved)).toContain('Dana Whitlock saved on the record of Gus (G1)')
    expect(await birthday('G1')).toBe('5-5')
    const undone = await click(dana, saved, recordActions.undo)
    expect(textOf(undone)).toContain('the record of Gus (G1) is as it was')
    expect(await birthday('G1')).toBe('1-2')
  })

  test('“undo” finds one’s own last change or note, of whatever conversation, and a click takes it back', async () => {
    expect(textOf(await story.tell(hank, 'undo'))).toContain('nothing of yours to take back')
    await click(hank, await story.ask(hank, "Gus's birthday is May 7"), recordActions.save)
    await click(dana, await story.ask(dana, 'Gus goes by Gussie'), recordActions.save)
    const offered = await story.tell(hank, 'oops, undo that')
    expect(textOf(offered)).toContain('Your last change is of the birthday on the record of Gus (G1).')
    expect(await birthday('G1')).toBe('5-7')
    await click(hank, offered, recordActions.undo)
    expect(await birthday('G1')).toBe('1-2')
    const kept = await story.ask(hank, 'note for Gus: wants the blue hose')
    await click(hank, kept, noteActions.keep)
    const note = await story.ask(hank, 'undo')
    expect(textOf(note)).toContain('Your last note is about Gus (G1): “wants the blue hose”')
    await story.click(hank, note, noteActions.undo)
    await expect
      .poll(() => value("select count(*) from notes where body = 'wants the blue hose' and deleted_at is null"))
      .toBe('0')
    expect(textOf(await story.tell(hank, 'undo my last note'))).toContain('You have written no note in the last day')
  })

  test('questions in the same words are answered', async () => {
    const answers = await Promise.all([
      story.ask(dana, 'who was sent by Ana'),
      story.tell(dana, 'who does not want e-mails'),
    ])
    for (const answer of answers) expect(actionsOf(answer.blocks)).not.toContain(recordActions.save)
    expect(textOf(answers[0] as Message)).toContain('Gus')
  })

  test('of several who fit one is chosen, and a name that nobody bears can be made a customer', async () => {
    const asked = await story.tell(dana, 'tag Ricci as garden club')
    expect(textOf(asked)).toContain('2 customers fit “Ricci”')
    const chosen = await click(dana, asked, `${recordActions.choose}_0`)
    expect(textOf(chosen)).toContain('Tag “garden club”: put on')
    await click(dana, chosen, recordActions.save)
    expect(await value("select count(*) from customer_tags where tag = 'garden club'")).toBe('1')
    const unknown = await story.tell(dana, "Zork Blatt's birthday is May 5")
    expect(textOf(unknown)).toContain('There is no customer “Zork Blatt”')
    const form = await formAfter(story, dana, () => story.click(dana, unknown, recordActions.create))
    expect(textOf(form)).toContain('First name')
  })

  test('in a channel no number or address is shown, not even the one on record', async () => {
    const asked = await story.ask(dana, "Ana's new phone is (773) 555-0188")
    const saved = await click(dana, asked, recordActions.save)
    for (const message of [asked, saved]) {
      expect(textOf(message)).toContain('the one on record → the new one')
      expect(JSON.stringify(message)).not.toMatch(/555.?0188|312 ?555/)
    }
    const direct = await story.tell(dana, "Ana's phone is 773 555 0199")
    expect(textOf(direct)).toContain('(773) 555-0188 → (773) 555-0199')
    await click(dana, direct, recordActions.cancel)
    expect(
      await value(
        "select normalized from contact_points where is_primary and kind = 'phone' and customer_id = (select id from customers where ref = 'A1')",
      ),
    ).toBe('+17735550188')
  })

  test('only who said it decides about it, and only once', async () => {
    const asked = await story.ask(hank, 'Eli was sent by Ben')
    expect(await told(dana, () => story.click(dana, asked, recordActions.save))).toContain('somebody else’s to decide')
    const twice = () =>
      Promise.all([story.click(hank, asked, recordActions.save), story.click(hank, asked, recordActions.save)])
    expect(await told(hank, async () => void (await twice()))).toMatch(/settled already/)
    expect(await value("select count(*) from referrals where evidence is null and source = 'hank@cast.example'")).toBe(
      '1',
    )
  })

  test('what somebody else changed before Save is shown first', async () => {
    const asked = await story.ask(hank, 'Dara goes by Dee')
    const other = await story.ask(dana, 'Dara goes by Darling')
    await click(dana, other, recordActions.save)
    const again = await click(hank, asked, recordActions.save)
    expect(textOf(again)).toContain('Dana Whitlock changed this meanwhile')
    expect(textOf(again)).toContain('Nickname: Darling → Dee')
    await click(hank, again, recordActions.save)
    expect(await value("select nickname from customers where ref = 'D1'")).toBe('Dee')
  })

  test('what may not be is said in a sentence, to strangers too', async () => {
    expect(textOf(await story.tell(hank, 'Jo may be contacted again'))).toContain('Only managers may lift')
    expect(textOf(await story.tell(hank, "Ben's e-mail is ben@nowhere"))).toContain('is not an e-mail address')
    expect(textOf(await story.tell(dana, 'Zelda looks after Ben'))).toContain('There is no colleague called Zelda')
    const stranger = await story.tell(gil, 'tag Ben as friend')
    expect(actionsOf(stranger.blocks)).not.toContain(recordActions.save)
  })

  test('hostile words stay words: no broadcast, no markup', async () => {
    const asked = await story.ask(dana, 'open a case for Eli: <!channel> *drill* & =HYPERLINK("x")')
    const saved = await click(dana, asked, recordActions.save)
    expect(saved.text).not.toContain('<!')
    expect(JSON.stringify(saved.blocks)).not.toContain('mrkdwn')
    expect(await value('select summary from service_cases order by id desc limit 1')).toContain(
      '*drill* & =HYPERLINK("x")',
    )
  })
})

describe('in forms', () => {
  /** The whole record of a customer, over a message that was just saved. */
  const recordOf = async (user: string, name: string): Promise<View> => {
    const asked = await story.tell(user, `tag ${name} as ${user} ${Date.parse('2026-11-16') % 97}${name}`)
    const saved = await click(user, asked, recordActions.save)
    return formAfter(story, user, () => story.click(user, saved, recordActions.edit))
  }
  const part = async (user: string, view: View, name: string): Promise<View> =>
    formAfter(story, user, () =>
      press(story, user, view, recordFormActions.part, `${name}:${JSON.parse(String(view.privateMetadata)).customer}`),
    )
  const top = (user: string): View => {
    const view = story.workspace.state(user).views.at(-1)
    if (!view) throw new Error('there is no form')
    return view
  }

  test('each thing has its own, with errors at the fields, and the record is shown again with what was saved', async () => {
    const whole = await recordOf(dana, 'Ben')
    expect(textOf(whole)).toContain('ben@mail.example')
    const emails = await part(dana, whole, 'email')
    expect(await send(story, dana, emails, { written: 'ben@' })).toEqual({
      written: '“ben@” is not an e-mail address.',
    })
    await send(story, dana, emails, { written: 'ben@new.example', place: 'further' })
    await expect.poll(() => textOf(top(dana))).toContain('ben@new.example')
    const day = await part(dana, top(dana), 'birthday')
    expect(await send(story, dana, day, { month: '2', day: '31', year: '' })).toEqual({
      day: 'There is no Feb 31.',
    })
    await send(story, dana, day, { month: '3', day: '1', year: '' })
    await expect.poll(() => birthday('B1')).toBe('3-1')
    await formAfter(story, dana, () => press(story, dana, top(dana), recordFormActions.undo))
    expect(await birthday('B1')).toBe('2-29')
  })

  test('consent needs its evidence, and is added to what was said before', async () => {
    const consent = await part(dana, await recordOf(dana, 'Eli'), 'consent')
    expect(textOf(consent)).toContain('Now: nothing on record, which counts as no.')
    await send(story, dana, consent, { email: 'yes', on: '2026-11-16', how: 'at the counter' })
    await expect
      .poll(() =>
        value(
          "select string_agg(channel || state || source || coalesce(recorded_by, ''), '|' order by id) from consents where customer_id = (select id from customers where ref = 'E1')",
        ),
      )
      .toBe('phoneyestest|emailyesat the counterdana@cast.example')
  })

  test('of two who edit at once the second sees what the first has made of it, with their own words kept', async () => {
    const [one, other] = [await recordOf(dana, 'Chloé'), await recordOf(hank, 'Chloé')]
    const [first, second] = [await part(dana, one, 'names'), await part(hank, other, 'names')]
    await send(story, dana, first, { given: 'Chloe', family: 'Martin' })
    await expect.poll(() => value("select display_name from customers where ref = 'C1'")).toBe('Chloe Martin')
    await formAfter(story, hank, () => send(story, hank, second, { given: 'Chloé', family: 'Marten' }))
    expect(textOf(top(hank))).toContain('Dana Whitlock changed this while your form was open')
    expect(JSON.stringify(top(hank))).toContain('Marten')
    expect(await value("select display_name from customers where ref = 'C1'")).toBe('Chloe Martin')
    await send(story, hank, top(hank), { given: 'Chloé', family: 'Marten' })
    await expect.poll(() => value("select display_name from customers where ref = 'C1'")).toBe('Chloé Marten')
  })

  test('a tag that a colleague adds meanwhile stays', async () => {
    const tags = await part(dana, await recordOf(dana, 'Fay'), 'tags')
    await click(hank, await story.tell(hank, 'tag Fay as choir'), recordActions.save)
    await send(story, dana, tags, { tags: 'bakers' })
    await expect
      .poll(() =>
        value(
          "select string_agg(tag, ', ' order by tag) from customer_tags where customer_id = (select id from customers where ref = 'F1')",
        ),
      )
      .toBe('bakers, choir')
  })

  test('a case is answered and closed where it is listed', async () => {
    const whole = await recordOf(dana, 'Ana')
    const open = await part(dana, whole, 'open_case')
    await send(story, dana, open, { summary: 'The grill smokes' })
    await expect.poll(() => textOf(top(dana))).toContain('The grill smokes')
    const answer = await formAfter(story, dana, () => press(story, dana, top(dana), recordFormActions.answer))
    await send(story, dana, answer, { words: 'Clean the tray', by: 'email' })
    const close = await formAfter(story, dana, () => press(story, dana, top(dana), recordFormActions.close))
    await send(story, dana, close, { words: 'cleaned' })
    await expect
      .poll(() => value("select status || summary from service_cases where summary like 'The grill%'"))
      .toBe('resolvedThe grill smokes — Solved: cleaned')
    expect(await value("select channel || direction from interactions where summary = 'Clean the tray'")).toBe(
      'emailoutbound',
    )
  })

  test('a new customer is looked for first, and added with what they are called', async () => {
    const offered = await story.tell(dana, 'new customer: Lena Ricci, lena@mail.example')
    expect(textOf(offered)).toContain('Perhaps Lena Ricci is known already')
    const form = await formAfter(story, dana, () => story.click(dana, offered, recordActions.add))
    const filled = { given: 'Lena', family: 'Ricci', email: 'lena@mail.example', phone: '' }
    await formAfter(story, dana, () => send(story, dana, form, filled))
    expect(textOf(top(dana))).toContain('one of these is the same person')
    await send(story, dana, top(dana), filled)
    await expect.poll(() => value("select count(*) from customers where system = 'hand'")).toBe('1')
    expect(
      await value(
        "select family_name || ' ' || p.source from customers join contact_points p on p.customer_id = customers.id where system = 'hand'",
      ),
    ).toBe('Ricci dana@cast.example')
  })
})

test('nothing said in #counter shows how to reach anybody', () => {
  const said = story.workspace.messages(counter).flatMap((root) => story.workspace.messages(counter, root.ts))
  const ours = said.filter(({ user }) => user === story.workspace.botUserId)
  expect(ours.length).toBeGreaterThan(3)
  expect(ours.filter((message) => /@mail\.example|555.?0\d\d\d/.test(JSON.stringify(message)))).toEqual([])
})
