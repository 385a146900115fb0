import type { App } from '@slack/bolt'
import type { Asker } from '../access/asker.ts'
import { addDays } from '../ask/days.ts'
import { changeFollowUp, type FollowUps, followUps } from '../digest/follow-ups.ts'
import { followUpAction, followUpsPost } from '../present/blocks/follow-ups.ts'
import { noticePost } from '../present/blocks/notice.ts'
import type { Bot } from './bot.ts'
import { faultSentence } from './faults.ts'
import { publishHome } from './home/publish.ts'
import { type Click, onClick, tell } from './manage/clicks.ts'
import { always, type Rendering, respondWith } from './post.ts'

/** `/followups`: what is due, to its asker alone; `/followups all` for managers. Each can be done, put off or dropped. */
export function registerFollowUps(app: App, bot: Bot): void {
  app.command('/followups', async ({ ack, command, respond }) => {
    await ack()
    const show = (rendering: Rendering) => respondWith(bot, respond, rendering)
    try {
      const identified = await bot.identifyUser(command.user_id)
      if (identified.kind === 'refused') return await show(always(noticePost(identified.sentence)))
      const wanted = /^(?:all|everybody|everyone|team)$/i.test((command.text ?? '').trim()) ? 'all' : 'mine'
      await show(await shownFollowUps(bot, identified.asker, wanted))
    } catch (error) {
      await show(always(noticePost(faultSentence(error, bot.log))))
    }
  })
  onClick(bot, followUpAction, (click) => changed(bot, click))
}

/** Somebody who is no colleague has none of their own: an administrator of the machine sees everybody's. */
export async function shownFollowUps(bot: Bot, asker: Asker, wanted: 'mine' | 'all'): Promise<Rendering> {
  const of = wanted === 'all' && asker.mayManage ? 'all' : 'mine'
  return always(followUpsPost(await ownFollowUps(bot, asker, of), of))
}

export async function ownFollowUps(bot: Bot, asker: Asker, of: 'mine' | 'all'): Promise<FollowUps> {
  const [{ today }, { timeZone }] = await Promise.all([bot.asking(), bot.settings()])
  return followUps(bot.shop.db, asker, { today, timeZone, all: of === 'all' })
}

async function changed(bot: Bot, { asker, userId, value, atHome, respond }: Click): Promise<void> {
  const [number = '', choice = '', of = ''] = value.split(':')
  const { today } = await bot.asking()
  const mine = await ownFollowUps(bot, asker, asker.mayManage ? 'all' : 'mine')
  const listed = choice === 'reopened' ? mine.done : [...mine.overdue, ...mine.today, ...mine.upcoming]
  const isTheirs = listed.some(({ id }) => id === Number(number))
  if (!isTheirs) return tell(bot, userId, 'That follow-up was changed already, or is somebody else’s.')
  const change =
    choice === 'done' || choice === 'cancelled' || choice === 'reopened'
      ? ({ kind: choice } as const)
      : ({ kind: 'later', until: addDays(today, Number(choice) || 1) } as const)
  await changeFollowUp(Number(number), change, asker, { today, now: bot.shop.now() }, bot.shop.db)
  if (!atHome)
    await respondWith(bot, respond, await shownFollowUps(bot, asker, of === 'all' ? 'all' : 'mine'), { replace: true })
  await publishHome(bot, userId)
}
