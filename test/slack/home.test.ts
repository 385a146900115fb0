import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeSettings } from '../../src/db/settings.ts'
import { faultsOf } from '../../src/present/blocks/validate.ts'
import { homeAfter, inRole, openHome, press } from './forms.ts'
import { dana, gil, hank, openStory, type Story, tess, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(() => story[Symbol.asyncDispose]())

describe('opening the Home tab', () => {
  test('greets an associate, and shows nothing to manage', async () => {
    const home = await openHome(story, hank)
    expect(textOf(home)).toMatch(/^Hello Hank\nCast & Co · orders up to Nov 15, 2026\nYou are an associate here/)
    expect(textOf(home)).not.toMatch(/^(Staff|Settings|Recent changes)$/m)
  })

  test('shows a manager the staff, the settings and the latest changes', async () => {
    const shown = textOf(await openHome(story, dana))
    expect(shown).toContain('Hank Dombrowski\nassociate · River Road')
    expect(shown).toContain('Time zone: America/Chicago')
    expect(shown).toMatch(/: test changed Name from “The shop” to “Cast & Co”/)
  })

  test('is made of what Slack takes', async () => {
    expect(faultsOf('home', (await openHome(story, dana)).blocks)).toEqual([])
  })

  test.each([
    ['a guest', tess, /^I do not answer guests of this workspace\./],
    ['somebody who is not on the staff', gil, /^I answer only the shop’s staff/],
  ])('tells %s why there is nothing, and nothing else', async (_, user, sentence) => {
    await inRole(story, 'dana@cast.example', 'admin', async () => {
      const home = await openHome(story, user)
      expect(textOf(home)).toMatch(sentence)
      expect(home.blocks).toHaveLength(1)
    })
  })

  test('tells members how to become the administrator while there is none, and no guest', async () => {
    expect(textOf(await openHome(story, gil))).toMatch(
      /Nobody administers Regulars here yet\..*“claim” and the code\.$/,
    )
    expect(textOf(await openHome(story, tess))).not.toContain('claim')
  })

  test('tells an administrator what is still to be done', async () => {
    await inRole(story, 'dana@cast.example', 'admin', async () => {
      expect(textOf(await openHome(story, dana))).not.toContain('First steps')
      await story.shop.db.updateTable('staff').set({ active: false }).where('email', '=', 'hank@cast.example').execute()
      expect(textOf(await openHome(story, dana))).toContain('First steps\n• Add your colleagues, under Staff.')
      await story.shop.db.updateTable('staff').set({ active: true }).where('email', '=', 'hank@cast.example').execute()
    })
  })

  test('a stranger to whom the shop is open may ask, and sees no contact details', async () => {
    await changeSettings(story.shop.db, { strangers: 'associate' }, 'test')
    expect(textOf(await openHome(story, gil))).toContain('You are an associate here and see all customers, without')
    await changeSettings(story.shop.db, { strangers: 'refused' }, 'test')
  })
})

test('an example question is answered in the direct message, in a thread that goes on', async () => {
  const home = await openHome(story, hank)
  const channel = story.workspace.directChannel(hank)
  await press(story, hank, home, 'home_ask_0')
  const root = await story.workspace.waitFor('the question', () => story.workspace.messages(channel).at(-1))
  expect(textOf(root)).toMatch(/^You asked: who are our lapsed top customers/)
  const reply = await story.reply(channel, root.ts)
  expect(textOf(reply)).toContain('Ana')
  const followUp = await story.tell(hank, 'how many', root.ts)
  expect(textOf(followUp)).toContain('1')
})

describe('a saved segment', () => {
  test('is shown with its size to all, and deleted by those who may', async () => {
    const answer = await story.ask(dana, 'customers in Chicago')
    await story.ask(dana, 'save this as Loop regulars', answer.threadTs)
    const shown = await openHome(story, dana)
    expect(textOf(shown)).toMatch(/Loop regulars\n · 3 customers/)
    const others = await openHome(story, hank)
    expect(JSON.stringify(others.blocks)).not.toContain('segment_delete')
    const after = await homeAfter(story, dana, () => press(story, dana, shown, 'segment_delete', 'loop_regulars'))
    expect(textOf(after)).not.toContain('Loop regulars')
  })
})
