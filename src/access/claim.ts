import { randomBytes, randomInt, scryptSync, timingSafeEqual } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../db/schema.ts'
import { record } from './audit.ts'
import { refusalOf, type SlackProfile } from './identify.ts'
import { alsoSet, type Colleague, colleagueBy, person } from './staff.ts'

export type Claimed =
  | { readonly kind: 'claimed'; readonly administrator: Colleague }
  | { readonly kind: 'refused'; readonly sentence: string }

/** Wrong codes until the code is worth nothing. */
const tries = 5

/**
 * Whoever installs becomes the administrator: the code that the terminal shows at its start and that its reader types in
 * Slack, six digits. Null once the shop has an administrator whose Slack user is known.
 *
 * Only its hash is kept, so each start makes another one and the one before no longer holds.
 */
export async function claimCode(db: Kysely<Database>): Promise<string | null> {
  if (await hasAdministrator(db)) return null
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const salt = randomBytes(16).toString('hex')
  const made = { salt, hash: hashed(code, salt).toString('hex'), wrong_tries: 0 }
  await db
    .insertInto('claim_codes')
    .values(made)
    .onConflict((conflict) => conflict.column('one').doUpdateSet({ ...made, made_at: sql`now()` }))
    .execute()
  return code
}

/** Whether somebody on the staff can be asked in Slack to manage it. */
export async function hasAdministrator(db: Kysely<Database>): Promise<boolean> {
  const found = await db
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'admin')
    .where('active', '=', true)
    .where('slack_user_id', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/**
 * Makes the Slack user who knows the code the administrator, once: the colleague with their Slack user or their e-mail
 * address, else a new one. Codes that do not fit are counted, and the fifth burns the code.
 */
export async function claim(code: string, profile: SlackProfile, db: Kysely<Database>): Promise<Claimed> {
  const turnedAway = refusalOf(profile)
  if (turnedAway !== null) return { kind: 'refused', sentence: turnedAway }
  return db.transaction().execute(async (trx) => {
    const problem = await problemWith(code, trx)
    if (problem !== null) {
      await record(trx, { actor: profile.userId, action: 'claim_refused' })
      return { kind: 'refused', sentence: problem }
    }
    const made = await madeAdministrator(profile, trx)
    if (made.kind === 'claimed') await trx.deleteFrom('claim_codes').execute()
    return made
  })
}

async function problemWith(code: string, trx: Transaction<Database>): Promise<string | null> {
  const kept = await trx
    .selectFrom('claim_codes')
    .select(['salt', 'hash', 'wrong_tries', sql<boolean>`made_at > now() - interval '24 hours'`.as('fresh')])
    .forUpdate()
    .executeTakeFirst()
  if (await hasAdministrator(trx))
    return 'This shop has an administrator already; they can make you one on the Home tab, under Staff.'
  if (!kept?.fresh || kept.wrong_tries >= tries) return noCode
  if (timingSafeEqual(hashed(code.trim(), kept.salt), Buffer.from(kept.hash, 'hex'))) return null
  const left = tries - kept.wrong_tries - 1
  await trx
    .updateTable('claim_codes')
    .set({ wrong_tries: kept.wrong_tries + 1 })
    .execute()
  return left === 0
    ? `That is not the code, for the fifth time. ${noCode}`
    : `That is not the code. ${left === 1 ? 'One more try' : `${left} more tries`}.`
}

const noCode = 'There is no code that holds now. Start Regulars again: the terminal then shows a new one.'

const hashed = (code: string, salt: string): Buffer => scryptSync(code, Buffer.from(salt, 'hex'), 32)

async function madeAdministrator(profile: SlackProfile, trx: Transaction<Database>): Promise<Claimed> {
  const email = profile.email?.trim().toLowerCase() ?? null
  const known =
    (await colleagueBy('slack_user_id', profile.userId, trx)) ??
    (email === null ? null : await colleagueBy('email', email, trx))
  if (known && known.slackUserId !== null && known.slackUserId !== profile.userId)
    return { kind: 'refused', sentence: `${known.email} is linked to another Slack user, so it was left alone.` }
  if (!known && email === null) return { kind: 'refused', sentence: noEmail }
  const id = known ? await raised(known, profile.userId, trx) : await added(email ?? '', profile, trx)
  const administrator = await person(id, trx)
  await record(trx, {
    actor: profile.userId,
    action: 'claim',
    subject: administrator.email,
    details: { added: known === null, before: known?.role ?? null },
  })
  return { kind: 'claimed', administrator }
}

const noEmail =
  'Slack does not tell me your e-mail address, and I know colleagues by theirs. Add one to your Slack profile and try again.'

async function raised({ id }: Colleague, slackUserId: string, trx: Transaction<Database>): Promise<number> {
  await trx
    .updateTable('staff')
    .set({ role: 'admin', active: true, slack_user_id: slackUserId, set_here: alsoSet('role', 'slack_user_id') })
    .where('id', '=', id)
    .execute()
  return id
}

async function added(email: string, { name, userId }: SlackProfile, trx: Transaction<Database>): Promise<number> {
  const { id } = await trx
    .insertInto('staff')
    .values({
      email,
      name: name.trim() || email,
      role: 'admin',
      slack_user_id: userId,
      set_here: ['role', 'slack_user_id'],
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
