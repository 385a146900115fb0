/** A time of day as it was said: HH:MM, and where its words end in the text. */
export interface ClockReading {
  readonly time: string
  readonly end: number
}

/** “morning” and its like, and the hour that each stands for when no other is said. */
export const partHours: Readonly<Record<string, string>> = {
  morning: '09:00',
  afternoon: '14:00',
  evening: '18:00',
  night: '20:00',
}

const hourWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const hour = String.raw`\d{1,2}|${hourWords.join('|')}`
const meridiem = String.raw`(?:\s*(?<meridiem>[ap])\.?\s?m\b\.?)`
const part = String.raw`(?:\s+(?:in\s+the\s+|at\s+)?(?<part>morning|afternoon|evening|night)\b)`
const before = String.raw`(?:(?<at>at|@|by|around)\s*)?`

const patterns = [
  new RegExp(String.raw`${before}(?<word>noon|midday|midnight)\b`, 'iy'),
  new RegExp(
    String.raw`${before}(?<side>half|quarter)\s+(?<way>past|to)\s+(?<hour>${hour})\b${meridiem}?${part}?`,
    'iy',
  ),
  new RegExp(
    String.raw`${before}(?<hour>${hour})(?:(?:[:.]|(?<=\d)h)(?<minute>[0-5]\d))?(?!:?\d)(?:${meridiem}|\s*(?<clock>o'?clock)\b|(?<=\d)h\b|\b)${part}?`,
    'iy',
  ),
]

/**
 * The time of day that is said from the place on. `9`, `at nine`, `8:30am`, `17:00`, `half past eight`, `noon`.
 *
 * An hour from 1 to 6 without anything that tells is in the afternoon: nobody looks at numbers at five in the morning.
 * A bare number is no time of day: without “at” it needs minutes, “am” or the like.
 */
export function readClock(text: string, at: number, dayPart: string | null): ClockReading | null {
  for (const pattern of patterns) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    const time = found?.groups ? timeOf(found.groups, dayPart) : null
    if (found && time) return { time, end: at + found[0].length }
  }
  return null
}

type Groups = Readonly<Record<string, string | undefined>>

function timeOf(said: Groups, dayPart: string | null): string | null {
  if (said.word) return said.word.toLowerCase() === 'midnight' ? '00:00' : '12:00'
  const tells = said.at ?? said.minute ?? said.meridiem ?? said.clock ?? said.part ?? said.side
  const spoken = said.hour?.toLowerCase() ?? ''
  const hours = hourWords.includes(spoken) ? hourWords.indexOf(spoken) + 1 : Number(spoken)
  if (!tells || hours > 23) return null
  const whole = inDay(hours, spoken, said.meridiem?.toLowerCase(), (said.part ?? dayPart)?.toLowerCase())
  return whole === null ? null : written(whole * 60 + minutesOf(said))
}

function minutesOf({ minute, side, way }: Groups): number {
  if (!side) return Number(minute ?? 0)
  const past = side.toLowerCase() === 'half' ? 30 : 15
  return way?.toLowerCase() === 'to' ? -past : past
}

function inDay(hours: number, spoken: string, meridiem: string | undefined, part: string | undefined): number | null {
  if (meridiem) return hours < 1 || hours > 12 ? null : (hours % 12) + (meridiem === 'p' ? 12 : 0)
  if (hours > 12 || hours === 0 || (spoken.startsWith('0') && spoken.length > 1)) return hours
  if (part === 'morning') return hours % 12
  if (part) return (hours % 12) + 12
  return hours <= 6 ? hours + 12 : hours
}

function written(minutes: number): string {
  const inRange = (minutes + 1440) % 1440
  return `${String(Math.floor(inRange / 60)).padStart(2, '0')}:${String(inRange % 60).padStart(2, '0')}`
}
