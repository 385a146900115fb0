import { addDays, type Day } from '../ask/days.ts'
import { stretchAhead } from '../ask/days-ahead.ts'

/** What was typed, in its parts. */
export interface Typed {
  /** Whom it is about, as typed; null where nothing says so. */
  readonly who: string | null
  readonly body: string
}

const longestName = 80

/**
 * “Ana Silva: asked about cable locks, call Friday” in its two parts. Without a colon the name has to be found at the
 * beginning: `namesIn` gives the beginnings to try.
 *
 *     typed('Ana Silva: asked about locks') // { who: 'Ana Silva', body: 'asked about locks' }
 */
export function typed(text: string): Typed {
  const plain = text.trim()
  const [, who, body] = /^([^:\n]{1,80}?)\s*(?:[:\n]|\s[-–—]\s)\s*([\s\S]+)$/.exec(plain) ?? []
  // A time of day has a colon too: “call at 9:30”.
  if (
    who === undefined ||
    body === undefined ||
    (/\d$/.test(who) && /^\d\d\b/.test(body) && !/^[a-z]+-?\d+$/i.test(who))
  )
    return { who: null, body: plain }
  return { who: who.length > longestName ? null : who, body: body.trim() }
}

/** The beginnings of a text that may be a name, the longest first, with what stands behind each. */
export function namesIn(text: string): readonly { readonly who: string; readonly body: string }[] {
  const words = text.trim().split(/\s+/)
  return [4, 3, 2, 1]
    .filter((count) => words.length > count)
    .map((count) => ({
      who: words.slice(0, count).join(' ').replace(/[,;]$/, ''),
      body: words.slice(count).join(' '),
    }))
}

/** A day that the note speaks of as still to come, to offer a follow-up for. */
export interface Mentioned {
  readonly on: Day
  /** The words that say it. */
  readonly words: string
}

const cue = /^(?:on|by|until|till|next|this|in|tomorrow|tonight|before|around|coming|from)$/i
const notAhead = /^(?:born|birthday|since|last|ago|was|were|bought|ordered|yesterday)$/i
/** “Comes in Saturday mornings” is no appointment. */
const habit = /^(?:mornings|afternoons|evenings|nights)$/i
const longest = 4

/**
 * The first day ahead that the words speak of, at most a year away: “call Friday”, “back in two weeks”, “by Nov 30”. Words of
 * what has been (“born May 5”, “last Friday”) are none.
 */
export function dayMentioned(body: string, today: Day): Mentioned | null {
  const words = body.split(/\s+/).map((word) => word.replace(/^[("“]+|[.,;:!?)"”]+$/g, ''))
  for (let start = 0; start < words.length; start++) {
    if (words.slice(Math.max(0, start - 3), start + 1).some((word) => notAhead.test(word))) continue
    for (let length = Math.min(longest, words.length - start); length > 0; length--) {
      const stretch = words.slice(start, start + length).join(' ')
      const on = dayOf(stretch, today)
      if (on !== null && !habit.test(words[start + length] ?? '')) return { on, words: stretch }
    }
  }
  return null
}

const namesADay =
  /\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:tomorrow|tonight|today)\b|\b(?:next|this|coming) (?:week|weekend|month|year|spring|summer|fall|autumn|winter)\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d|\d (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}\/\d{1,2}\b/i
const inSome = /^in (an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (days?|weeks?|months?)$/i
const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

function dayOf(words: string, today: Day): Day | null {
  const [, count, unit] = inSome.exec(words) ?? []
  if (count && unit) {
    const said = count.toLowerCase()
    const many = /^an?$/.test(said) ? 1 : numbers.includes(said) ? numbers.indexOf(said) : Number(said)
    return within(addDays(today, many * (/^d/i.test(unit) ? 1 : /^w/i.test(unit) ? 7 : 30)), today)
  }
  if (!namesADay.test(words)) return null
  const plain = words
    .split(' ')
    .filter((word, at) => at > 0 || !cue.test(word) || /^(?:next|this|coming|tomorrow|tonight)$/i.test(word))
    .join(' ')
  if (/^tonight$/i.test(plain)) return today
  const stretch = stretchAhead(plain, today)
  if (stretch === null) return null
  return within(stretch.from < today ? today : stretch.from, today)
}

const within = (day: Day, today: Day): Day | null => (day >= today && day <= addDays(today, 366) ? day : null)
