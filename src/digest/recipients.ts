import { type Kysely, sql } from 'kysely'
import { addDays, weekday } from '../ask/days.ts'
import type { Database, Day } from '../db/schema.ts'
import type { ShopSettings } from '../db/settings.ts'
import { weekdaysOf } from '../db/weekdays.ts'
import { firstMomentAt, localTime } from '../local-time.ts'

/** A colleague, or a channel with the customers of one store or of all. */
export type Target =
  | {
      readonly kind: 'staff'
      readonly id: number
      readonly email: string
      readonly name: string
      readonly role: 'associate' | 'manager' | 'admin'
      readonly slackUserId: string | null
    }
  | {
      readonly kind: 'channel'
      readonly channel: string
      readonly storeId: number | null
      readonly store: string | null
    }

/** Who is sent a digest, and when by their own clocks. */
export interface Recipient {
  readonly target: Target
  /** HH:MM. */
  readonly time: string
  /** 1 Monday to 7 Sunday. */
  readonly weekdays: readonly number[]
  readonly timeZone: string
  readonly whenEmpty: 'silent' | 'say'
}

/** How a recipient is called in the table of digests. */
export const keyOf = (target: Target): string =>
  target.kind === 'staff' ? `staff:${target.id}` : `channel:${target.channel}`

/** Everybody who is sent digests: active colleagues unless they do not want one, and channels that do. */
export async function recipients(db: Kysely<Database>, settings: ShopSettings): Promise<readonly Recipient[]> {
  const [staff, channels] = await Promise.all([
    staffRows(db).where(sql<boolean>`coalesce(wish.active, true)`).execute(),
    channelRows(db),
  ])
  const colleagues = staff.map((row) => colleagueOf(row, settings))
  const places = channels.map((row) =>
    recipientOf(
      { kind: 'channel', channel: row.channel ?? '', storeId: row.store_id, store: row.store },
      row,
      settings,
    ),
  )
  return [...colleagues, ...places]
}

/** One active colleague, also one who wants no digest in the mornings. */
export async function oneRecipient(
  db: Kysely<Database>,
  settings: ShopSettings,
  staffId: number,
): Promise<Recipient | null> {
  const row = await staffRows(db).where('staff.id', '=', staffId).executeTakeFirst()
  return row ? colleagueOf(row, settings) : null
}

type StaffRow = Awaited<ReturnType<ReturnType<typeof staffRows>['executeTakeFirstOrThrow']>>

const colleagueOf = (row: StaffRow, settings: ShopSettings): Recipient =>
  recipientOf(
    { kind: 'staff', id: row.id, email: row.email, name: row.name, role: row.role, slackUserId: row.slack_user_id },
    row,
    settings,
  )

interface Wishes {
  readonly at_time: string | null
  readonly weekdays: readonly number[] | null
  readonly time_zone: string | null
  readonly when_empty: 'silent' | 'say' | null
}

const recipientOf = (target: Target, wishes: Wishes, settings: ShopSettings): Recipient => ({
  target,
  time: wishes.at_time ?? settings.digestTime,
  weekdays: wishes.weekdays ?? weekdaysOf(settings.workingDays) ?? [],
  timeZone: wishes.time_zone ?? settings.timeZone,
  whenEmpty: wishes.when_empty ?? 'silent',
})

const staffRows = (db: Kysely<Database>) =>
  db
    .selectFrom('staff')
    .leftJoin('digest_recipients as wish', 'wish.staff_id', 'staff.id')
    .select(['staff.id', 'staff.email', 'staff.name', 'staff.role', 'staff.slack_user_id'])
    .select(['wish.at_time', 'wish.weekdays', 'wish.time_zone', 'wish.when_empty'])
    .where('staff.active', '=', true)
    .orderBy('staff.name')
    .orderBy('staff.id')

const channelRows = (db: Kysely<Database>) =>
  db
    .selectFrom('digest_recipients as wish')
    .leftJoin('stores', 'stores.id', 'wish.store_id')
    .select(['wish.channel', 'wish.store_id', 'stores.name as store'])
    .select(['wish.at_time', 'wish.weekdays', 'wish.time_zone', 'wish.when_empty'])
    .where('wish.channel', 'is not', null)
    .where('wish.active', '=', true)
    .orderBy('wish.channel')
    .execute()

/** The digest that a recipient should have by now, if any: its day by their clocks, and the moment it was due. */
export function dueNow(
  recipient: Recipient,
  now: Date,
  settings: ShopSettings,
): { readonly day: Day; readonly dueAt: Date } | null {
  const { day: today } = localTime(now, recipient.timeZone)
  // Half past eleven at night has its hour beyond midnight.
  const day = [today, addDays(today, -1)].find((each) => isDueOn(each, recipient, now, settings))
  return day === undefined ? null : { day, dueAt: firstMomentAt(day, recipient.time, recipient.timeZone) }
}

const hourMs = 3_600_000

/** A digest at two in the afternoon has an hour to be sent. */
function isDueOn(day: Day, recipient: Recipient, now: Date, settings: ShopSettings): boolean {
  if (!isWorkingDay(day, recipient, settings)) return false
  const dueAt = firstMomentAt(day, recipient.time, recipient.timeZone).getTime()
  const until = firstMomentAt(day, settings.digestUntil, recipient.timeZone).getTime()
  return now.getTime() >= dueAt && now.getTime() <= Math.max(until, dueAt + hourMs)
}

/** 1 Monday to 7 Sunday. */
export const isoWeekday = (day: Day): number => ((weekday(day) + 6) % 7) + 1

/** Whether it is one of their days, and no holiday of the shop. */
export const isWorkingDay = (day: Day, { weekdays }: Recipient, { holidays }: ShopSettings): boolean =>
  weekdays.includes(isoWeekday(day)) && !holidays.split(',').includes(day)

/** Whether it is the first day of its week, Monday to Sunday, on which they work. */
export function isFirstOfWeek(day: Day, recipient: Recipient, settings: ShopSettings): boolean {
  for (let before = 1; before < isoWeekday(day); before++)
    if (isWorkingDay(addDays(day, -before), recipient, settings)) return false
  return isWorkingDay(day, recipient, settings)
}
