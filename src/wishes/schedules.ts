import { type RecurrenceReading, recurrencesIn } from '../schedules/recurrence-reading.ts'
import { type Situation, unclear, type Wish } from './wish.ts'

const strong = String.raw`(?:(?:start|begin|keep)\s+(?:sending|posting|sharing|delivering)|send|post|deliver|dm|message|share|schedule|publish|forward)`
const weak = `(?:show|give|tell|get|have|receive|want|need|like|love|see|report|repeat|do|run|ask|answer|update|ping|refresh|remind)`
const mail = `(?:e-?mail|mail|text|sms|whatsapp|fax)`
const verb = new RegExp(
  String.raw`^(?:(?:i|we)(?:'d| would)? (?=(?:want|need|like|love)\b))?(?:(?:set up|create|make|add)\s+(?:a\s+|an\s+)?(?:schedule|reminder|recurring (?:post|message|report))\s+(?:to|for|of)\s+)?(?:(?<strong>${strong})|(?<weak>${weak})|(?<mail>${mail}))\b\s*(?<rest>.*)$`,
  'iu',
)
const toMe = `(?:me|to me|for me|myself|to myself|by dm|via dm|in (?:a )?dm|as (?:a )?dm|to my dms?|by direct message|in (?:a )?direct message|privately)`
const toHere = `(?:here|in here|right here|(?:in|to|into|on) (?:this|the|our) (?:channel|thread|conversation|chat|group)|(?:(?:to|with|for) )?(?:us|everyone|everybody|the (?:whole )?team|the channel))`
const leading = new RegExp(String.raw`^(?:(?<me>${toMe})|(?<here>${toHere}))(?=$|[\s,:])[\s,:]*`, 'iu')
const trailing = new RegExp(String.raw`(?:^|[\s,]+)(?:(?<me>${toMe})|(?<here>${toHere}))$`, 'iu')
const inSlack = /(?:^|\s+)(?:in|on|via|through|over) slack$/iu
const elsewhere = /\b(?:to|in|into) (?:<[#@!][^>]*>|[#@]\w[\w-]*)|^(?:<@[^>]*>|@\w+)/iu
const address = /\bto [^\s@]+@[^\s@]+\.[^\s@]+/iu
const answerMeant =
  /^(?:(?:this|that|it|these|those|them|the same(?: thing| list| answer| report| question)?|same(?: thing)?)|(?:this|that|the|these|those|my)\s+(?:last |same |whole )?(?:list|answer|result|results|table|report|chart|graph|question|query|breakdown|numbers?|figures?|update|one|message|post|data))?(?:\s+again)?$/iu
const anotherTime =
  /\b(?:every|each|daily|weekly|monthly|hourly|yearly|annually|quarterly|(?:once|twice|thrice|(?:two|three|four|five|\d+) times) (?:a|per|each|every)|regularly|recurring)\b/giu
const onceOnly =
  /\b(?:today|tonight|tomorrow|later|next (?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:on|this) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|in (?:an?|one|two|\d+) (?:hours?|minutes?|days?|weeks?)|at (?:\d{1,2}(?::\d\d)?(?:\s?[ap]\.?m\.?)?|noon|midnight))\b/giu

const tooOften =
  /\b(?:(?:every|each) (?:\d+ |few |couple of |half )?(?:hours?|minutes?|years?)|hourly|yearly|annually|(?:twice|thrice|several times|\w+ times) (?:a|an|per|each|every) (?:hour|day|week|month|year))$/iu

const slackOnly =
  'I send answers in Slack only. Say “send me this every Monday at 9” for a direct message, or “post this here every Monday at 9” for this channel.'
const whenMissing =
  'When? Say it like “send me this every Monday at 9”, “post this here on the 1st of each month” or “send me this every weekday at 8:30 am”.'
const cannotRecur =
  'I can repeat an answer daily, on weekdays, on days of the week, every few weeks, or on a day of the month. Say it like “send me this every Monday at 9”.'
const otherPlace = 'I can send it to you, or post it here. For another channel, ask me there.'
const nothingMeant =
  'There is no answer here to repeat yet. Ask something first, or say it whole: “send me revenue by store every Monday at 9”.'

/** “send me this every Monday at 9”, “every friday at 5pm post revenue by store here”. */
export function readSchedule(text: string, situation: Situation): Wish | null {
  for (const reading of recurrencesIn(text, situation)) {
    const wish = scheduled(text, reading, situation)
    if (wish !== null) return wish
  }
  return withoutRecurrence(text, situation)
}

/** A recurrence in its sentence: what is said before it, it itself, what is said behind it. */
interface Parts {
  readonly before: string
  readonly recurrence: string
  readonly after: string
}

function partsOf(text: string, { from, to }: RecurrenceReading): Parts {
  return {
    before: text.slice(0, from).replace(/[\s,;:.-]+$/u, ''),
    recurrence: text.slice(from, to),
    after: text.slice(to).replace(/^[\s,;:.-]+/u, ''),
  }
}

/** The wish, if the recurrence stands where such a one stands: first, last, or behind “send me this”. */
function scheduled(text: string, reading: RecurrenceReading, situation: Situation): Wish | null {
  const parts = partsOf(text, reading)
  const { before, after } = parts
  const inside = before !== '' && after !== ''
  if (inside && !isBegun(before) && ![trailing, inSlack, elsewhere].some((place) => place.test(after))) return null
  const request = requestIn([before, after].filter((part) => part !== '').join(' '))
  if (request === null) return inside ? null : bare(parts, reading, situation)
  if (request.kind === 'mail') return unclear(slackOnly)
  if (request.question !== null && !reading.timeSaid) {
    if (request.kind === 'weak' || isPartOfQuestion(request.question, parts)) return null
  }
  return made(request, reading, situation)
}

interface Request {
  readonly kind: 'strong' | 'weak' | 'mail'
  readonly target: 'me' | 'here' | 'elsewhere'
  readonly question: string | null
}

/** “send me the lapsed top customers in this channel”: who sends what to whom. */
function requestIn(text: string): Request | null {
  const said = verb.exec(text)?.groups
  if (!said) return null
  const kind = said.strong ? 'strong' : said.weak ? 'weak' : 'mail'
  if (kind === 'mail' && !isForUs(said.rest ?? '')) return null
  const away = elsewhere.test(said.rest ?? '') || address.test(said.rest ?? '')
  const { what, here, me } = targetsIn((said.rest ?? '').replace(inSlack, ''))
  const posts = /^(?:(?:start|begin|keep) )?(?:post|publish|shar)/iu.test(text)
  const target = away ? 'elsewhere' : here || (posts && !me) ? 'here' : 'me'
  return { kind, target, question: answerMeant.test(what) ? null : what }
}

/** “e-mail me this”, “mail it to ana@…”; “e-mail all customers” is none of ours. */
const isForUs = (rest: string): boolean =>
  /^(?:me|us|this|that|it)\b|^(?:the|these|those)\s.*\bto (?:me|us)$|\bto \S+@\S+/iu.test(rest)

function targetsIn(rest: string): { what: string; here: boolean; me: boolean } {
  let [what, here, me] = [rest.trim(), false, false]
  for (const place of [leading, trailing, trailing, leading]) {
    const found = place.exec(what)
    if (!found) continue
    here ||= found.groups?.here !== undefined
    me ||= found.groups?.me !== undefined
    what = what.replace(place, '').trim()
  }
  return {
    what: what
      .replace(/^(?:with|about|of)\s+(?=\S)/iu, '')
      .replace(/(?<=\S)\s+(?:for|to (?:be sent|come|arrive|run))$/iu, '')
      .replace(/^["']+|["',;:]+$/g, ''),
    here,
    me,
  }
}

/** “send me”, “post here”, “send this to me”: only the words that send, so that the rest follows the recurrence. */
function isBegun(before: string): boolean {
  const request = requestIn(before)
  return request !== null && request.question === null
}

/** “this every Monday at 9”, “every Monday at 9: lapsed top customers”: no verb, but an hour leaves no doubt. */
function bare(parts: Parts, reading: RecurrenceReading, situation: Situation): Wish | null {
  const { what, here } = targetsIn(parts.before === '' ? parts.after : parts.before)
  const question = answerMeant.test(what) ? null : what
  if (!reading.timeSaid || (question === null && !situation.hasAnswer)) return null
  const belongs = question !== null && parts.before !== '' && isPartOfQuestion(question, parts)
  // “orders at 9 every Monday” asks for what happened then.
  if (belongs || (question !== null && parts.before !== '' && !opensWithDays.test(parts.recurrence))) return null
  return made({ target: here ? 'here' : 'me', question }, reading, situation)
}

const opensWithDays = /^(?:every|each|daily|weekly|monthly|quarterly|once)\b/iu

/** “send me revenue for each month”, “send me those who bought every month”: it counts by it and is no time to send. */
function isPartOfQuestion(question: string, { recurrence, after }: Parts): boolean {
  if (after === '' && /^(?:each|per)\b/iu.test(recurrence)) return true
  if (dangling.test(question)) return true
  const said = clause.exec(question)?.groups?.said ?? ''
  return buying.test(said) && !complete.test(said)
}

const dangling =
  /\b(?:for|in|on|by|of|per|during|after|before|until|since|from|at|around|versus|vs|and|or|than|not|is|are|we|they|do|does)$/iu
const clause =
  /\b(?:who|that|which|whoever|customers|people|everyone|buyers)\b(?!.*\b(?:who|that|which)\b)(?<said>.*)$/iu
const buying =
  /\b(?:buys?|bought|orders?|ordered|comes?|came|visit(?:s|ed)?|shop(?:s|ped)?|purchase[sd]?|spends?|spent|return(?:s|ed)?|call(?:s|ed)?)\b/iu
/** What has a stretch of its own, or says what did not happen, needs no “every Monday” to be a question. */
const complete =
  /\b(?:not|never|no|nothing|hasn't|haven't|didn't|don't|stopped)\b|\d|\b(?:last|this|since|before|year|month|week|days?)\b/iu

function made(
  { target, question }: Pick<Request, 'target' | 'question'>,
  reading: RecurrenceReading,
  { hasAnswer }: Situation,
): Wish {
  if (target === 'elsewhere') return unclear(otherPlace)
  if (question === null && !hasAnswer) return unclear(nothingMeant)
  return { kind: 'schedule', question, when: reading.recurrence, timeSaid: reading.timeSaid, target }
}

/** A wish to have something sent that says no time, or one that cannot be. */
function withoutRecurrence(text: string, { hasAnswer }: Situation): Wish | null {
  const request = requestIn(text)
  if (request === null) return null
  if (request.kind === 'mail') return unclear(slackOnly)
  if (request.kind !== 'strong') return null
  const stripped = (request.question ?? '').replaceAll(onceOnly, '').replaceAll(anotherTime, '').trim()
  const pointed = request.question === null || answerMeant.test(stripped)
  if (/^schedule\b/iu.test(text) && pointed && text.search(anotherTime) < 0) return unclear(whenMissing)
  if (tooOften.test(text) || (pointed && text.search(anotherTime) >= 0)) return unclear(cannotRecur)
  if (!pointed) return null
  if (text.search(onceOnly) >= 0)
    return unclear(`I repeat answers, I do not send them once at a later time. ${whenMissing}`)
  return hasAnswer || /^(?:send|post|schedule)\b/iu.test(text) ? unclear(whenMissing) : null
}
