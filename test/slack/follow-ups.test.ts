import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../../src/ask/days.ts'
import { changeSettings } from '../../src/db/settings.ts'
import { faultsOf } from '../../src/present/blocks/validate.ts'
import type { Message } from '../../src/workspace/types.ts'
import { today } from '../ask/cast.ts'
import { homeAfter, openHome } from './forms.ts'
import { posted, promise, tick } from './mornings.ts'
import { counter, dana, gil, hank, openStory, type Story, textOf, twoOfOneName } from './support.ts'

let story: Story
const numbers: Record<string, number> = {}
beforeAll(async () => {
  story = await openStory()
  await twoOfOneName(story.shop.db)
  numbers.dana = await promise(story, 'A1', 'dana@cast.example', 'Ask about the hose')
  numbers.hank = await promise(story, 'G1', 'hank@cast.example', 'Bring the ladder back')
  numbers.later = await promise(story, 'E1', 'hank@cast.example', 'The grinder is repaired')
})
afterAll(() => story[Symbol.asyncDispose]())

const listed = async (user: string, text = ''): Promise<Message> => {
  const next = story.whisper(user)
  await story.act(user, { kind: 'slash', channel: counter, command: '/followups', text })
  return next
}
const followUp = (id: number | undefined) =>
  story.shop.db
    .selectFrom('follow_ups')
    .selectAll()
    .where('id', '=', id ?? 0)
    .executeTakeFirst()

const change = async (
  user: string,
  where: Message | { readonly view: string },
  id: number,
  choice: string,
  of = 'mine',
) =>
  story.act(user, {
    kind: 'click',
    in: 'view' in where ? where : { channel: where.channel, ts: where.ts },
    blockId: `follow_up:${id}`,
    actionId: 'follow_up_change',
    chosen: { selected_option: { text: { type: 'plain_text', text: choice }, value: `${id}:${choice}:${of}` } },
  })

describe('/followups', () => {
  test('lists one’s own, and all of them for managers alone', async () => {
    const own = textOf(await listed(hank))
    expect(own).toContain('Bring the ladder back')
    expect(own).not.toContain('Ask about the hose')
    const all = textOf(await listed(dana, 'all'))
    expect(all).toContain('Bring the ladder back')
    expect(all).toContain('Hank Dombrowski')
    expect(textOf(await listed(hank, 'all'))).not.toContain('Ask about the hose')
  })

  test('is refused to somebody who is no colleague', async () => {
    expect(textOf(await listed(gil))).not.toContain('hose')
  })

  test('a change keeps the list that was looked at, and counts as done once', async () => {
    const list = await listed(dana, 'all')
    await change(dana, list, numbers.hank ?? 0, 'done', 'all')
    const shows = (what: RegExp) =>
      story.workspace.waitFor('the change', () => {
        const now = story.whispers(dana).find(({ ts }) => ts === list.ts)
        return now && what.test(textOf(now)) && now
      })
    await shows(/✓ .* · done on/)
    expect((await followUp(numbers.hank))?.status).toBe('done')
    const after = story.whispers(dana).find(({ ts }) => ts === list.ts)
    expect(after && textOf(after)).toContain('Everybody’s follow-ups')
    const contacts = () =>
      story.shop.db.selectFrom('interactions').select('id').where('summary', 'like', 'Follow-up done: Bring%').execute()
    expect(await contacts()).toHaveLength(1)
    await change(dana, list, numbers.hank ?? 0, 'reopened', 'all')
    await shows(/^(?!.*· done on)/s)
    expect(await contacts()).toEqual([])
    await change(dana, list, numbers.hank ?? 0, 'done', 'all')
    await shows(/ · done on/)
  })

  test('is put off from the Home tab', async () => {
    const home = await openHome(story, hank)
    expect(textOf(home)).toContain('The grinder is repaired')
    await homeAfter(story, hank, () => change(hank, { view: home.id }, numbers.later ?? 0, '7'))
    expect(await followUp(numbers.later)).toMatchObject({ status: 'snoozed', snoozed_until: addDays(today, 7) })
  })
})

describe('“remind me”', () => {
  test('makes a follow-up of one’s own, which the list has', async () => {
    expect(textOf(await story.tell(dana, 'remind me about Dara on Friday: price of the hose'))).toContain(
      'I will remind you about Dara on Nov 20, 2026: price of the hose.',
    )
    expect(textOf(await story.tell(dana, 'my follow-ups'))).toContain('price of the hose')
  })

  test('asks which one when several are called so, and names nobody when there is none', async () => {
    const several = textOf(await story.tell(dana, 'remind me about Ricci on Friday'))
    expect(several).toContain('Lena Ricci')
    expect(several).toContain('Marco Ricci')
    expect(textOf(await story.tell(dana, 'remind me about Zebulon on Friday'))).toContain('There is no customer')
  })

  test('finds nobody outside the asker’s scope', async () => {
    await changeSettings(story.shop.db, { associate_scope: 'store' }, 'test')
    expect(textOf(await story.tell(hank, 'remind me about Ana on Friday'))).toContain('There is no customer')
  })

  test('is for colleagues', async () => {
    expect(textOf(await story.tell(gil, 'remind me about Ana on Friday'))).not.toContain('I will remind you')
  })
})

describe('what the digests brought', () => {
  test('comes to managers on the first working day of the week, and its blocks are valid', async () => {
    await tick(story, new Date('2026-11-12T14:10:00Z'))
    await tick(story)
    await tick(story)
    const reports = posted(story, story.workspace.directChannel(dana), 'report')
    expect(reports).toHaveLength(1)
    expect(textOf(reports[0] as Message)).toContain('Nov 9')
    expect(posted(story, story.workspace.directChannel(hank), 'report')).toEqual([])
  })

  test('is told when asked, with a row for each rule, to managers', async () => {
    const told = await story.tell(dana, 'how did this week’s digests do')
    expect(textOf(told)).toContain('named')
    expect(told.blocks.map(({ type }) => type)).toContain('data_table')
    expect(faultsOf('message', told.blocks)).toEqual([])
    expect(textOf(await story.tell(dana, "how did last month's follow-ups do"))).toContain('no digest named anybody')
  })

  test('begins with what was asked about', async () => {
    const first = async (text: string) => textOf(await story.tell(dana, text)).split('\n')[1]
    expect(await first('which rule works best')).toContain('Which rule works best: not enough data yet')
    expect(await first('how did this week’s digests do')).toContain('named')
  })

  test('is not for associates', async () => {
    expect(textOf(await story.tell(hank, "how did last month's follow-ups do"))).toContain('for managers')
  })
})

test('the Home tab says how far one is with today’s digest', async () => {
  const count = /(\d+) of (\d+) customers of today’s digest/
  const [, open, all] = count.exec(textOf(await openHome(story, dana))) ?? []
  expect(Number(all)).toBeGreaterThan(0)
  expect(open).toBe(all)
  await story.shop.db.updateTable('digest_items').set({ state: 'ordered', closed_at: new Date() }).execute()
  expect(textOf(await openHome(story, dana))).toMatch(/customers? of today’s digest (?:is|are) dealt with/)
})
