import { setTimeout as wait } from 'node:timers/promises'
import type { AckFn, ViewOutput, ViewResponseAction, ViewSubmitAction } from '@slack/bolt'
import type { Asker } from '../../access/asker.ts'
import { UserError } from '../../errors.ts'
import type { ModalView } from '../../present/blocks/blocks.ts'
import type { Bot } from '../bot.ts'
import { notice } from '../elements.ts'
import { faultSentence } from '../faults.ts'
import { publishHome } from '../home/publish.ts'
import { asView, tell } from './clicks.ts'
import { type Filled, filledIn } from './filled.ts'

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

/** What became of a form. `said`: a sentence takes its place; `form`: another form does; otherwise it closes. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'said'; readonly title: string; readonly sentence: string }
  | { readonly kind: 'form'; readonly view: ModalView }
  | { readonly kind: 'errors'; readonly errors: FieldErrors }

export const done: Outcome = { kind: 'done' }
export const said = (title: string, sentence: string): Outcome => ({ kind: 'said', title, sentence })
export const faulty = (errors: FieldErrors): Outcome => ({ kind: 'errors', errors })

/**
 * Listens to a form. Whoever sends it is looked up anew; a fault that they can mend stands under `field`, where `handle`
 * did not say better. The Home tab is drawn anew behind it.
 */
export function onForm(bot: Bot, callbackId: string, field: string, handle: (sent: Sent) => Promise<Outcome>): void {
  bot.app.view<ViewSubmitAction>(callbackId, async ({ ack, body, view }) => {
    const userId = body.user.id
    const filled = filledIn(view)
    const work = outcomeOf(bot, { userId, filled, memory: memoryOf(view) }, field, handle)
    const outcome = await Promise.race([work, wait(patienceMs, null, { ref: false })])
    if (outcome !== null) await ack(answerTo(outcome, filled))
    else await finishLater(bot, userId, work, ack)
    if (outcome?.kind !== 'errors') await publishHome(bot, userId)
  })
}

async function outcomeOf(
  bot: Bot,
  sent: Omit<Sent, 'asker'>,
  field: string,
  handle: (sent: Sent) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    const identified = await bot.identifyUser(sent.userId)
    if (identified.kind === 'refused') return said('Regulars', identified.sentence)
    return await handle({ ...sent, asker: identified.asker })
  } catch (error) {
    const sentence = faultSentence(error, bot.log)
    return error instanceof UserError ? faulty({ [field]: sentence }) : said('Regulars', sentence)
  }
}

/** Slack waits three seconds for an answer to a form. */
const patienceMs = 2_000

/** A time zone of a large shop takes longer than Slack waits: then the form says so, and what came of it is said later. */
async function finishLater(
  bot: Bot,
  userId: string,
  work: Promise<Outcome>,
  ack: AckFn<ViewResponseAction>,
): Promise<void> {
  await ack(instead(notice('One moment', 'This takes a while. Your Home tab shows it when it is done.')))
  const outcome = await work
  const sentence =
    outcome.kind === 'errors'
      ? Object.values(outcome.errors).join(' ')
      : outcome.kind === 'said'
        ? outcome.sentence
        : null
  if (sentence !== null) await tell(bot, userId, sentence)
}

function answerTo(outcome: Outcome, filled: Filled): ViewResponseAction | undefined {
  switch (outcome.kind) {
    case 'errors':
      return refusal(filled, outcome.errors)
    case 'said':
      return instead(notice(outcome.title, outcome.sentence))
    case 'form':
      return instead(outcome.view)
    case 'done':
      return undefined
    default:
      return outcome satisfies never
  }
}

const instead = (view: ModalView): ViewResponseAction => ({
  response_action: 'update',
  view: asView(view) as never,
})

/** Slack takes 3,000 characters under a field at most, and only for fields that the form has. */
function refusal(filled: Filled, errors: FieldErrors): ViewResponseAction {
  const placed = Object.entries(errors).map(([name, error]) => [filled.blockOf(name), error.slice(0, 2000)])
  return { response_action: 'errors', errors: Object.fromEntries(placed) as Record<string, string> }
}

function memoryOf({ private_metadata }: ViewOutput): unknown {
  try {
    return JSON.parse(private_metadata)
  } catch {
    return null
  }
}
