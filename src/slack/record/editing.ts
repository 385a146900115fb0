import { z } from 'zod'
import { listStaff, listStores } from '../../access/staff.ts'
import { UserError } from '../../errors.ts'
import type { ModalView } from '../../present/blocks/blocks.ts'
import { lineText, mostAlike, recordActions, savedPost } from '../../present/blocks/record.ts'
import { takeDraft } from '../../record/drafts.ts'
import type { Writing } from '../../record/idea.ts'
import { changeRecord, type Proposed, preview, type Recorded, seenNow } from '../../record/record.ts'
import { type Standing, standingOf } from '../../record/standing.ts'
import { undoChanges } from '../../record/undo.ts'
import type { Bot } from '../bot.ts'
import { button, form, row, section } from '../elements.ts'
import { respondAt } from '../later.ts'
import { type Click, onClick } from '../manage/clicks.ts'
import { type FieldErrors, faulty, type Outcome, onForm, type Sent } from '../manage/sent.ts'
import { always, respondWith } from '../post.ts'
import { recordFormActions, recordForms } from './names.ts'
import { type Asked, comparedBy, type Offered, type PartName, type Prefilled, partNames, valuesIn } from './part.ts'
import { parts } from './parts.ts'
import { wholeForm } from './whole.ts'
import { onlookers, writingBy } from './writing.ts'

/** The record's forms: the whole of it, each part of it, and the way back. */
export function registerEditing(bot: Bot): void {
  onClick(bot, recordActions.edit, (click) => openWhole(bot, click))
  // Several in one message need names of their own.
  for (let at = 0; at < mostAlike; at++) onClick(bot, `${recordActions.edit}_${at}`, (click) => openWhole(bot, click))
  onClick(bot, recordActions.openCase, async (click) => {
    await click.open(await partForm(bot, click, { part: 'open_case', customer: Number(click.value) }))
  })
  for (const action of [recordFormActions.part, recordFormActions.answer, recordFormActions.close])
    onClick(bot, action, (click) => showPart(bot, click))
  onClick(bot, recordFormActions.whole, (click) => backToWhole(bot, click))
  onClick(bot, recordFormActions.undo, (click) => undoInForm(bot, click))
  onClick(bot, recordFormActions.reopen, (click) => reopen(bot, click))
  onForm(bot, recordForms.part, 'news', (sent) => saved(bot, sent))
}

type By = Pick<Click, 'asker'>

async function openWhole(bot: Bot, click: Click): Promise<void> {
  await click.open(await whole(bot, click, Number(click.value), null))
}

async function whole(bot: Bot, { asker }: By, customer: number, news: string | null): Promise<ModalView> {
  const standing = await standingOf(customer, await writingBy(bot, asker), bot.shop.db)
  return wholeForm(standing, { maySeeContacts: asker.maySeeContactDetails, news })
}

async function showPart(bot: Bot, click: Click): Promise<void> {
  const [part = '', customer = '', caseId] = click.value.split(':')
  const known = partNames.find((name) => name === part)
  if (!known) throw new UserError('There is no such form.')
  await click.replace(
    await partForm(bot, click, {
      part: known,
      customer: Number(customer),
      ...(caseId && { caseId: Number(caseId) }),
    }),
  )
}

async function backToWhole(bot: Bot, click: Click): Promise<void> {
  await click.replace(await whole(bot, click, Number(click.value), null))
}

/** What a form of a part is opened for. */
export interface Opening {
  readonly part: PartName
  readonly customer: number
  readonly caseId?: number
  readonly filled?: Prefilled
  /** What the person should know first: that somebody changed it meanwhile. */
  readonly news?: string
  /** The confirmation that it was opened from: gone once this is saved. */
  readonly from?: { readonly draft: number; readonly url: string | null; readonly channel: string | null }
}

const memorySchema = z.object({
  part: z.enum(partNames),
  customer: z.number(),
  caseId: z.number().nullable(),
  seen: z.record(z.string(), z.string()),
  shown: z.record(z.string(), z.string()),
  from: z.object({ draft: z.number(), url: z.string().nullable(), channel: z.string().nullable() }).nullable(),
})

/** The form of one part, holding marks of what it shows, so that what changes meanwhile is noticed. */
export async function partForm(bot: Bot, { asker }: By, opening: Opening): Promise<ModalView> {
  const writing = await writingBy(bot, asker)
  const standing = await standingOf(opening.customer, writing, bot.shop.db)
  const offered = await offeredFor(bot, opening.caseId ?? null, asker, writing)
  const part = parts[opening.part]
  const seen: Record<string, string> = {}
  for (const change of part.compared(standing, offered))
    seen[comparedBy(change)] = await seenNow(standing.customer.id, change, writing, bot.shop.db)
  const shown = valuesIn(part.blocks(standing, offered, {}))
  const memory = {
    ...{ part: opening.part, customer: standing.customer.id, caseId: opening.caseId ?? null },
    ...{ seen, shown, from: opening.from ?? null },
  }
  return form({
    ...{ callbackId: recordForms.part, title: part.title, submit: 'Save', memory },
    blocks: [
      section(`${standing.customer.name} (${standing.customer.ref})`),
      ...(opening.news === undefined ? [] : [section(opening.news)]),
      ...part.blocks(standing, offered, await withReferrer(bot, opening.filled ?? {})),
      row(button(recordFormActions.whole, 'The whole record', { value: String(standing.customer.id) })),
    ],
  })
}

/** A menu that is filled in shows a name; what was sent holds the number alone. */
async function withReferrer(bot: Bot, filled: Prefilled): Promise<Prefilled> {
  const chosen = Number(filled[recordFormActions.customer] ?? '')
  if (!Number.isSafeInteger(chosen) || chosen === 0) return filled
  const row = await bot.shop.db
    .selectFrom('customers')
    .select(['ref', 'display_name as name'])
    .where('id', '=', chosen)
    .executeTakeFirst()
  return row ? { ...filled, referrer: `${row.name} (${row.ref})` } : filled
}

async function offeredFor(bot: Bot, caseId: number | null, by: Sent['asker'], { today }: Writing): Promise<Offered> {
  const [staff, stores] = await Promise.all([listStaff(bot.shop.db), listStores(bot.shop.db)])
  const active = staff.filter(({ active: works }) => works).map(({ id, name }) => ({ id, name }))
  return { staff: active, stores, today, caseId, maySeeContacts: by.maySeeContactDetails }
}

/** sent → read → checked field by field → written, or what somebody else made of it → the whole record */
async function saved(bot: Bot, sent: Sent): Promise<Outcome> {
  const memory = memorySchema.parse(sent.memory)
  const { asker, filled } = sent
  const writing = await writingBy(bot, asker)
  const standing = await standingOf(memory.customer, writing, bot.shop.db)
  const offered = await offeredFor(bot, memory.caseId, asker, writing)
  const answers = parts[memory.part].asked(filled.all(), standing, offered, memory.shown)
  if ('errors' in answers) return faulty(answers.errors)
  const errors = await faultsOf(bot, standing, answers, writing)
  if (Object.keys(errors).length > 0) return faulty(errors)
  const proposed = answers.map(({ change }): Proposed => ({ change, seen: memory.seen[comparedBy(change)] }))
  const recorded = await changeRecord(memory.customer, proposed, writing, bot.shop.db)
  if (recorded.kind === 'meanwhile') return meanwhile(bot, sent, memory, recorded)
  if (recorded.kind === 'saved') await tellWhereAsked(bot, sent, memory.from, recorded)
  return { kind: 'form', view: await whole(bot, sent, memory.customer, newsOf(recorded)) }
}

const newsOf = (recorded: Recorded): string =>
  recorded.kind === 'saved' ? 'Saved.' : 'Nothing was changed: it stood so already.'

/** What cannot be so stands under its field; all of it at once. */
async function faultsOf(
  bot: Bot,
  { customer }: Standing,
  answers: readonly Asked[],
  writing: Writing,
): Promise<FieldErrors> {
  const errors: Record<string, string> = {}
  for (const { field, change } of answers) {
    try {
      await preview(customer.id, [change], writing, bot.shop.db)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      errors[field] = [error.message, error.hint].filter(Boolean).join(' ')
    }
  }
  return errors
}

type Memory = z.infer<typeof memorySchema>

/** The form again, with what was typed and what the other has made of it: nothing is lost. */
async function meanwhile(
  bot: Bot,
  { asker, filled }: Sent,
  { part, customer, caseId, from }: Memory,
  { who, lines }: Extract<Recorded, { kind: 'meanwhile' }>,
): Promise<Outcome> {
  const looking = { inCompany: false, maySeeContacts: asker.maySeeContactDetails }
  const now = lines.map((line) => lineText(line, looking)).join('; ')
  const news = `${who ?? 'Somebody'} changed this while your form was open. Saved now, yours takes its place: ${now}`
  const opening = {
    part,
    customer,
    filled: filled.all(),
    news,
    ...(caseId !== null && { caseId }),
    ...(from && { from }),
  }
  return { kind: 'form', view: await partForm(bot, { asker }, opening) }
}

/** A confirmation that led here is answered; it cannot be confirmed once more. */
async function tellWhereAsked(
  bot: Bot,
  { asker, userId }: Sent,
  from: Memory['from'],
  recorded: Extract<Recorded, { kind: 'saved' }>,
): Promise<void> {
  if (from === null || !(await takeDraft(from.draft, userId, bot.shop.db)) || from.url === null) return
  const post = savedPost(recorded, asker.name, onlookers(asker, from.channel))
  const how = { replace: true, inChannel: from.channel !== null }
  await respondWith(bot, respondAt(from.url), always(post), how).catch((error: unknown) =>
    bot.log.info('a confirmation that was answered in a form is gone', { error }),
  )
}

async function undoInForm(bot: Bot, click: Click): Promise<void> {
  const [customer = '', change = ''] = click.value.split(':')
  await undoChanges([Number(change)], await writingBy(bot, click.asker), bot.shop.db)
  await click.replace(await whole(bot, click, Number(customer), 'Taken back.'))
}

async function reopen(bot: Bot, click: Click): Promise<void> {
  const [customer = '', id = ''] = click.value.split(':')
  const change = { kind: 'reopen_case', id: Number(id) } as const
  await changeRecord(Number(customer), [{ change }], await writingBy(bot, click.asker), bot.shop.db)
  await click.replace(await whole(bot, click, Number(customer), 'The case is open again.'))
}
