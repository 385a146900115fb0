import type { App } from '@slack/bolt'
import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { UserError } from '../../errors.ts'
import type { Block, ModalView, Post } from '../../present/blocks/blocks.ts'
import { choiceBlocks } from '../../present/blocks/choices.ts'
import { label } from '../../present/blocks/notes.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { recordActions } from '../../present/blocks/record.ts'
import { addCustomer, lookAlikes, type NewCustomer, namesIn } from '../../record/new-customer.ts'
import { standingOf } from '../../record/standing.ts'
import type { Bot } from '../bot.ts'
import { aside, button, field, form, option, section, textInput } from '../elements.ts'
import { onClick } from '../manage/clicks.ts'
import { type Outcome, onForm, type Sent } from '../manage/sent.ts'
import { findFor } from '../notes/finding.ts'
import { recordFormActions, recordForms } from './names.ts'
import { wholeForm } from './whole.ts'
import { writingBy } from './writing.ts'

/** New customers by hand, and the type-ahead of those there are. */
export function registerAdding(app: App, bot: Bot): void {
  onClick(bot, recordActions.add, (click) => click.open(newCustomerForm(saidIn(click.value))))
  onForm(bot, recordForms.add, 'given', (sent) => added(bot, sent))
  app.options<'block_suggestion'>(recordFormActions.customer, async ({ ack, body }) => {
    await ack({ options: (await suggested(bot, body.user.id, body.value)) as never })
  })
}

async function suggested(bot: Bot, userId: string, said: string) {
  const identified = await bot.identifyUser(userId)
  if (identified.kind === 'refused') return []
  return (await findFor(bot, identified.asker, said)).map((each) => option(label(each), String(each.id)))
}

interface Said {
  readonly name: string
  readonly email?: string | null
  readonly phone?: string | null
}

const saidSchema = z.object({
  name: z.string(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
})

/** A button carries the name alone, or what else was said with it. */
function saidIn(value: string): Said {
  if (!value.startsWith('{')) return { name: value === recordActions.add ? '' : value }
  const { name, email = null, phone = null } = saidSchema.parse(JSON.parse(value))
  return { name, email, phone }
}

/** “New customer: Ana Silva”: those who may be the same person, and a form with what was said in it. */
export async function offerNew(bot: Bot, asker: Asker, said: Said): Promise<Post> {
  const given = { ...namesIn(said.name), email: said.email ?? null, phone: said.phone ?? null }
  const alike = await lookAlikes(given, await writingBy(bot, asker), bot.shop.reader)
  const sentence =
    alike.length === 0
      ? `There is no customer like ${said.name} yet.`
      : `Perhaps ${said.name} is known already. Add another only if none of these is the same person:`
  const choices = [
    ...alike.map((found, at) => ({
      label: label(found),
      actionId: `${recordActions.edit}_${at}`,
      value: String(found.id),
    })),
    { label: alike.length === 0 ? 'Add…' : 'Add another…', actionId: recordActions.add, value: JSON.stringify(said) },
  ]
  const post = noticePost(sentence)
  return { ...post, blocks: [...post.blocks, ...choiceBlocks(choices)] }
}

/** A customer whom no file brought. */
export function newCustomerForm(said: Said, news: readonly Block[] = [], confirmed = false): ModalView {
  const { given, family } = namesIn(said.name)
  return form({
    ...{ callbackId: recordForms.add, title: 'New customer', submit: confirmed ? 'Add anyway' : 'Add' },
    memory: { confirmed },
    blocks: [
      ...news,
      field('First name', textInput('given', given ?? '', 80), { optional: true }),
      field('Last name', textInput('family', family ?? '', 80), { optional: true }),
      field('E-mail address', textInput('email', said.email ?? '', 300), { optional: true }),
      field('Phone number', textInput('phone', said.phone ?? '', 60), {
        optional: true,
        hint: 'As it is dialled: 415 555 0123, or +44 20 7946 0123.',
      }),
      aside('What they agreed to, and the rest, is kept on the record that opens next.'),
    ],
  })
}

const memorySchema = z.object({ confirmed: z.boolean() })

/** Looked for first: a second record of one person is harder to mend than to avoid. */
async function added(bot: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  const text = (name: string) => filled.value(name) || null
  const given: NewCustomer = {
    ...{ given: text('given'), family: text('family'), email: text('email'), phone: text('phone') },
  }
  const writing = await writingBy(bot, asker)
  const alike = memorySchema.parse(memory).confirmed ? [] : await lookAlikes(given, writing, bot.shop.reader)
  if (alike.length > 0) {
    const name = [given.given, given.family].filter(Boolean).join(' ')
    return { kind: 'form', view: newCustomerForm({ ...given, name }, alikeBlocks(alike), true) }
  }
  try {
    const { id } = await addCustomer(given, writing, bot.shop.db)
    const standing = await standingOf(id, writing, bot.shop.db)
    const news = 'The customer is added. Nothing is agreed yet: record their consent if they gave it.'
    return { kind: 'form', view: wholeForm(standing, { maySeeContacts: asker.maySeeContactDetails, news }) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const at = /e-mail/i.test(error.message) ? 'email' : /phone|number/i.test(error.message) ? 'phone' : 'given'
    return { kind: 'errors', errors: { [at]: [error.message, error.hint].filter(Boolean).join(' ') } }
  }
}

function alikeBlocks(alike: Awaited<ReturnType<typeof lookAlikes>>): readonly Block[] {
  return [
    section('Perhaps one of these is the same person. If so, open their record instead:'),
    ...alike.map((found) =>
      section(
        label(found),
        button(recordFormActions.whole, 'Open', { value: String(found.id), says: `Open ${found.name}` }),
      ),
    ),
  ]
}
