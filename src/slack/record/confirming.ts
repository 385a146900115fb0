import type { Asker } from '../../access/asker.ts'
import { UserError } from '../../errors.ts'
import type { Post } from '../../present/blocks/blocks.ts'
import { noticePost } from '../../present/blocks/notice.ts'
import { mostChosen, recordActions, savedPost } from '../../present/blocks/record.ts'
import { confirmDraft } from '../../record/confirm.ts'
import { type Chosen, type Draft, readDraft, takeDraft } from '../../record/drafts.ts'
import { undoChanges } from '../../record/undo.ts'
import type { Bot } from '../bot.ts'
import { faultSentence } from '../faults.ts'
import { type Click, onClick, tell } from '../manage/clicks.ts'
import { sharedSentence } from '../places.ts'
import { always, respondWith } from '../post.ts'
import { newCustomerForm } from './adding.ts'
import { partForm } from './editing.ts'
import { fillingOf } from './filling.ts'
import { askAgain } from './proposing.ts'
import { onlookers, writingBy } from './writing.ts'

/** Save, Change and Cancel below what was said; a choice where several fit; Undo below what was saved. */
export function registerConfirming(bot: Bot): void {
  onClick(bot, recordActions.save, (click) => owned(bot, click, () => save(bot, click)))
  onClick(bot, recordActions.change, (click) => owned(bot, click, (draft) => change(bot, click, draft)))
  onClick(bot, recordActions.cancel, (click) => owned(bot, click, () => cancel(bot, click)))
  onClick(bot, recordActions.create, (click) =>
    owned(bot, click, (draft) => click.open(newCustomerForm({ name: draft.who }))),
  )
  for (let at = 0; at < mostChosen; at++)
    onClick(bot, `${recordActions.choose}_${at}`, (click) => owned(bot, click, (draft) => choose(bot, click, draft)))
  onClick(bot, recordActions.undo, (click) => undo(bot, click))
}

/** Only whoever said it decides about it, and only once. */
async function owned(bot: Bot, click: Click, work: (draft: Draft) => Promise<void>): Promise<void> {
  if (click.message && (await bot.isShared(click.message.channel))) return tell(bot, click.userId, sharedSentence)
  const draft = await readDraft(draftId(click), click.userId, bot.shop.db)
  if (draft === null)
    return tell(bot, click.userId, 'That is settled already, or too old, or somebody else’s to decide. Say it again.')
  await work(draft)
}

const draftId = ({ value }: Click): number => Number(value.split(':')[0])

const looking = ({ asker, message }: { readonly asker: Asker; readonly message: Click['message'] }) =>
  onlookers(asker, message?.channel ?? null)

/** In the place of what was clicked, for everybody who saw it. */
const instead = (bot: Bot, { respond, message }: Click, post: Post): Promise<void> =>
  respondWith(bot, respond, always(post), { replace: true, inChannel: message !== null })

async function save(bot: Bot, click: Click): Promise<void> {
  const { asker, userId } = click
  const id = draftId(click)
  const recorded = await confirmDraft(id, userId, await writingBy(bot, asker), bot.shop.db)
  if (recorded === null) return tell(bot, userId, 'That is settled already.')
  switch (recorded.kind) {
    case 'saved':
      return instead(bot, click, savedPost(recorded, asker.name, looking(click)))
    case 'unchanged':
      return instead(bot, click, noticePost(`That is so already on the record of ${recorded.customer.name}.`))
    case 'meanwhile': {
      const draft = await readDraft(id, userId, bot.shop.db)
      const news = `${recorded.who ?? 'Somebody'} changed this meanwhile, so nothing was saved. Look at it once more:`
      if (draft)
        await instead(bot, click, await askAgain(bot, id, draft, { asker, userId, looking: looking(click) }, news))
      return
    }
    default:
      return recorded satisfies never
  }
}

/** The form of what was said, filled in as it was said. */
async function change(bot: Bot, click: Click, draft: Draft): Promise<void> {
  const { asker, responseUrl, message } = click
  const { customer } = draft.chosen
  const filling = fillingOf(draft.proposed.map((each) => each.change))
  if (customer === undefined || filling === null) throw new UserError('Say it again; it is too old to be changed.')
  const from = { draft: draftId(click), url: responseUrl, channel: message?.channel ?? null }
  await click.open(await partForm(bot, { asker }, { ...filling, customer, from }))
}

async function cancel(bot: Bot, click: Click): Promise<void> {
  await takeDraft(draftId(click), click.userId, bot.shop.db)
  await instead(bot, click, noticePost('Nothing was changed.'))
}

async function choose(bot: Bot, click: Click, draft: Draft): Promise<void> {
  const [, about = '', id = ''] = click.value.split(':')
  const chosen: Chosen = { ...draft.chosen, [about]: Number(id) }
  const by = { asker: click.asker, userId: click.userId, looking: looking(click) }
  await instead(bot, click, await mending(bot, () => askAgain(bot, draftId(click), { ...draft, chosen }, by)))
}

/** A choice that cannot be so ends in its sentence, where the question stood. */
async function mending(bot: Bot, work: () => Promise<Post>): Promise<Post> {
  try {
    return await work()
  } catch (error) {
    return noticePost(faultSentence(error, bot.log))
  }
}

async function undo(bot: Bot, click: Click): Promise<void> {
  const { asker, value } = click
  const ids = value.split(',').map(Number).filter(Number.isSafeInteger)
  const { customer } = await undoChanges(ids, await writingBy(bot, asker), bot.shop.db)
  await instead(
    bot,
    click,
    noticePost(`${asker.name} took it back: the record of ${customer.name} (${customer.ref}) is as it was.`),
  )
}
