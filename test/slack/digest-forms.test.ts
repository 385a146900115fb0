import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeRule } from '../../src/treatments/rules.ts'
import type { View } from '../../src/workspace/types.ts'
import { formAfter, homeAfter, inRole, openHome, press, send } from './forms.ts'
import { posted, promise, tick } from './mornings.ts'
import { dana, hank, openStory, type Story, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(() => story[Symbol.asyncDispose]())

async function opened(user: string, actionId: string, value?: string): Promise<View> {
  const home = await openHome(story, user)
  return formAfter(story, user, () => press(story, user, home, actionId, value))
}

const rule = (code: string) =>
  story.shop.db.selectFrom('treatment_rules').selectAll().where('code', '=', code).executeTakeFirst()

describe('the rules of the digest', () => {
  const form = async (code: string) => {
    const list = await opened(dana, 'rules_list')
    return formAfter(story, dana, () => press(story, dana, list, 'rule_edit', code))
  }

  test('are listed, and each says whom it would name today', async () => {
    const list = await opened(dana, 'rules_list')
    expect(textOf(list)).toContain('Promised follow-up')
    expect(textOf(await form('lapsing_top_customer'))).toMatch(/Today it would name (?:one customer|\d+ customers)\./)
  })

  test('are switched off and on', async () => {
    expect(await send(story, dana, await form('special_day'), { active: 'off' })).toEqual({})
    expect((await rule('special_day'))?.active).toBe(false)
    expect(textOf(await opened(dana, 'rules_list'))).toContain('(off)')
    expect(await send(story, dana, await form('special_day'), { active: 'on' })).toEqual({})
    expect((await rule('special_day'))?.active).toBe(true)
  })

  test('are tuned, and the form says who did', async () => {
    expect(await send(story, dana, await form('promised_follow_up'), { overdue_days: '45' })).toEqual({})
    expect((await rule('promised_follow_up'))?.timing).toMatchObject({ overdue_days: 45 })
    expect(textOf(await form('promised_follow_up'))).toMatch(
      /Changed on .+ by dana@cast\.example: “How long an overdue .+” 30 → 45\./,
    )
  })

  test('wait longer after a contact and keep to some stages, and go back to what is usual', async () => {
    const stages = 'Connection,Loyalty'
    expect(await send(story, dana, await form('special_day'), { contact_gap_days: '30', stages })).toEqual({})
    expect(await rule('special_day')).toMatchObject({
      cap: { contact_gap_days: 30 },
      audience: { stages: ['Connection', 'Loyalty'] },
    })
    expect(textOf(await form('special_day'))).toContain('stages all → Connection, Loyalty')
    const everybody = 'Prospecting,Consideration,Purchase,Connection,Loyalty'
    expect(await send(story, dana, await form('special_day'), { contact_gap_days: '', stages: everybody })).toEqual({})
    expect(await rule('special_day')).toMatchObject({ cap: {}, audience: {} })
    expect(await send(story, dana, await form('special_day'), { contact_gap_days: '400' })).toEqual({
      contact_gap_days: 'This must be a whole number from 0 to 365, or empty.',
    })
  })

  test('say the shop’s own words, which may speak of what the rule knows, and ours again when they are emptied', async () => {
    const own = 'Hello {first}, happy birthday from all at {shop}!'
    expect(await send(story, dana, await form('special_day'), { written: 'Hi {nickname}' })).toEqual({
      written: '{nickname} is not known here. An opening line may speak of {first}, {me}, {shop}.',
    })
    expect(await send(story, dana, await form('special_day'), { written: own })).toEqual({})
    expect((await rule('special_day'))?.words).toEqual({ written: own })
    expect(textOf(await form('special_day'))).toContain(`“Your own words in writing” ours → “${own}”`)
    expect(await send(story, dana, await form('special_day'), { written: '' })).toEqual({})
    expect((await rule('special_day'))?.words).toEqual({})
  })

  test.each([
    ['many', 'This must be a whole number from 1 to 365.'],
    ['0', 'This must be a whole number from 1 to 365.'],
    ['366', 'This must be a whole number from 1 to 365.'],
  ])('are not tuned to “%s”', async (value, said) => {
    expect(await send(story, dana, await form('promised_follow_up'), { overdue_days: value })).toEqual({
      overdue_days: said,
    })
  })

  test('that a colleague changed meanwhile are not overwritten', async () => {
    const open = await form('promised_follow_up')
    await changeRule(story.shop.db, 'promised_follow_up', { dials: { overdue_days: 60 } }, 'hank@cast.example')
    expect(await send(story, dana, open, { overdue_days: '20' })).toEqual({
      overdue_days: 'This was changed to “60” meanwhile. Open the form again to change it.',
    })
    expect((await rule('promised_follow_up'))?.timing).toMatchObject({ overdue_days: 60 })
  })

  test('are not changed by somebody who lost the right while the form was open', async () => {
    const open = await form('promised_follow_up')
    await inRole(story, 'dana@cast.example', 'associate', async () => {
      expect(Object.values(await send(story, dana, open, { overdue_days: '10' }))).toEqual([
        'Only managers and administrators may change the rules.',
      ])
    })
  })
})

describe('one’s own digest', () => {
  const wish = async () => {
    const { staff_id, ...kept } = await story.shop.db
      .selectFrom('digest_recipients')
      .innerJoin('staff', 'staff.id', 'staff_id')
      .select(['staff_id', 'at_time', 'weekdays', 'digest_recipients.active', 'when_empty'])
      .where('email', '=', 'hank@cast.example')
      .executeTakeFirstOrThrow()
    expect(staff_id).not.toBeNull()
    return kept
  }

  test.each(['8 o’clock', '25:00', '08:60'])('does not come at “%s”', async (time) => {
    const open = await opened(hank, 'digest_own')
    expect(await send(story, hank, open, { time })).toEqual({ time: 'Write it as HH:MM, for example 08:30.' })
  })

  test('comes on other days, and on the shop’s again', async () => {
    expect(await send(story, hank, await opened(hank, 'digest_own'), { weekdays: '2,4' })).toEqual({})
    expect((await wish()).weekdays).toEqual([2, 4])
    await story.shop.db.deleteFrom('digest_recipients').execute()
    expect(await send(story, hank, await opened(hank, 'digest_own'), { weekdays: '1,2,3,4,5,6' })).toEqual({})
    expect((await wish()).weekdays).toBeNull()
  })

  test('comes at another hour, and says so on a morning without anybody', async () => {
    const open = await opened(hank, 'digest_own')
    expect(await send(story, hank, open, { time: '7:30', when_empty: 'say' })).toEqual({})
    expect(await wish()).toEqual({ at_time: '07:30', weekdays: null, active: true, when_empty: 'say' })
    await tick(story)
    const [message] = posted(story, story.workspace.directChannel(hank))
    expect(message && textOf(message)).toContain('nobody to contact today')
  })

  test('is switched off, and its customers go to a colleague', async () => {
    const open = await opened(hank, 'digest_own')
    await homeAfter(story, hank, async () => expect(await send(story, hank, open, { active: 'no' })).toEqual({}))
    expect((await wish()).active).toBe(false)
    await promise(story, 'G1', 'hank@cast.example', 'Bring the ladder back')
    await story.shop.db.deleteFrom('digest_runs').execute()
    await tick(story)
    const message = posted(story, story.workspace.directChannel(dana)).at(-1)
    expect(message && textOf(message)).toContain('Bring the ladder back')
  })
})
