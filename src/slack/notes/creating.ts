import { z } from 'zod'
import type { Asker } from '../../access/asker.ts'
import { UserError } from '../../errors.ts'
import { type Draft, readDraft, takeDraft } from '../../notes/drafts.ts'
import { addNote, longestNote } from '../../notes/notes.ts'
import type { ModalView } from '../../present/blocks/blocks.ts'
import { noteActions } from '../../present/blocks/notes.ts'
import { addCustomer, lookAlikes, namesIn } from '../../record/new-customer.ts'
import type { Bot } from '../bot.ts'
import { aside, field, form, textInput } from '../elements.ts'
import { showBack } from '../later.ts'
import { type Click, onClick, tell } from '../manage/clicks.ts'
import { done, faulty, type Outcome, onForm, type Sent } from '../manage/sent.ts'
import { writingBy } from '../record/writing.ts'
import { type Back, backSchema, noteForms } from './form.ts'
import { shownNote } from './showing.ts'

/** A note about somebody who is not there yet: the customer and the note in one form. */
export function registerNewCustomer(bot: Bot): void {
  onClick(bot, noteActions.create, (click) => createFor(bot, click))
  onForm(bot, noteForms.create, 'given', (sent) => created(bot, sent))
}

async function createFor(bot: Bot, { userId, value, responseUrl, open }: Click): Promise<void> {
  const id = Number(value)
  const draft = await readDraft(id, userId, bot.shop.db)
  if (draft === null)
    return tell(bot, userId, 'This note is kept already, or too old, or somebody else’s. Type it again.')
  await open(createForm(draft, id, responseUrl === null ? null : { url: responseUrl, replace: true }))
}

/** What was typed in the place of a name may as well be an address or a number. */
function createForm({ who, body }: Draft, draft: number, back: Back | null): ModalView {
  const said = who ?? ''
  const [email, phone] = [said.includes('@') ? said : '', /^[+()\d\s./-]{7,}$/.test(said) ? said : '']
  const { given, family } = namesIn(email === '' && phone === '' ? said : '')
  return form({
    ...{ callbackId: noteForms.create, title: 'New customer', submit: 'Add and keep note', memory: { draft, back } },
    blocks: [
      field('First name', textInput('given', given ?? '', 80), { optional: true }),
      field('Last name', textInput('family', family ?? '', 80), { optional: true }),
      field('E-mail address', textInput('email', email, 300), { optional: true }),
      field('Phone number', textInput('phone', phone, 60), { optional: true }),
      field('Note', { ...textInput('body', body, longestNote), multiline: true }),
      aside('Nothing is agreed with them yet: record their consent when they give it.'),
    ],
  })
}

const memorySchema = z.object({ draft: z.number(), back: backSchema.nullable() })

async function created(bot: Bot, { asker, userId, filled, memory }: Sent): Promise<Outcome> {
  const { draft, back } = memorySchema.parse(memory)
  const text = (name: string) => filled.value(name) || null
  const given = { given: text('given'), family: text('family'), email: text('email'), phone: text('phone') }
  const known = await knownBy(bot, asker, given)
  if (known !== null) return faulty(known)
  const kept = await takeDraft(draft, userId, bot.shop.db)
  if (kept === null) return faulty({ body: 'This note is kept already. Close the form.' })
  const writing = await writingBy(bot, asker)
  try {
    const { id: customerId } = await addCustomer(given, writing, bot.shop.db)
    const note = { ...kept, customerId, body: filled.value('body') }
    const id = await addNote(note, asker, writing, bot.shop.db)
    await showBack(bot, userId, back?.url ?? null, await shownNote(bot, asker, id), { replace: true })
    return done
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const at = /e-mail/i.test(error.message) ? 'email' : /phone|number/i.test(error.message) ? 'phone' : 'given'
    return faulty({ [at]: [error.message, error.hint].filter(Boolean).join(' ') })
  }
}

/** Somebody who has that address or number already is no new customer. */
async function knownBy(
  bot: Bot,
  asker: Asker,
  { email, phone }: { readonly email: string | null; readonly phone: string | null },
) {
  for (const [name, said] of [
    ['email', email],
    ['phone', phone],
  ] as const) {
    if (said === null) continue
    const only = { given: null, family: null, email: null, phone: null, [name]: said }
    const [found] = await lookAlikes(only, await writingBy(bot, asker), bot.shop.reader)
    if (found?.exact)
      return {
        [name]: `${found.name} (${found.ref}) has this already. Close the form and choose them with “Look them up…”.`,
      }
  }
  return null
}
