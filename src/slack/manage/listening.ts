import type { BlockAction, ViewOutput, ViewSubmitAction } from '@slack/bolt'
import type { View } from '@slack/web-api'
import type { Asker } from '../../access/asker.ts'
import { UserError } from '../../errors.ts'
import type { HomeView, ModalView } from '../../present/blocks/blocks.ts'
import { escaped } from '../../present/blocks/pieces.ts'
import type { Bot } from '../bot.ts'
import type { Claim } from '../claims.ts'
import { notice } from '../elements.ts'
import { faultSentence, slackError } from '../faults.ts'
import { publishHome } from '../home/publish.ts'
import { claimOf } from '../intake.ts'
import { type Filled, filledIn } from './filled.ts'

/** Somebody pressed a button or chose from a menu; who it is was looked up just now. */
export interface Click {
  readonly asker: Asker
  readonly userId: string
  /** The button's value, or that of the option or person chosen. */
  readonly value: string
  /** The form it was in; null on the Home tab and in messages. */
  readonly form: ViewOutput | null
  readonly channel: string | null
  /** The right to deal with it, for what posts messages; null where it is dealt with already. */
  readonly claim: Claim | null
  /** Opens a form over what the person sees. */
  open(view: ModalView): Promise<void>
  /** Puts another form in the place of the one that was clicked in; a second click in an old one changes nothing. */
  replace(view: ModalView): Promise<void>
}

/** Listens to a button or menu. Whoever clicks is looked up anew; what goes wrong is said in a form of its own. */
export function onClick(bot: Bot, actionId: string, handle: (click: Click) => Promise<void>): void {
  bot.app.action<BlockAction>(actionId, async ({ ack, body, context }) => {
    await ack()
    try {
      const identified = await bot.identifyUser(body.user.id, body.user.team_id ?? body.team?.id)
      if (identified.kind === 'refused') return await say(bot, body, identified.sentence)
      await handle(clickOf(bot, body, identified.asker, claimOf(context)))
    } catch (error) {
      await say(bot, body, faultSentence(error, bot.log))
    }
  })
}

function clickOf(bot: Bot, body: BlockAction, asker: Asker, claim: Claim | null): Click {
  const form = body.view?.type === 'modal' ? body.view : null
  return {
    asker,
    userId: body.user.id,
    value: chosen(body),
    form,
    channel: body.channel?.id ?? null,
    claim,
    open: async (view) => void (await bot.client.views.open({ trigger_id: body.trigger_id, view: asView(view) })),
    replace: async (view) => {
      if (form) await bot.client.views.update({ view_id: form.id, hash: form.hash, view: asView(view) })
    },
  }
}

/** Our own types of views; Slack's are the same with lists that can be written to. */
export const asView = (view: ModalView | HomeView): View => view as unknown as View

function chosen({ actions: [action] }: BlockAction): string {
  switch (action?.type) {
    case 'button':
      return action.value ?? ''
    case 'static_select':
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
    await bot.client.chat.postMessage({ channel: body.user.id, text: escaped(sentence), unfurl_links: false })
  }
}

/** A form that was sent; who sent it was looked up just now. */
export interface Sent {
  readonly asker: Asker
  readonly userId: string
  readonly filled: Filled
  /** What the form remembered, unread. */
  readonly memory: unknown
}

/** Under which field what is wrong. */
export type FieldErrors = Readonly<Record<string, string>>

/** What became of a form. `said`: a sentence takes its place; otherwise it closes. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'said'; readonly title: string; readonly sentence: string }
  | { readonly kind: 'errors'; readonly errors: FieldErrors }

export const done: Outcome = { kind: 'done' }
export const faulty = (errors: FieldErrors): Outcome => ({ kind: 'errors', errors })

/**
 * Listens to a form. Whoever sends it is looked up anew; a fault that they can mend stands under `field`, where `handle`
 * did not say better. The Home tab is drawn anew behind it.
 */
export function onForm(bot: Bot, callbackId: string, field: string, handle: (sent: Sent) => Promise<Outcome>): void {
  bot.app.view<ViewSubmitAction>(callbackId, async ({ ack, body, view }) => {
    const filled = filledIn(view)
    const identified = await bot.identifyUser(body.user.id, body.user.team_id ?? body.team?.id)
    if (identified.kind === 'refused') return await ack(instead('Regulars', identified.sentence))
    const sent = { asker: identified.asker, userId: body.user.id, filled, memory: memoryOf(view) }
    const outcome = await handle(sent).catch((error: unknown): Outcome => {
      const sentence = faultSentence(error, bot.log)
      return error instanceof UserError ? faulty({ [field]: sentence }) : { kind: 'said', title: 'Regulars', sentence }
    })
    switch (outcome.kind) {
      case 'errors':
        return await ack(refusal(filled, outcome.errors))
      case 'said':
        await ack(instead(outcome.title, outcome.sentence))
        return await publishHome(bot, body.user.id)
      case 'done':
        await ack()
        return await publishHome(bot, body.user.id)
      default:
        return outcome satisfies never
    }
  })
}

const instead = (title: string, sentence: string) => ({
  response_action: 'update' as const,
  view: asView(notice(title, sentence)) as never,
})

/** Slack takes 3,000 characters under a field at most, and only for fields that the form has. */
function refusal(filled: Filled, errors: FieldErrors) {
  const placed = Object.entries(errors).map(([name, error]) => [filled.blockOf(name), error.slice(0, 2000)])
  return { response_action: 'errors' as const, errors: Object.fromEntries(placed) as Record<string, string> }
}

function memoryOf({ private_metadata }: ViewOutput): unknown {
  try {
    return JSON.parse(private_metadata)
  } catch {
    return null
  }
}
