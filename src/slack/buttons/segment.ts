import type { App, ViewOutput } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Plan } from '../../ask/plan.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { replaceSegment, saveSegment } from '../../segments/segments.ts'
import { answerById, planOf } from '../answers.ts'
import type { Bot } from '../bot.ts'
import { field, form, notice, section, textInput } from '../elements.ts'
import { faultSentence } from '../faults.ts'
import { always, postPrivately } from '../post.ts'
import { type Click, tellClicker } from './click.ts'

const forms = { save: 'answer_segment_form', replace: 'answer_segment_replace' } as const
const nameInput = 'segment_name'

const memorySchema = z.object({ answerId: z.string(), channel: z.string(), threadTs: z.string().nullable() })
type Memory = z.infer<typeof memorySchema>

/** “Save as segment”: asks for a name. */
export async function openSegmentForm(click: Click): Promise<void> {
  const { bot, row, triggerId, message } = click
  if (planOf(row) === null) return tellClicker(click, 'Only a list of customers can be saved as a segment.')
  const memory: Memory = {
    answerId: String(row.id),
    channel: row.channel,
    threadTs: message === null ? null : (row.thread_ts ?? message.ts),
  }
  await bot.client.views.open({ trigger_id: triggerId, view: asView(saveForm(memory)) })
}

const saveForm = (memory: Memory) =>
  form({
    callbackId: forms.save,
    title: 'Save as segment',
    submit: 'Save',
    memory,
    blocks: [
      field('Name', textInput(nameInput, '', 60), {
        hint: 'As it is said in questions, for example “Chicago VIPs”.',
      }),
    ],
  })

const replaceForm = (memory: Memory, name: string, sentence: string) =>
  form({
    callbackId: forms.replace,
    title: 'Replace the segment?',
    submit: 'Replace',
    memory: { ...memory, name },
    blocks: [section(sentence), section('Its old meaning stays in its history.')],
  })

/** Our own types of blocks, which were checked as they were made. */
const asView = (view: unknown): ModalView => view as ModalView

type Outcome =
  | { readonly kind: 'done'; readonly sentence: string }
  | { readonly kind: 'error'; readonly sentence: string }
  | { readonly kind: 'exists'; readonly sentence: string }

/** What becomes of the form: closed with a word in the thread, sent back with what is wrong, or “replace it?”. */
export function registerSegmentForms(app: App, bot: Bot): void {
  app.view(forms.save, async ({ ack, view, body }) => {
    const memory = memoryOf(view)
    const name = view.state.values[nameInput]?.[nameInput]?.value ?? ''
    const outcome = await saved(bot, body.user.id, memory, name)
    if (outcome.kind === 'error') return ack({ response_action: 'errors', errors: { [nameInput]: outcome.sentence } })
    if (outcome.kind === 'exists')
      return ack({ response_action: 'update', view: asView(replaceForm(memory, name, outcome.sentence)) })
    await ack()
    await confirm(bot, body.user.id, memory, outcome.sentence)
  })
  app.view(forms.replace, async ({ ack, view, body }) => {
    const memory = memoryOf(view)
    const outcome = await replaced(bot, body.user.id, memory, nameIn(view))
    if (outcome.kind !== 'done')
      return ack({ response_action: 'update', view: asView(notice('Not replaced', outcome.sentence)) })
    await ack()
    await confirm(bot, body.user.id, memory, outcome.sentence)
  })
}

const memoryOf = (view: ViewOutput): Memory => memorySchema.parse(JSON.parse(view.private_metadata))
const nameIn = (view: ViewOutput): string =>
  z.object({ name: z.string() }).parse(JSON.parse(view.private_metadata)).name

async function saved(bot: Bot, user: string, memory: Memory, name: string): Promise<Outcome> {
  return withPlan(bot, user, memory, async (plan, asker) => {
    const result = await saveSegment({ name, plan, asker }, bot.shop.db, await bot.asking())
    if (result.kind === 'refused') return { kind: 'error', sentence: result.sentence }
    if (result.kind === 'exists')
      return { kind: result.segment.mayChange ? 'exists' : 'error', sentence: result.sentence }
    return { kind: 'done', sentence: result.sentence }
  })
}

async function replaced(bot: Bot, user: string, memory: Memory, name: string): Promise<Outcome> {
  return withPlan(bot, user, memory, async (plan, asker) => {
    const result = await replaceSegment({ name, plan, asker }, bot.shop.db, await bot.asking())
    const done = result.kind === 'saved' || result.kind === 'done'
    return { kind: done ? 'done' : 'error', sentence: result.sentence }
  })
}

async function withPlan(
  bot: Bot,
  user: string,
  { answerId }: Memory,
  save: (plan: Plan, asker: Click['asker']) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    const [row, identified] = await Promise.all([answerById(bot.shop.db, answerId), bot.identifyUser(user)])
    if (identified.kind === 'refused') return { kind: 'error', sentence: identified.sentence }
    const plan = row && planOf(row)
    if (!plan) return { kind: 'error', sentence: 'The answer was deleted meanwhile. Ask again and save that one.' }
    return await save(plan, identified.asker)
  } catch (error) {
    return { kind: 'error', sentence: faultSentence(error, bot.log) }
  }
}

/** Beside the answer, to whoever saved it; where we may not speak, the closed form has to say enough. */
async function confirm(bot: Bot, user: string, { channel, threadTs }: Memory, sentence: string): Promise<void> {
  try {
    await postPrivately(bot, { channel, threadTs }, user, always(noticePost(sentence)))
  } catch (error) {
    bot.log.info('a segment was saved where nothing can be posted', { error })
  }
}
