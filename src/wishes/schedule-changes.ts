import type { Situation, Wish } from './wish.ts'

const things = String.raw`(?:schedules?|scheduled (?:answers?|posts?|messages?|reports?|questions?|things?)|recurring (?:answers?|posts?|messages?|reports?)|subscriptions?)`
const lists = [
  new RegExp(
    String.raw`^(?:(?:list|show|see|view|display|give)(?: me| us)? )?(?:all )?(?:of )?(?:my |our |the |your )?(?:active |paused |current )?${things}(?: (?:here|in this channel|we have|i have|you have))?$`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?:what|which) (?:are (?:my|our|the|your) )?(?:active |current )?${things}(?: (?:do (?:i|we|you) have|are (?:there|active|running|set up|paused)|have (?:i|we) (?:got|set up)))?$`,
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

const noun = String.raw`(?:schedules?|scheduled (?:answers?|posts?|messages?|reports?|questions?)|reports?|posts?|messages?|answers?|updates?|subscriptions?|ones?|digests?|sends?|sending|posting)`
const rhythm = String.raw`(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|daily|weekly|monthly|quarterly|weekday|morning|evening|afternoon|biweekly|fortnightly|workday)`
const verbs = {
  pause_schedule: String.raw`(?:pause|suspend|hold|mute|snooze|put on hold|disable)`,
  resume_schedule: String.raw`(?:resume|unpause|un-pause|restart|reactivate|re-activate|continue|unmute|enable|start again)`,
  delete_schedule: String.raw`(?:delete|cancel|stop|remove|end|unsubscribe(?: me)? from|drop|get rid of|kill|unschedule|turn off|discontinue)`,
} as const
type Change = keyof typeof verbs
const changes = Object.keys(verbs) as Change[]

const it = String.raw`(?:this|that|it|these|those|them)`
const stopSending = new RegExp(
  String.raw`^(?:stop|quit|don't|do not|no longer|never)\s+(?:send(?:ing)?|post(?:ing)?|deliver(?:ing)?|messag(?:e|ing)|dm(?:ing)?|repeat(?:ing)?|shar(?:e|ing))(?:\s+(?:me|us))?(?:\s+(?:${it}|the\s+same|(?:the|my|this|that|your|these|those)\s+(?<which>.+?)))?(?:\s+(?:to (?:me|us)|here|any ?more|again|any longer|in this channel|every \w+))*$`,
  'iu',
)
const startSending = new RegExp(
  String.raw`^(?:start|begin|resume|continue|keep)\s+(?:sending|posting|delivering|sharing)(?:\s+(?:me|us))?(?:\s+(?:${it}|(?:the|my|this|that|your)\s+(?<which>.+?)))?(?:\s+(?:to (?:me|us)|here|again|in this channel))*$`,
  'iu',
)

const allOfThem =
  /^(?:all(?: (?:of )?(?:my|the|our|your|them))?(?: (?:schedules|scheduled (?:answers|posts|messages|reports)|subscriptions))?|everything(?: scheduled)?|them all)$/iu

/** “pause the Monday one”, “stop sending me that”, “delete schedule 2”. */
export function readScheduleChange(text: string, _situation: Situation): Wish | null {
  const stopped = stopSending.exec(text)
  if (stopped) return { kind: 'delete_schedule', which: whichOf(stopped.groups?.which) }
  const started = startSending.exec(text)
  if (started) return { kind: 'resume_schedule', which: whichOf(started.groups?.which) }
  for (const kind of changes) {
    const which = changed(text, verbs[kind], kind !== 'delete_schedule')
    if (which !== undefined) return { kind, which }
  }
  return null
}

/**
 * What is paused or stopped; undefined when the words are not about a schedule. “Delete” and “stop” also have other
 * objects, so they need the word, or a rhythm (“the Monday one”); “pause” is only ever said of schedules.
 */
function changed(text: string, verb: string, only: boolean): string | null | undefined {
  const found = new RegExp(String.raw`^${verb}\s+(?<what>.+)$`, 'iu').exec(text)
  const what = found?.groups?.what
  if (what === undefined) return undefined
  if (new RegExp(String.raw`^(?:${it}|(?:this|that|the|my) ${things})(?: again)?$`, 'iu').test(what))
    return only || /schedul|subscription|recurring/iu.test(what) ? null : undefined
  if (allOfThem.test(what)) return only || /schedul|subscription/iu.test(what) ? 'all' : undefined
  const numbered = /^(?:the\s+|my\s+)?(?:schedule|subscription)\s*(?:no\.?|number|#)?\s*(?<number>\d+)$/iu.exec(what)
  if (numbered) return numbered.groups?.number ?? null
  const named = new RegExp(
    String.raw`^(?:(?:the|my|our|all|all my|all the|every|this|that)\s+)?(?<which>.+?)\s+${noun}(?:\s+(?:here|for now|for a while|again))*$`,
    'iu',
  ).exec(what)
  const which = named?.groups?.which
  if (
    which !== undefined &&
    (only || new RegExp(`\\b${rhythm}\\b`, 'iu').test(which) || /schedul|subscription/iu.test(what))
  )
    return whichOf(which)
  const about = new RegExp(
    String.raw`^(?:the\s+|my\s+)?${noun}\s+(?:about|of|for|on|with|called)\s+(?<which>.+)$`,
    'iu',
  ).exec(what)
  const subject = about?.groups?.which
  if (subject !== undefined && (only || /schedul|subscription/iu.test(what))) return whichOf(subject)
  return undefined
}

function whichOf(said: string | undefined): string | null {
  const plain = (said ?? '')
    .replace(new RegExp(String.raw`\s+${noun}$`, 'iu'), '')
    .replace(/^(?:the|my|our|this|that|all the|all my)\s+/iu, '')
    .replace(/^["']+|["'.,]+$/g, '')
    .trim()
  return plain === '' || new RegExp(`^(?:${it}|${noun}|last|same)$`, 'iu').test(plain) ? null : plain
}
