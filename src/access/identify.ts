import type { Kysely } from 'kysely'
import type { Context } from '../context.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import { type Asker, administrator, type RightsSettings } from './asker.ts'
import { record } from './audit.ts'
import { askerOfStaff, askerOfStranger, type Identified, refused } from './rights.ts'
import { alsoSet, type Colleague, colleagueBy } from './staff.ts'

export type { Identified } from './rights.ts'

/** What Slack says of a person. */
export interface SlackProfile {
  readonly userId: string
  readonly teamId: string
  readonly email: string | null
  readonly name: string
  readonly timeZone: string | null
  readonly deactivated: boolean
  readonly bot: boolean
  readonly guest: boolean
  /** Of another organisation, by Slack Connect. */
  readonly foreign: boolean
}

/**
 * Who a Slack user is here: by their Slack user, else by their e-mail address (which links the two from then on), else
 * what the shop has decided about strangers. A colleague linked to one Slack user is never taken over by another.
 *
 * `settings` must be those of now: rights that were just taken away are gone with the next question.
 */
export async function identify(
  profile: SlackProfile,
  db: Kysely<Database>,
  settings: RightsSettings,
): Promise<Identified> {
  const turnedAway = refusalOf(profile)
  if (turnedAway !== null) return refused(turnedAway)
  const linked = await colleagueBy('slack_user_id', profile.userId, db)
  if (linked) return askerOfStaff(linked, settings)
  const named = profile.email === null ? null : await colleagueBy('email', profile.email.trim().toLowerCase(), db)
  if (!named) return askerOfStranger(profile, settings)
  if (!named.active) return askerOfStaff(named, settings)
  await link(named, profile.userId, db)
  const own = await colleagueBy('slack_user_id', profile.userId, db)
  return own ? askerOfStaff(own, settings) : refused(takenBy(named))
}

/** Why Slack itself says that this is nobody to answer; null for a member of the shop's own workspace. */
export function refusalOf({ deactivated, bot, foreign, guest }: SlackProfile): string | null {
  if (deactivated) return 'This Slack account is deactivated, so I answer nothing.'
  if (bot) return 'I answer people, not apps.'
  if (foreign) return 'I answer only the shop’s own people, and you are of another organisation.'
  if (guest)
    return 'I do not answer guests of this workspace. An administrator of your Slack can make you a full member.'
  return null
}

/** Remembers the Slack user, unless another one was there first. */
async function link(staff: Colleague, userId: string, db: Kysely<Database>): Promise<void> {
  const updated = await db
    .updateTable('staff')
    .set({ slack_user_id: userId, set_here: alsoSet('slack_user_id') })
    .where('id', '=', staff.id)
    .where('slack_user_id', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!updated) return
  await record(db, {
    actor: staff.email,
    action: 'link_slack_user',
    subject: staff.email,
    details: { user: userId, by: 'email' },
  })
}

const takenBy = ({ email }: Colleague): string =>
  `${email} is linked to another Slack user, so I do not know whether it is you. A manager can change the link on the Home tab, under Staff.`

/** Whose rights hold in the terminal: the machine's administrator, or a colleague by Slack user (`--as`). */
export async function askerFor(
  slackUser: string | undefined,
  { db, settings }: Pick<Context, 'db' | 'settings'>,
): Promise<Asker> {
  if (slackUser === undefined) return administrator
  const staff = await colleagueBy('slack_user_id', slackUser, db)
  if (!staff)
    throw new UserError(
      `There is no colleague with the Slack user ${slackUser}.`,
      'Colleagues and their Slack users come with staff.csv.',
    )
  const identified = askerOfStaff(staff, settings)
  if (identified.kind === 'refused') throw new UserError(identified.sentence)
  return identified.asker
}
