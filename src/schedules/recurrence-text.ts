import { localTime } from '../local-time.ts'
import { type Recurrence, type Weekday, weekdayNames } from './recurrence.ts'

/**
 * When it recurs, in words that read back as the same.
 *
 *     “every Monday at 9:00 AM”, “on the last day of each month at 5:00 PM”, “every two weeks on Friday at noon”
 */
export function describeRecurrence(recurrence: Recurrence): string {
  return `${daysInWords(recurrence)} at ${clockWords(recurrence.time)}`
}

function daysInWords(recurrence: Recurrence): string {
  switch (recurrence.kind) {
    case 'daily':
      return 'every day'
    case 'workdays':
      return 'every weekday'
    case 'weekly': {
      const days = listed(recurrence.weekdays)
      return recurrence.every === 1 ? `every ${days}` : `every ${counted(recurrence.every)} weeks on ${days}`
    }
    case 'monthly_day':
      return monthly(recurrence, recurrence.day === 31 ? 'last day' : ordinal(recurrence.day))
    case 'monthly_weekday':
      return monthly(
        recurrence,
        `${recurrence.place} ${recurrence.weekday === 'workday' ? 'working day' : named(recurrence.weekday)}`,
      )
    default:
      return recurrence satisfies never
  }
}

function monthly({ every }: { readonly every: number }, day: string): string {
  return every === 1 ? `on the ${day} of each month` : `every ${counted(every)} months on the ${day}`
}

/** “9:00 AM”, “noon”, “midnight”. */
export function clockWords(time: string): string {
  if (time === '12:00') return 'noon'
  if (time === '00:00') return 'midnight'
  const [hour, minute] = time.split(':').map(Number)
  const [hours, minutes] = [hour ?? 0, minute ?? 0]
  return `${hours % 12 === 0 ? 12 : hours % 12}:${String(minutes).padStart(2, '0')} ${hours < 12 ? 'AM' : 'PM'}`
}

/** “Due at 9:00 AM, sent at 11:20 AM.” for what was made more than ten minutes late; null for what was not. */
export function latenessNote(due: Date, sent: Date, timeZone: string): string | null {
  if (sent.getTime() - due.getTime() <= 10 * 60_000) return null
  const [planned, made] = [localTime(due, timeZone), localTime(sent, timeZone)]
  const yesterday = planned.day === made.day ? '' : ' the day before'
  return `Due at ${clockWords(planned.time)}${yesterday}, sent at ${clockWords(made.time)}.`
}

function listed(weekdays: readonly Weekday[]): string {
  const names = [...weekdays].sort((one, other) => fromMonday(one) - fromMonday(other)).map(named)
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

const fromMonday = (day: Weekday): number => (weekdayNames.indexOf(day) + 6) % 7
const named = (day: Weekday): string => `${day.charAt(0).toUpperCase()}${day.slice(1)}`

const numbers = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const counted = (count: number): string => numbers[count] ?? String(count)

function ordinal(day: number): string {
  const ending = day % 100 > 10 && day % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${ending}`
}
