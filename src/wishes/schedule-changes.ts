import type { Wish } from './wish.ts'

const things = `(?:schedules?|scheduled (?:answers?|posts?|messages?|reports?|questions?|things?)|recurring (?:answers?|posts?|messages?|reports?))`
const lists = [
  new RegExp(
    `^(?:(?:list|show|see|view|display|give)(?: me| us)? )?(?:all )?(?:of )?(?:my |our |the |your )?(?:active |paused |current )?${things}(?: (?:here|in this channel|we have|i have|you have))?$`,
    'iu',
  ),
  new RegExp(
    `^(?:what|which) (?:are (?:my|our|the|your) )?(?:active |current )?${things}(?: (?:do (?:i|we|you) have|are (?:there|active|running|set up|paused)|have (?:i|we) (?:got|set up)))?$`,
    'iu',
  ),
  /^what(?:'s| is| have (?:i|we)) (?:currently )?scheduled(?: (?:here|for me|in this channel))?$/iu,
  /^what do you (?:send|post)(?: (?:me|us|here))?(?: (?:regularly|automatically|every (?:day|week|month)))?$/iu,
  /^(?:which|what) (?:answers|questions|reports) (?:are|have (?:i|we)|do you) (?:scheduled|schedule|send(?: me| us)?|post(?: here)?)$/iu,
]

/** “list my schedules”, “what are my scheduled answers”. */
export function readListSchedules(text: string): Wish | null {
  return lists.some((pattern) => pattern.test(text)) ? { kind: 'list_schedules' } : null
}

const noun = `(?:schedules?|scheduled (?:answers?|posts?|messages?|reports?|questions?)|reports?|posts?|messages?|answers?|updates?|subscriptions?|one|digests?|sends?|sending|posting)`
const it = `(?:this|that|it|these|those|them)`
const whose = `(?:the|my|our|this|that|your|these|those)`

/** “stop sending me the Monday report”, and the other way round. */
const stopSending = new RegExp(
  String.raw`^(?:stop|quit|don't|do not|no longer|never)\s+(?:send(?:ing)?|post(?:ing)?|deliver(?:ing)?|messag(?:e|ing)|dm(?:ing)?|repeat(?:ing)?|shar(?:e|ing))(?:\s+(?:me|us))?(?:\s+(?:${it}|the\s+same|${whose}\s+(?<which>.+?)))?(?:\s+(?:to (?:me|us)|here|any ?more|again|any longer|in this channel|every \w+))*$`,
  'iu',
)
const startSending = new RegExp(
  String.raw`^(?:start|begin|resume|continue)\s+(?:sending|posting|delivering|sharing)(?:\s+(?:me|us))?(?:\s+(?:${it}|${whose}\s+(?<which>.+?)))?(?:\s+(?:to (?:me|us)|here|again|in this channel))*$`,
  'iu',
)

/** “Start sending me this every Monday” makes a new one. */
const saysWhen = /\b(?:every|each|daily|weekly|monthly|at \d)\b/iu

/** `only`: what is ever said of schedules alone; “delete” and “stop” have other objects too. */
const verbs = [
  { kind: 'pause_schedule', only: true, verb: /^(?:pause|suspend|hold|mute|snooze|put on hold|disable)\s+/iu },
  {
    kind: 'resume_schedule',
    only: true,
    verb: /^(?:resume|unpause|un-pause|restart|reactivate|re-activate|continue|unmute|enable|start again)\s+/iu,
  },
  {
    kind: 'delete_schedule',
    only: false,
    verb: /^(?:delete|cancel|stop|remove|end|unsubscribe(?: me)? from|drop|get rid of|kill|unschedule|turn off|discontinue)\s+/iu,
  },
] as const

/** “pause the Monday one”, “stop sending me that”, “delete schedule 2”. */
export function readScheduleChange(text: string): Wish | null {
  const stopped = stopSending.exec(text)
  if (stopped) return { kind: 'delete_schedule', which: whichOf(stopped.groups?.which) }
  const started = saysWhen.test(text) ? null : startSending.exec(text)
  if (started) return { kind: 'resume_schedule', which: whichOf(started.groups?.which) }
  for (const { kind, only, verb } of verbs) {
    const which = verb.test(text) ? meant(text.replace(verb, ''), only) : undefined
    if (which !== undefined) return { kind, which }
  }
  return null
}

const pointed = new RegExp(`^(?:${it}|(?:this|that|the|my) (?:${things}|subscriptions?))(?: again)?$`, 'iu')
const allOfThem =
  /^(?:all(?: (?:of )?(?:my|the|our|your|them))?(?: (?:schedules|scheduled (?:answers|posts|messages|reports)|subscriptions))?|everything(?: scheduled)?|them all)$/iu
const numbered = /^(?:the\s+|my\s+)?(?:schedule|subscription)\s*(?:no\.?|number|#)?\s*(?<number>\d+)$/iu
const named = new RegExp(
  String.raw`^(?:(?:all|all my|all the|every|${whose})\s+)?(?<which>.+?)\s+${noun}(?:\s+(?:here|for now|for a while|again))*$`,
  'iu',
)
const about = new RegExp(String.raw`^(?:the\s+|my\s+)?${noun}\s+(?:about|of|for|on|with|called)\s+(?<which>.+)$`, 'iu')
const rhythm =
  /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|daily|weekly|monthly|quarterly|weekday|morning|evening|afternoon|biweekly|fortnightly|workday)\b/iu
const saysSchedule = /schedul|subscription|recurring/iu

/** What is paused or stopped; undefined when the words are not about a schedule: without the word, they need a rhythm. */
function meant(what: string, only: boolean): string | null | undefined {
  const surely = only || saysSchedule.test(what)
  if (pointed.test(what)) return surely ? null : undefined
  if (allOfThem.test(what)) return surely ? 'all' : undefined
  const number = numbered.exec(what)?.groups?.number
  if (number !== undefined) return number
  const which = named.exec(what)?.groups?.which
  if (which !== undefined && (surely || rhythm.test(which))) return whichOf(which)
  const subject = about.exec(what)?.groups?.which
  return subject !== undefined && surely ? whichOf(subject) : undefined
}

const trailingNoun = new RegExp(String.raw`\s+${noun}$`, 'iu')
const nothing = new RegExp(`^(?:${it}|${noun}|last|same|ones)?$`, 'iu')

function whichOf(said: string | undefined): string | null {
  const plain = (said ?? '')
    .replace(trailingNoun, '')
    .replace(/^(?:the|my|our|this|that|all the|all my)\s+/iu, '')
    .replace(/^["']+|["'.,]+$/g, '')
    .trim()
  return nothing.test(plain) ? null : plain
}
