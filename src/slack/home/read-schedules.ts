import type { Asker } from '../../access/asker.ts'
import { listStaff } from '../../access/staff.ts'
import { writeDay } from '../../ask/period-text.ts'
import { localTime } from '../../local-time.ts'
import { clockWords, describeRecurrence } from '../../schedules/recurrence-text.ts'
import { isOwn, type Schedule } from '../../schedules/schedule.ts'
import { listSchedules } from '../../schedules/schedules.ts'
import type { Bot } from '../bot.ts'
import type { HomeSchedule } from './facts.ts'

/** The asker's own scheduled answers; for managers also those that colleagues post in channels. */
export async function homeSchedules({ shop: { db } }: Bot, asker: Asker): Promise<readonly HomeSchedule[]> {
  const schedules = await listSchedules(db, asker.mayManage ? 'all' : asker)
  const own = schedules.filter((schedule) => isOwn(schedule, asker))
  const others = schedules.filter((schedule) => !isOwn(schedule, asker) && schedule.target.kind === 'here')
  const names = new Map(others.length === 0 ? [] : (await listStaff(db)).map(({ id, name }) => [id, name]))
  return [
    ...own.map((schedule) => shown(schedule, null)),
    ...others.map((schedule) => shown(schedule, names.get(schedule.owner.staffId ?? 0) ?? 'a colleague')),
  ]
}

function shown(
  { id, reading, recurrence, target, nextAt, pausedBecause }: Schedule,
  owner: string | null,
): HomeSchedule {
  return {
    id,
    question: reading,
    when: describeRecurrence(recurrence),
    channel: target.kind === 'here' ? target.channel : null,
    owner,
    next: nextAt === null ? null : momentWords(nextAt, recurrence.timeZone),
    trouble: pausedBecause,
  }
}

/** “Nov 23, 2026 at 9:00 AM”, by the clocks of the time zone. */
export function momentWords(moment: Date, timeZone: string): string {
  const { day, time } = localTime(moment, timeZone)
  return `${writeDay(day)} at ${clockWords(time)}`
}
