import { unclear, type Wish } from './wish.ts'

const list = `(?:digests?|morning lists?|list of the morning)`
const here = `(?:(?:to|in|into|on|for) (?:this|our|the) (?:channel|conversation|chat|group)|in here|right here|here)`
const often = `(?:(?:every|each) (?:single )?(?:morning|day|weekday|workday|working day|business day)|daily|on (?:weekdays|workdays|working days)|in the mornings?)`
const clock = String.raw`(?:at|by|around) (?:\d.*|noon|midnight|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b.*)`
const which = String.raw`(?:(?:the|our|my|a|an|this|today's) )?(?:(?<store>[\p{L}\d][\p{L}\d\s.&'’-]*?)(?:['’]s)? )??(?:morning |daily |store )?${list}(?: (?:for|of|from) (?:the )?(?<of>[\p{L}\d][\p{L}\d\s.&'’-]*?)(?: (?:store|shop))?)?`
const starts = `(?:(?:start|begin|keep) (?:sending|posting|sharing)|send|post|share|deliver|publish|bring|give|want|start|begin|resume|switch on|turn on)`
const stops = `(?:(?:stop|quit|end|cease) (?:sending|posting|sharing)|(?:do not|don't) (?:send|post|share)|no more|stop|end|cancel|pause|switch off|turn off|remove|delete|unsubscribe(?: me)? from)`
const toMe = `(?:(?:to )?me|us)`

const started = new RegExp(
  `^(?:(?:(?<i>i)|we) (?:would like|want|need) (?:to (?:get|have|see|receive) )?|${starts} )(?<me>${toMe} )?(?:${often} )?${which}(?: (?<to>to me|to us))?(?: (?:${often}|(?<here>${here})))*(?: (?<clock>${clock}))?(?: ${often})?$`,
  'iu',
)
const stopped = new RegExp(
  `^${stops} (?<me>${toMe} )?${which}(?: (?<to>to me|to us))?(?: (?:${often}|(?<here>${here})))*(?: any ?more)?$`,
  'iu',
)
const saysWhen = new RegExp(String.raw`\b${often}\b`, 'iu')

const itsHour =
  'The digest comes at one hour every working day: the shop’s, under Settings on my Home tab, or your own, under Your morning digest there.'

/**
 * “Send the digest here every morning”, “send the Chicago digest here”, “stop the digest here”: for the channel it is said
 * in. “Send me the digest every morning” and “stop the digest” are about one's own. Without “here” or “every morning”, to
 * send it is no wish for all mornings to come.
 */
export function readDigestWish(text: string): Wish | null {
  const off = stopped.exec(text)?.groups
  if (off) return { kind: 'arrange_digest', where: off.here ? 'here' : 'me', active: false, store: null }
  const on = started.exec(text)?.groups
  if (!on) return null
  if (!on.here && !saysWhen.test(text)) return null
  if (on.clock) return unclear(itsHour)
  const isMine = on.i !== undefined || /\bme\b/iu.test(`${on.me ?? ''} ${on.to ?? ''}`)
  const where = isMine && !on.here ? 'me' : 'here'
  return { kind: 'arrange_digest', where, active: true, store: storeOf(on.store ?? on.of ?? null) }
}

const mine = `(?:(?:the|my|my own|a|today's|this morning's|my digest of) )?(?:today's |morning |daily )?`
const shown = new RegExp(
  `^(?:(?:(?:can|could|may) i (?:see|have|get)|(?:i (?:want|need|would like)(?: to see)?)|show|send|give|get|open|bring up|see|where is|where's|what is|what's)(?: me)? )?${mine}${list}(?: (?:for|of) (?:me|today|this morning))?(?: (?:now|again|today|please))*$`,
  'iu',
)
const deeds =
  '(?:contact|call|ring|phone|reach out to|get in touch with|write to|text|e-?mail|message|follow up with|talk to|get back to|see to)'
const whom = new RegExp(
  `^(?:who|whom|which customers|what customers) (?:(?:should|shall|must|do|can|could|am|are) (?:i|we)(?: (?:supposed|meant|have|need|want))?(?: to)? ${deeds}|(?:is|are) there to ${deeds}|to ${deeds}|needs? (?:a call|calling|contacting)|(?:is|are) on my list)(?: first)? (?:today|now|this morning|right now)$|^(?:who|whom) (?:should|shall) (?:i|we) (?:contact|call|ring|reach out to|get in touch with)(?: first)?$|^(?:who|what) is on my list(?: (?:today|now|this morning))?$`,
  'iu',
)

/** “My digest”, “show me today's digest”, “who should I call today”: one's own list of today, at any hour. */
export function readDigestNow(text: string): Wish | null {
  return shown.test(text) || whom.test(text) ? { kind: 'show_digest' } : null
}

/** “The whole shop's” is every customer's. */
function storeOf(said: string | null): string | null {
  const plain = (said ?? '').replace(/^(?:the|our|my|a|an|this|today's)\s+/iu, '').trim()
  return plain === '' ||
    /^(?:(?:whole|entire) )?(?:shop|team|store)(?:'s)?$|^(?:everybody|everyone|all)(?:'s)?$/iu.test(plain)
    ? null
    : plain
}
