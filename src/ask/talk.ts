import type { Consent, Story } from './customer-story.ts'
import { addDays, type Day, daysBetween, daysInMonth } from './days.ts'
import { writeDay } from './period-text.ts'
import { joined } from './wording.ts'

/**
 * What to talk about with a customer, the most pressing first: what is wrong, what was promised, a birthday, what is used up,
 * what they asked for.
 */
export function talkAbout(story: Story, today: Day): readonly string[] {
  return [
    ...story.openCases.map(
      ({ day, told, by }) =>
        `Open case since ${since(day, today)}: ${told ?? 'nothing written down'}${by === null ? '' : ` (${by})`}`,
    ),
    ...story.promises.map(
      ({ due, reason, by }) => `${promised(due, today)}: ${reason}${by === null ? '' : ` (${by})`}`,
    ),
    ...birthday(story.onFile.birthday, today),
    ...story.checkIns.map(
      ({ product, boughtOn }) => `Bought the ${product} on ${since(boughtOn, today)}: how is it working?`,
    ),
    ...story.refills.map(
      ({ product, boughtOn, lastsDays }) =>
        `${product}: about used up (bought ${since(boughtOn, today)}, lasts ${lastsDays} days)`,
    ),
    ...story.askedFor.map(
      ({ product, on }) => `Asked about the ${product} on ${since(on, today)}, and has not bought it`,
    ),
  ]
}

/** The year goes without saying where it is this one. */
const since = (day: Day, today: Day): string =>
  day.slice(0, 4) === today.slice(0, 4) ? writeDay(day).replace(/, \d{4}$/, '') : writeDay(day)

function promised(due: Day, today: Day): string {
  const days = daysBetween(today, due)
  if (days < 0) return `Promised for ${since(due, today)}, overdue`
  return days === 0 ? 'Promised for today' : `Promised for ${since(due, today)}`
}

const daysAhead = 14
const daysAfter = 3

/** From three days after to two weeks before; February 29 is kept on the 28th in a common year. */
function birthday(on: string | null, today: Day): readonly string[] {
  if (on === null) return []
  for (let away = -daysAfter; away <= daysAhead; away++) {
    const day = addDays(today, away)
    if (!fallsOn(on, day)) continue
    const when =
      away === 0
        ? 'is today'
        : away === 1
          ? 'is tomorrow'
          : away > 0
            ? `in ${away} days`
            : `was ${-away === 1 ? 'yesterday' : `${-away} days ago`}`
    return [`Birthday ${when} (${since(day, today)})`]
  }
  return []
}

function fallsOn(birthday: string, day: Day): boolean {
  const [month = '', dayOfMonth = ''] = birthday.split('-')
  const last = daysInMonth(Number(day.slice(0, 4)), Number(month))
  return day.slice(5, 7) === month && Number(day.slice(8)) === Math.min(Number(dayOfMonth), last)
}

const channelNames: Readonly<Record<Consent['channel'], string>> = {
  email: 'e-mail',
  sms: 'texts',
  phone: 'calls',
  post: 'post',
}

/** What is worth asking for: how to reach them, their birthday, and whether they may be written to or called there. */
export function worthAsking({ onFile, consents }: Story): readonly string[] {
  const known = new Set(consents.map(({ channel }) => channel))
  const reachable = { email: onFile.email, sms: onFile.phone, phone: onFile.phone, post: onFile.address } as const
  const unasked = (['email', 'sms', 'phone', 'post'] as const).filter((one) => reachable[one] && !known.has(one))
  return [
    ...(onFile.email ? [] : ['e-mail address']),
    ...(onFile.phone ? [] : ['phone number']),
    ...(onFile.birthday === null ? ['birthday'] : []),
    ...(unasked.length === 0 ? [] : [`consent to ${joined(unasked.map((one) => channelNames[one]))}`]),
  ]
}

/** “E-mail: yes, May 3, 2024, import customers.csv” */
export function writeConsent({ channel, state, day, source }: Consent): string {
  const shown = source.length > 40 ? `${source.slice(0, 39)}…` : source
  return `${channelNames[channel]}: ${[state, ...(day === null ? [] : [writeDay(day)]), shown].join(', ')}`
}
