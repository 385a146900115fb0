import type { RespondFn } from '@slack/bolt'
import type { Bot } from './bot.ts'
import { tell } from './manage/clicks.ts'
import { type Rendering, respondWith } from './post.ts'

/**
 * The address that Slack gave with a click or command, for an answer after a form; it lives half an hour. It fails as Bolt's own
 * answers do, so that the same faults are tried again.
 */
export const respondAt =
  (url: string): RespondFn =>
  async (message) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(typeof message === 'string' ? { text: message } : message),
    })
    if (!response.ok)
      throw Object.assign(new Error(`the address answered ${response.status}`), {
        code: 'slack_bolt_respond_error',
        statusCode: response.status,
      })
    return response
  }

/**
 * Shows what came of a form where it was opened from: in the place of what was clicked, or below the command. Where that place
 * is gone, in the person's direct message.
 */
export async function showBack(
  bot: Bot,
  userId: string,
  url: string | null,
  rendering: Rendering,
  how: { readonly replace: boolean },
): Promise<void> {
  if (url !== null) {
    try {
      return await respondWith(bot, respondAt(url), rendering, how)
    } catch (error) {
      bot.log.info('the place that a form was opened from is gone', { error })
    }
  }
  await tell(bot, userId, rendering(false))
}
