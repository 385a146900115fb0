import { addDays, type Day, startOf } from '../ask/days.ts'
import { stretchAhead } from '../ask/days-ahead.ts'
import { type Situation, todayOf, unclear, type Wish } from './wish.ts'

const begins =
  /^(?:remind me|set (?:me )?a reminder|(?:add|set|make|create) a follow-?up|follow up|ping me|nudge me)\b[\s,:-]*(?<rest>.*)$/iu
const deed =
  /^(?:(?:to |that i (?:should|must|have to) )?(?:call|ring|phone|text|e-?mail|message|write(?: to)?|contact|visit|see|check (?:in|up)(?: (?:on|with))?|follow up (?:with|on)|get back to|talk to|speak (?:to|with)|reach out to|ask|tell|thank)|about|of|with|on|for|regarding|re)\s+(?<who>.+)$/iu
const subject =
  /^(?<who>.+?)\s*(?:,|:|;|\s(?:about|re|regarding|because|concerning|that|to ask|to say|to tell|and ask|whether|if)\b)\s*(?<what>.+)$/iu

/**
 * “Remind me about Ana Silva on Friday”, “remind me to call Ana next week about cable locks”: a follow-up of one's own. A
 * stretch of several days begins it on its first.
 */
export function readReminder(text: string, situation: Situation): Wish | null {
  const rest = begins.exec(text)?.groups?.rest
  // What comes again and again is a scheduled answer.
  if (rest === undefined || /\b(?:every|each|daily|weekly|monthly)\b/iu.test(rest)) return null
  const today = todayOf(situation)
  const dated = withoutTime(rest.replace(/[.!]+$/, '').trim(), today)
  const said = deed.exec(dated.rest)?.groups?.who ?? null
  if (said === null) return /^follow up/iu.test(text) ? null : unclear(example)
  if (dated.on === null) return unclear(`When? ${example}`)
  const told = subject.exec(said)?.groups
  return {
    kind: 'remind',
    who: (told?.who ?? said).trim(),
    on: dated.on,
    what: told?.what?.trim() ?? null,
  }
}

const example =
  'Say it like “remind me about Ana Silva on Friday” or “remind me to call Ana Silva next week about the grill”.'

const calls =
  /^(?:i (?:must|should|need to|have to|want to) |(?:do not|don't) (?:let me )?forget to )?(?:call|ring|phone|visit|get back to|check (?:in )?(?:on|with)|talk to|speak (?:to|with))\s+(?<rest>\S.*)$/iu
/** Words of lists and questions; names have none of them. */
const noName =
  /\b(?:who|whom|which|what|everyone|everybody|anyone|all|our|the|these|those|them|him|her|it|customers?|people|buyers?|lists?|lapsed|top|best|cent(?:er|re)s?|volumes?|history|logs?|and|every|each|orders?|sales|revenue|counts?|numbers?|consents?|calls?|visits?|visitors?|times?|notes?)\b/iu

/**
 * “Call Ana Silva on Thursday about the grill”: the same reminder without the word. Only with a name and a day to come: it
 * could be a question otherwise, and to write to somebody is no reminder.
 */
export function readCallAhead(text: string, situation: Situation): Wish | null {
  const rest = calls.exec(text)?.groups?.rest
  if (rest === undefined || /\b(?:every|each|daily|weekly|monthly)\b/iu.test(rest)) return null
  const { rest: said, on } = withoutTime(rest.replace(/[.!]+$/, '').trim(), todayOf(situation))
  if (on === null) return null
  const told = subject.exec(said)?.groups
  const who = (told?.who ?? said).replace(/\s+(?:back|up)$/iu, '').trim()
  if (noName.test(who) || who.split(/\s+/).length > 4) return null
  const isName = /^(?:\p{Lu}|\S*\d)/u.test(who) || !/^(?:phone|visit)/iu.test(text)
  if (!isName) return null
  return { kind: 'remind', who, on, what: told?.what?.trim() ?? null }
}

/** The stretch of words that is a day or days to come, the longest of them, and the words around it. */
function withoutTime(text: string, today: Day): { readonly rest: string; readonly on: Day | null } {
  const words = text.split(/\s+/)
  for (let length = words.length - 1; length > 0; length--)
    for (let start = words.length - length; start >= 0; start--) {
      const stretch = words.slice(start, start + length).join(' ')
      const [, day = '', stop = ''] = /^(.*?)([,;:]?)$/.exec(stretch) ?? []
      const on = dayOf(day, today)
      if (on === null) continue
      const [before, after] = [words.slice(0, start).join(' '), words.slice(start + length).join(' ')]
      const rest = [`${before}${before === '' ? '' : stop}`, after].filter((part) => part !== '').join(' ')
      return { rest: rest.replace(/\s*[,;:]\s*$/, ''), on }
    }
  return { rest: text, on: null }
}

const inDays =
  /^in (?<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?<unit>days?|weeks?|months?)$/iu
const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

function dayOf(words: string, today: Day): Day | null {
  const ahead = inDays.exec(words)?.groups
  if (ahead) {
    const said = (ahead.count ?? '').toLowerCase()
    const count = /^an?$/.test(said) ? 1 : numbers.includes(said) ? numbers.indexOf(said) : Number(said)
    const unit = (ahead.unit ?? '').toLowerCase()
    return addDays(today, count * (unit.startsWith('day') ? 1 : unit.startsWith('week') ? 7 : 30))
  }
  const plain = words.replace(/^(?:on|by|this|for|at)\s+/iu, '')
  if (/^(?:the|a|an|in|me|her|him|them)$/iu.test(plain)) return null
  const stretch = stretchAhead(plain, today)
  if (stretch === null || stretch.to < today) return null
  return stretch.from < today ? today : stretch.from
}

/** “My follow-ups”: the list to work through. Whose and how many is a question. */
export function readFollowUpList(text: string): Wish | null {
  return /^(?:(?:show|list)(?: me)? )?(?:my|our) (?:open |due |overdue )?(?:follow-?ups|reminders|promises|to-?dos?)(?: list)?$/iu.test(
    text,
  )
    ? { kind: 'list_follow_ups' }
    : null
}

const results =
  /^(?:how (?:did|are|were|is|was|have) (?:the |our |my )?(?<when>last month'?s?|last week'?s?|this month'?s?|this week'?s?|yesterday'?s?|today'?s?)? ?(?:the |our )?(?:digests?|follow-?ups|morning lists?)(?: (?:of |from |in )?(?<later>last month|last week|this month|this week|yesterday))? ?(?:do|doing|done|go|going|work|working|perform|performing)?(?: (?<after>last month|last week|this month|this week|yesterday|today))?|what (?:did|has|have) (?:the |our )?(?:digests?|follow-?ups) (?:bring|brought|achieve|achieved)(?: us)?(?: (?:in )?(?<brought>last month|last week|this month|this week))?|(?:do|does|did|have|has|are|is) (?:the |our )?(?:digests?|follow-?ups|morning lists?) (?:help(?:ed|ing)?|work(?:ed|ing)?|(?:bring|bringing|brought) (?:us )?anything|pay(?:ing)? off|paid off)|what (?:came|has come|became) of (?:the |our )?(?<came>last month's|last week's|this month's|this week's)? ?(?:digests?|follow-?ups)(?: (?:of |from )?(?<since>last month|last week|this month|this week))?|which (?:rules?|treatments?|reasons?)(?: of the digest)? (?:works?|worked|do|does|did|performs?|performed|helps?|helped|sells?|sold|earns?|earned|gets?|got|makes?|made|(?:brings?|brought)(?: us)?(?: in)?)(?: us)? (?:the )?(?:best|worst|well|most)(?: (?:orders?|sales|revenue|money|customers(?: back)?|people back))?|(?:what is |what's )?(?:the |our )?(?:best|most successful|strongest) (?:rule|treatment)(?: of the digest)?|(?:show )?(?:me )?(?:the )?(?:digest|weekly) report)$/iu

/** “How did last month's follow-ups do”, “which rule works best”: the report on the digests; of the last 30 days unless said. */
export function readDigestReport(text: string, situation: Situation): Wish | null {
  const said = results.exec(text)?.groups
  if (!said) return null
  const today = todayOf(situation)
  const about = /\b(?:rules?|treatments?|reasons?)\b/iu.test(text) ? ('rules' as const) : ('all' as const)
  const when = (said.when ?? said.later ?? said.after ?? said.brought ?? said.came ?? said.since ?? '')
    .replace(/'s?$/, '')
    .toLowerCase()
  switch (when) {
    case 'today':
      return { kind: 'digest_report', about, from: today, to: today }
    case 'yesterday':
      return { kind: 'digest_report', about, from: addDays(today, -1), to: addDays(today, -1) }
    case 'this week':
    case 'last week': {
      const monday = startOf('week', today, { weekStart: 'monday', fiscalYearStart: 1 })
      return when === 'this week'
        ? { kind: 'digest_report', about, from: monday, to: today }
        : { kind: 'digest_report', about, from: addDays(monday, -7), to: addDays(monday, -1) }
    }
    case 'this month':
      return { kind: 'digest_report', about, from: `${today.slice(0, 8)}01`, to: today }
    case 'last month': {
      const last = addDays(`${today.slice(0, 8)}01`, -1)
      return { kind: 'digest_report', about, from: `${last.slice(0, 8)}01`, to: last }
    }
    default:
      return { kind: 'digest_report', about, from: addDays(today, -30), to: today }
  }
}
