import { z } from 'zod'
import { record } from '../../access/audit.ts'
import { draftMessage } from '../../ask/planners/model/draft.ts'
import { failureSentence } from '../../ask/planners/together.ts'
import { filled } from '../../digest/openings.ts'
import type { ModalView } from '../../present/blocks/blocks.ts'
import type { Bot } from '../bot.ts'
import { aside, button, field, form, notice, row, textInput } from '../elements.ts'
import { type Click, onClick } from '../manage/clicks.ts'
import { done, faulty, type Outcome, onForm, type Sent } from '../manage/sent.ts'
import { type DraftEntry, draftEntry } from './entry.ts'

/** The button and the form of drafts, by their names in Slack. */
export const draftNames = { write: 'draft_write', form: 'draft_form', text: 'draft_text' } as const

/**
 * A message to the customer of a digest's entry: the rule's own line, to be changed; with a model, another one on request.
 * Nothing is sent from here: a colleague copies it, or keeps it with the entry.
 */
export function registerDrafts(bot: Bot): void {
  onClick(bot, draftNames.write, (click) => write(bot, click))
  onForm(bot, draftNames.form, draftNames.text, (sent) => kept(bot, sent))
}

const gone = 'This entry is no longer there, or its customer is not one of yours.'

/** Opens the form on an entry that was looked up for the person who clicked. */
export async function openDraft(bot: Bot, { asker, open }: Click, item: number): Promise<void> {
  const entry = await draftEntry(item, asker, bot)
  await open(entry ? draftForm(entry, entry.template, await offersModel(bot)) : notice('Draft', gone))
}

const offersModel = async ({ shop, settings }: Bot): Promise<boolean> =>
  (shop.openai?.apiKey !== undefined || shop.openai?.baseUrl !== undefined) && (await settings()).model === 'on'

const ways = { phone: 'To say on the phone', sms: 'Text message', email: 'E-mail', post: 'Letter' } as const

function draftForm({ item, name, request }: DraftEntry, text: string, model: boolean, told?: string): ModalView {
  const again = button(draftNames.write, 'Let the model write one', {
    value: String(item),
    says: `Another message for ${name}`,
  })
  return form({
    callbackId: draftNames.form,
    title: 'Draft a message',
    submit: 'Keep with entry',
    memory: { item },
    blocks: [
      {
        ...field(`${ways[request.manner]} to ${name}`, { ...textInput(draftNames.text, text, 1500), multiline: true }),
        block_id: `draft:${item}:${text.length}:${told?.length ?? 0}`,
      },
      ...(model ? [row(again)] : []),
      aside(told ?? 'Change it as you like and copy it. Nothing is sent from here.'),
    ],
  })
}

async function write(bot: Bot, { asker, value, replace }: Click): Promise<void> {
  const entry = await draftEntry(Number(value), asker, bot)
  if (!entry) return replace(notice('Draft', gone))
  const shop = { ...bot.shop, settings: await bot.settings() }
  const drafted = await draftMessage(entry.request, asker, shop)
  const text = drafted.kind === 'draft' ? filled(drafted.text, entry.facts) : null
  const told =
    text !== null
      ? 'Written by a language model, which did not learn who the customer is: names and facts were filled in here. Read it before you use it.'
      : `${drafted.kind === 'failed' && drafted.why !== 'none' ? failureSentence(drafted.why) : 'The language model wrote nothing that can be used.'} This is the usual line.`
  await replace(draftForm(entry, text ?? entry.template, true, told))
}

const memorySchema = z.object({ item: z.number() })

/** The text stands with the entry from now on, where its opening line stood. */
async function kept(bot: Bot, { asker, filled: form, memory }: Sent): Promise<Outcome> {
  const { item } = memorySchema.parse(memory)
  const text = form.value(draftNames.text).trim()
  if (text === '') return faulty({ [draftNames.text]: 'There is nothing to keep.' })
  const entry = await draftEntry(item, asker, bot)
  if (!entry) return faulty({ [draftNames.text]: gone })
  await bot.shop.db.updateTable('digest_items').set({ opening: text }).where('id', '=', item).execute()
  await record(bot.shop.db, { actor: asker.who, action: 'draft', subject: `customer ${entry.ref}` })
  return done
}
