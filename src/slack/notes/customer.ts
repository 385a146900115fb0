import type { App } from '@slack/bolt'
import { choiceBlocks } from '../../present/blocks/choices.ts'
import { label } from '../../present/blocks/notes.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import { converse } from '../conversation.ts'
import { faultSentence } from '../faults.ts'
import { askFor } from '../home/ask.ts'
import { claimOf } from '../intake.ts'
import { placeOfCommand } from '../listeners/command.ts'
import { onClick } from '../manage/clicks.ts'
import { threadKey } from '../places.ts'
import { always, respondWith } from '../post.ts'
import { answerPlanned } from '../question.ts'
import { plainWords } from '../words.ts'
import { findFor } from './finding.ts'
import { registerPage } from './page.ts'

/** Buttons of the customers who fit; the value is the reference. */
export const customerActions = [
  'customer_page_0',
  'customer_page_1',
  'customer_page_2',
  'customer_page_3',
  'customer_page_4',
] as const

/** `/customer Ana Silva`: the page, to its asker alone; of several, whose. */
export function registerCustomer(app: App, bot: Bot): void {
  app.command('/customer', async ({ ack, command, context, respond }) => {
    await ack()
    const claim = claimOf(context)
    if (!claim) return
    const { channel_id: channel, user_id: user } = command
    const say = (sentence: string) => respondWith(bot, respond, always(noticePost(sentence)))
    try {
      const identified = await bot.identifyUser(user)
      if (identified.kind === 'refused') return await say(identified.sentence)
      const said = (await plainWords(command.text ?? '', bot.botUserId, bot.shop.db)).trim()
      if (said === '')
        return await say('Which customer? /customer Ana Silva; an e-mail address, phone number or reference does too.')
      const found = await findFor(bot, identified.asker, said)
      const [only] = found
      if (only?.exact && found.length === 1) {
        const place = await placeOfCommand(channel, user, respond, bot)
        const thread = threadKey(bot.team, channel, claim.key)
        const plan = { kind: 'customer', customer: only.ref } as const
        return await converse({ claim, user, text: only.name, place, thread, askedTs: null }, bot, (turn) =>
          answerPlanned(turn, plan),
        )
      }
      const sentence = found.some(({ exact }) => exact)
        ? `${found.length} customers fit “${said}”. Whose page?`
        : found.length > 0
          ? `There is no customer “${said}”. Did you mean:`
          : `There is no customer “${said}”.`
      const post = noticePost(sentence)
      const choices = found
        .slice(0, customerActions.length)
        .map((each, at) => ({ label: label(each), actionId: customerActions[at] ?? '', value: each.ref }))
      await respondWith(bot, respond, always({ ...post, blocks: [...post.blocks, ...choiceBlocks(choices)] }))
    } catch (error) {
      await say(faultSentence(error, bot.log))
    }
  })
  registerPage(bot)
  for (const action of customerActions)
    onClick(bot, action, async ({ userId, value, claim }) => {
      if (claim) await askFor(userId, value, claim, bot, { kind: 'customer', customer: value })
    })
}
