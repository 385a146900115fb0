import type { Kysely } from 'kysely'
import { writeBirthday } from '../ask/birthday-text.ts'
import { isDay } from '../ask/days.ts'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import type { Birthday, Of, SaidBirthday } from './change.ts'
import { type Idea, nothingMore, type Restore } from './idea.ts'

/** What is wrong with it; null for a day that there is. Without a year there is a February 29. */
export function birthdayFault({ month, day, year = null }: SaidBirthday, today: string): string | null {
  const two = (number: number) => String(number).padStart(2, '0')
  const written = `${year ?? 2000}-${two(month)}-${two(day)}`
  if (!isDay(written)) return `There is no ${writeBirthday({ month, day, year })}.`
  if (year === null) return null
  if (written > today) return `${writeBirthday({ month, day, year })} is still to come.`
  return year < 1900 ? 'A birthday lies after 1900; leave the year out where it is not known.' : null
}

/** The day on which somebody was born. Who says it without a year says nothing against the year that is known. */
export function birthdayIdea({ birthday: said }: Of<'birthday'>): Idea {
  return {
    field: 'birthday',
    key: '',
    state: readBirthday,
    check: async (_, state, { today }) => {
      const birthday = completed(said, state as Birthday | null)
      const fault = birthday && birthdayFault(birthday, today)
      if (fault) throw new UserError(fault, said?.year === undefined ? yearOnRecord(birthday) : undefined)
    },
    isDone: (state) => textOf(state as Birthday | null) === textOf(completed(said, state as Birthday | null)),
    say: async (_, state) => ({
      label: 'Birthday',
      before: textOf(state as Birthday | null),
      after: textOf(completed(said, state as Birthday | null)),
      isContact: false,
    }),
    write: async (customerId, state, _, db) => {
      await keepBirthday(customerId, completed(said, state as Birthday | null), db)
      return nothingMore
    },
  }
}

/** With the year on record where none was said. */
const completed = (said: SaidBirthday | null, held: Birthday | null): Birthday | null =>
  said && { ...said, year: said.year === undefined ? (held?.year ?? null) : said.year }

const yearOnRecord = (birthday: Birthday | null): string | undefined =>
  birthday?.year ? `The year on record is ${birthday.year}; if it is another, say the whole date.` : undefined

const textOf = (birthday: Birthday | null): string | null => birthday && writeBirthday(birthday)

async function readBirthday(customerId: number, db: Kysely<Database>): Promise<Birthday | null> {
  const row = await db
    .selectFrom('customers')
    .select(['birth_month', 'birth_day', 'birth_year'])
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  return row.birth_month === null || row.birth_day === null
    ? null
    : { month: row.birth_month, day: row.birth_day, year: row.birth_year }
}

async function keepBirthday(customerId: number, birthday: Birthday | null, db: Kysely<Database>): Promise<void> {
  const columns = {
    birth_month: birthday?.month ?? null,
    birth_day: birthday?.day ?? null,
    birth_year: birthday?.year ?? null,
  }
  await db.updateTable('customers').set(columns).where('id', '=', customerId).execute()
}

export const restoreBirthday: Restore = (customerId, { before }, _, db) =>
  keepBirthday(customerId, before as Birthday | null, db)
