import { months } from './named-days.ts'

/**
 * A birthday as it is written everywhere, in the manner of other days: “May 5”, “May 5, 1980”. The year is often not known,
 * and of some records only the month is.
 *
 *     writeBirthday({ month: 5, day: 5, year: null }) // 'May 5'
 */
export function writeBirthday({
  month,
  day,
  year = null,
}: {
  readonly month: number
  readonly day: number | null
  readonly year?: number | null | undefined
}): string {
  const name = (months[month - 1] ?? '').slice(0, 3)
  const written = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  if (day === null) return year === null ? written : `${written} ${year}`
  return `${written} ${day}${year === null ? '' : `, ${year}`}`
}

/** The same of a month and a day, MM-DD. */
export function writeMonthDay(monthDay: string): string {
  const [month = 0, day = 0] = monthDay.split('-').map(Number)
  return writeBirthday({ month, day })
}
