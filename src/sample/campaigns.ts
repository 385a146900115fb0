import { type Calendar, dayNumber, dayText } from './calendar.ts'

/** A mailing to a random part of those who may be written to; `endDay` may lie ahead. */
export interface Campaign {
  readonly ref: string
  readonly name: string
  readonly channel: 'email' | 'sms' | 'post'
  readonly startDay: number
  readonly endDay: number
}

type Season = readonly [code: string, name: string, channel: Campaign['channel'], monthAndDay: string, days: number]

const SEASONS: readonly Season[] = [
  ['CLEAR', 'Winter Clearance', 'email', '02-15', 20],
  ['TUNEUP', 'Spring Tune-Up', 'email', '03-15', 35],
  ['COMMUTE', 'Bike-to-Work Month', 'sms', '05-01', 30],
  ['CAMP', 'Summer Camping', 'email', '06-20', 40],
  ['RAIN', 'Ready for Rain', 'post', '09-15', 40],
  ['SNOW', 'First Snow', 'email', '11-01', 45],
]

const KEPT = 6
const LETTER_DAYS_AGO = 12

/** The last six seasonal mailings, and a letter that went out twelve days ago and is still running. */
export function plannedCampaigns(calendar: Calendar): readonly Campaign[] {
  const year = Number(dayText(calendar.today).slice(0, 4))
  const seasonal = [year - 2, year - 1, year].flatMap((at) => SEASONS.map((season) => seasonalCampaign(season, at)))
  const past = seasonal.filter(({ startDay }) => startDay < calendar.today - LETTER_DAYS_AGO - 5)
  return [...past.slice(-KEPT), letter(calendar)]
}

function seasonalCampaign([code, name, channel, monthAndDay, days]: Season, year: number): Campaign {
  const startDay = dayNumber(`${year}-${monthAndDay}`)
  const ref = `CMP-${code}-${String(year).slice(2)}`
  return { ref, name: `${name} ${year}`, channel, startDay, endDay: startDay + days }
}

function letter(calendar: Calendar): Campaign {
  const startDay = calendar.today - LETTER_DAYS_AGO
  const [year = '', month = ''] = dayText(startDay).split('-')
  const name = `${LETTERS[Number(month) - 1]} Letter ${year}`
  return { ref: `CMP-LETTER-${year.slice(2)}${month}`, name, channel: 'email', startDay, endDay: startDay + 30 }
}

const LETTERS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
