import { z } from 'zod'
import { absences } from '../../access/absences.ts'
import type { Asker, Role } from '../../access/asker.ts'
import { refusalOf } from '../../access/identify.ts'
import {
  addStaff,
  changeRole,
  deactivate,
  linkSlackUser,
  listStores,
  mayManage,
  person,
  reactivate,
  setStore,
} from '../../access/staff.ts'
import { UserError } from '../../errors.ts'
import type { Bot } from '../bot.ts'
import { notice } from '../elements.ts'
import { publishHome } from '../home/publish.ts'
import { type Click, onClick } from './clicks.ts'
import type { Filled } from './filled.ts'
import { manageActions, manageForms } from './names.ts'
import { done, type FieldErrors, faulty, type Outcome, onForm, type Sent } from './sent.ts'
import {
  addColleagueForm,
  type ColleagueMemory,
  type ColleagueState,
  editColleagueForm,
  stateOf,
  wholeShop,
} from './staff-form.ts'

/** Managers add colleagues, say who they are, and let them go. */
export function registerStaff(bot: Bot): void {
  onClick(bot, manageActions.addColleague, async ({ asker, open }) => {
    refuseUnlessManages(asker)
    await open(addColleagueForm(asker, await listStores(bot.shop.db), null))
  })
  onClick(bot, manageActions.pickColleague, (click) => picked(bot, click))
  onForm(bot, manageForms.addColleague, 'email', (sent) => added(bot, sent))
  onClick(bot, manageActions.editColleague, (click) => edit(bot, click))
  onForm(bot, manageForms.editColleague, 'role', (sent) => edited(bot, sent))
  onClick(bot, manageActions.leaveColleague, (click) => left(bot, click))
  onClick(bot, manageActions.returnColleague, (click) => returned(bot, click))
}

async function picked(bot: Bot, { asker, value, replace }: Click): Promise<void> {
  refuseUnlessManages(asker)
  const { userId, name, email } = await bot.profile(value)
  await replace(addColleagueForm(asker, await listStores(bot.shop.db), { userId, name, email: email ?? '' }))
}

async function added(bot: Bot, { asker, filled }: Sent): Promise<Outcome> {
  refuseUnlessManages(asker)
  const slackUserId = filled.value(manageActions.pickColleague)
  const turnedAway = slackUserId === '' ? null : refusalOf(await bot.profile(slackUserId))
  if (turnedAway !== null) return faulty({ [manageActions.pickColleague]: `They cannot be added. ${turnedAway}` })
  await addStaff(
    {
      email: filled.value('email'),
      name: filled.value('name'),
      role: roleOf(filled.value('role')),
      storeId: storeOf(filled.value('store')),
      slackUserId: slackUserId || null,
    },
    asker,
    bot.shop.db,
  )
  return done
}

async function edit(bot: Bot, { asker, value, open }: Click): Promise<void> {
  const { db } = bot.shop
  const colleague = await person(Number(value), db)
  if (!mayManage(asker, colleague)) throw new UserError(`Only an administrator may change ${colleague.name}.`)
  const [stores, away, slackUser] = await Promise.all([
    listStores(db),
    absences(db, { staffId: colleague.id, since: (await bot.asking()).today }),
    knownUser(bot, colleague.slackUserId),
  ])
  await open(editColleagueForm(colleague, { by: asker, stores, away, slackUser }))
}

/** Slack refuses a form that shows a user it does not know, such as one of the sample shop. */
async function knownUser(bot: Bot, userId: string | null): Promise<string | null> {
  return userId === null || (await bot.profile(userId)).foreign ? null : userId
}

const memorySchema = z.object({
  staffId: z.number(),
  role: z.enum(['associate', 'manager', 'admin']),
  store: z.string(),
  slackUser: z.string(),
  shownUser: z.string(),
})

async function edited(bot: Bot, { asker, filled, memory }: Sent): Promise<Outcome> {
  const before = memorySchema.parse(memory)
  const wanted = wantedIn(filled, before)
  const { db } = bot.shop
  const meanwhile = changedMeanwhile(before, stateOf(await person(before.staffId, db)), wanted)
  if (Object.keys(meanwhile).length > 0) return faulty(meanwhile)
  if (wanted.slackUser !== before.slackUser) {
    const fault = await linkFault(bot, wanted, asker)
    if (fault !== null) return faulty({ slack_user: fault })
  }
  if (wanted.role !== before.role) await changeRole(before.staffId, wanted.role, asker, db)
  if (wanted.store !== before.store) await setStore(before.staffId, storeOf(wanted.store), asker, db)
  return done
}

/** A user whom the form could not show stays, unless another was chosen. */
function wantedIn(filled: Filled, before: ColleagueMemory): ColleagueState {
  const chosen = filled.value('slack_user')
  return {
    staffId: before.staffId,
    role: roleOf(filled.value('role')),
    store: filled.value('store') || wholeShop,
    slackUser: chosen === before.shownUser ? before.slackUser : chosen,
  }
}

async function linkFault(bot: Bot, { staffId, slackUser }: ColleagueState, asker: Asker): Promise<string | null> {
  const turnedAway = slackUser === '' ? null : refusalOf(await bot.profile(slackUser))
  if (turnedAway !== null) return `They cannot be linked. ${turnedAway}`
  return faultOf(linkSlackUser(staffId, slackUser || null, asker, bot.shop.db))
}

/** Fields that the person changed and that somebody else changed to something else since the form was opened. */
function changedMeanwhile(before: ColleagueState, now: ColleagueState, wanted: ColleagueState): FieldErrors {
  const fields = [
    ['role', 'role'],
    ['store', 'store'],
    ['slackUser', 'slack_user'],
  ] as const
  const clashing = fields.filter(
    ([key]) => wanted[key] !== before[key] && now[key] !== before[key] && now[key] !== wanted[key],
  )
  const sentence = 'Somebody changed this meanwhile. Open the form again to change it.'
  return Object.fromEntries(clashing.map(([, name]) => [name, sentence]))
}

async function left(bot: Bot, { asker, userId, value, replace }: Click): Promise<void> {
  const { name } = await deactivate(Number(value), asker, bot.shop.db)
  await replace(notice('No longer on the staff', `${name} gets no more answers.`))
  await publishHome(bot, userId)
}

async function returned(bot: Bot, { asker, userId, value, replace }: Click): Promise<void> {
  const { name } = await reactivate(Number(value), asker, bot.shop.db)
  await replace(notice('Back on the staff', `${name} can ask me again.`))
  await publishHome(bot, userId)
}

/** The sentence of a fault that a person can mend; null when there was none. */
async function faultOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return [error.message, error.hint].filter(Boolean).join(' ')
  }
}

function roleOf(value: string): Role {
  if (value === 'associate' || value === 'manager' || value === 'admin') return value
  throw new UserError('Choose a role.')
}

const storeOf = (value: string): number | null => (/^\d+$/.test(value) ? Number(value) : null)

function refuseUnlessManages(asker: Asker): void {
  if (!asker.mayManage) throw new UserError('Only managers and administrators may change the staff list.')
}
