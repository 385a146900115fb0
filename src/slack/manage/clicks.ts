import type { BlockAction, RespondFn, ViewOutput } from '@slack/bolt'
import type { View } from '@slack/web-api'
import type { Asker } from '../../access/asker.ts'
import type { HomeView, ModalView, Post } from '../../present/blocks/blocks.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import type { Bot } from '../bot.ts'
import { clickedMessage } from '../buttons/click.ts'
import type { Claim } from '../claims.ts'
import { notice } from '../elements.ts'
import { faultSentence, slackError } from '../faults.ts'
import { directChannel } from '../files.ts'
import { claimOf } from '../intake.ts'
import { always, answerStamp, type Posted, postMessage } from '../post.ts'

/** Somebody pressed a button or chose from a menu; who it is was looked up just now. */
export interface Click {
  readonly asker: Asker
  readonly userId: string
  /** The button's value, or that of the option or person chosen. */
  readonly value: string
  /** The message it was in; null on the Home tab and in forms. */
  readonly message: Posted | null
  /** The form it was in; null on the Home tab and in messages. */
  readonly form: ViewOutput | null
  /** Whether it was on the Home tab. */
  readonly atHome: boolean
  /** The answer to it: to the clicker alone, or in the place of what only they see. */
  readonly respond: RespondFn
  /** Slack's address for that answer, which a form opened by the click may use later; null in forms and on the Home tab. */
  readonly responseUrl: string | null
  /** The right to deal with it, for what posts messages; null where it is dealt with already. */
  readonly claim: Claim | null
  /** Opens a form over what the person sees. */
  open(view: ModalView): Promise<void>
  /** Puts another form in the place of the one that was clicked in; a second click in an old one changes nothing. */
  replace(view: ModalView): Promise<void>
}

/** Listens to a button or menu. Whoever clicks is looked up anew; what goes wrong is said in a form of its own. */
export function onClick(bot: Bot, actionId: string, handle: (click: Click) => Promise<void>): void {
  bot.app.action<BlockAction>(actionId, async ({ ack, body, context, respond }) => {
    await ack()
    try {
      const identified = await bot.identifyUser(body.user.id)
      if (identified.kind === 'refused') return await say(bot, body, identified.sentence)
      await handle(clickOf(bot, body, identified.asker, respond, claimOf(context)))
    } catch (error) {
      if (tooLate.has(slackError(error) ?? ''))
        await tell(bot, body.user.id, 'That took too long to open. Press it again.')
      else await say(bot, body, faultSentence(error, bot.log))
    }
  })
}

/** Slack lets a form be opened for three seconds after the click. */
const tooLate = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged'])

function clickOf(bot: Bot, body: BlockAction, asker: Asker, respond: RespondFn, claim: Claim | null): Click {
  const form = body.view?.type === 'modal' ? body.view : null
  return {
    asker,
    userId: body.user.id,
    value: chosen(body),
    message: body.view === undefined ? clickedMessage(body) : null,
    form,
    atHome: body.view?.type === 'home',
    respond,
    responseUrl: body.response_url || null,
    claim,
    open: async (view) => void (await bot.client.views.open({ trigger_id: body.trigger_id, view: asView(view) })),
    replace: async (view) => {
      if (form) await replaceForm(bot, form, view)
    },
  }
}

/** A form that was changed meanwhile, by a click before this one, stays as it is. */
async function replaceForm({ client }: Bot, form: ViewOutput, view: ModalView): Promise<void> {
  try {
    await client.views.update({ view_id: form.id, hash: form.hash, view: asView(view) })
  } catch (error) {
    if (slackError(error) !== 'hash_conflict') throw error
  }
}

/** Our own types of views; Slack's are the same with lists that can be written to. */
export const asView = (view: ModalView | HomeView): View => view as unknown as View

function chosen({ actions: [action] }: BlockAction): string {
  switch (action?.type) {
    case 'button':
      return action.value ?? ''
    case 'static_select':
    case 'overflow':
      return action.selected_option?.value ?? ''
    case 'users_select':
      return action.selected_user ?? ''
    default:
      return ''
  }
}

/** A sentence where the person looks: over the tab or the form, else in their direct message. Never nothing. */
async function say(bot: Bot, body: BlockAction, sentence: string): Promise<void> {
  const view = asView(notice('Regulars', sentence))
  try {
    if (body.view?.type === 'modal') await bot.client.views.update({ view_id: body.view.id, view })
    else await bot.client.views.open({ trigger_id: body.trigger_id, view })
  } catch (error) {
    if (slackError(error) === null) throw error
    await tell(bot, body.user.id, sentence)
  }
}

/** In their direct message: a sentence, or something with buttons. */
export async function tell(bot: Bot, userId: string, what: string | Post): Promise<void> {
  const channel = await directChannel(bot, userId)
  const stamp = answerStamp(`told:${userId}:${bot.shop.now().getTime()}`)
  const post = typeof what === 'string' ? noticePost(what) : what
  await postMessage(bot, { channel, threadTs: null }, always(post), stamp)
}
