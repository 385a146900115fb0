import { firstFit, type RecordReader, saidOf, unquoted } from './record-reading.ts'
import { personIn } from './record-who.ts'
import { unclear, type Wish } from './wish.ts'

const tags = [
  /^tag (?<who>.+?) (?:as|with|:)(?: (?:an?|the))? ?(?<tag>\S.*)$/iu,
  /^(?:add|put|attach|set) (?:the |a )?tag (?<tag>.+?) (?:to|on|for) (?<who>.+)$/iu,
  /^(?:add|put|attach|set) (?<tag>".+?") (?:to|on) (?<who>.+?)(?:'s? tags)?$/iu,
  /^(?:give|tag) (?<who>.+?) the tag (?<tag>.+)$/iu,
  /^mark (?<who>.+?) as (?:an? )?(?<tag>.+)$/iu,
  /^(?<who>.+?) (?:gets|should have|should get|now has) the tag (?<tag>.+)$/iu,
]
const untags = [
  /^untag (?<who>.+?) (?:as|from|with|:)(?: (?:an?|the))? ?(?<tag>\S.*)$/iu,
  /^(?:remove|take|drop|delete) (?:the )?tag (?<tag>.+?) (?:from|off|of) (?<who>.+)$/iu,
  /^(?:remove|take|drop|delete) (?:the )?(?<tag>.+?) tag (?:from|off) (?<who>.+)$/iu,
]
const notTags = /^(?:right|correct|verified|checked|lapsed|active|due|new|read|done|wrong|opened|closed|solved)$/iu

/** “Tag Ana Silva as garden club”, “remove the tag garden club from Ana”. */
export const readTagWish: RecordReader = (text) => {
  for (const [patterns, on] of [
    [untags, false],
    [tags, true],
  ] as const) {
    const groups = firstFit(patterns, text)
    const tag = groups && unquoted(groups.tag ?? '')
    if (groups && tag && !notTags.test(tag)) return saidOf(groups.who, { kind: 'tag', tag, on })
  }
  return null
}

const own =
  /^(?:(?:home )?(?:store|shop)|owner|(?:e-?mail|phone|mobile|cell|telephone|number|address|birthday|birth ?date|contact)\b.*|name|(?:first|given|last|family|full|sur) ?name|nick ?name|stage|segment|score|spend|revenue|orders?|referrals?|page|record|notes?|cases?|tags?|consents?)$/iu
const settings = [
  /^(?:set|change|update|record|note|correct) (?<who>.+?)'s? (?<key>[\p{L}][\p{L} _-]{1,40}?)(?: to| as| is|:|=)+ (?<value>.+)$/iu,
  /^(?:set|change|update|record|note|correct) (?:the )?(?<key>[\p{L}][\p{L} _-]{1,40}?) (?:of|for) (?<who>.+?)(?: to| as| is|:|=)+ (?<value>.+)$/iu,
]
const interested = /^(?<who>.+?) is (?:very |now |also |really )*interested in (?<value>[^?]+)$/iu

/** “Set Ana's household size to 4”, “Ana is interested in baking”. What is known of somebody has who said it and when. */
export const readAttributeWish: RecordReader = (text) => {
  const groups = firstFit(settings, text)
  if (groups && !own.test(groups.key?.trim() ?? '') && unquoted(groups.value ?? '') !== '')
    return saidOf(groups.who, {
      kind: 'attribute',
      key: groups.key ?? '',
      value: unquoted(groups.value ?? ''),
      of: null,
    })
  const { who, value } = interested.exec(text)?.groups ?? {}
  const value1 = unquoted(value ?? '')
  return value1 === '' || value1.split(' ').length > 5
    ? null
    : saidOf(who, { kind: 'attribute', key: 'interest', value: value1, of: 'psychographic' })
}

const nicknames = [
  /^(?<who>.+?)'s? nick ?name is (?<name>.+)$/iu,
  /^(?<who>.+?) (?:goes by|is called|is known as|likes to be called) (?<name>.+)$/iu,
  /^(?:set|change|make) (?<who>.+?)'s? nick ?name (?:to )?(?<name>.+)$/iu,
]
const wholes = [
  /^(?<who>.+?)'s? (?<part>first |given |last |family |sur|full |real )?name (?:is (?:now )?(?:spelled|spelt|written)|is now|is really|is actually|is|should be|must be)(?: now)? (?<name>.+)$/iu,
  /^(?:set|change|correct|fix|update) (?<who>.+?)'s? (?<part>first |given |last |family |sur|full )?name (?:to|into) (?<name>.+)$/iu,
  /^(?<who>.+?) is (?:spelled|spelt|written) (?<name>.+)$/iu,
  /^(?<who>.+?) is now (?:called|named) (?<name>.+)$/iu,
]

/** “Ana's last name is now Ortiz”, “Ana Silva is spelled Ana Sylva”, “Benjamin Ortiz goes by Ben”. */
export const readNameWish: RecordReader = (text) => {
  const whole = firstFit(wholes, text)
  if (whole) return named(whole.who, whole.part ?? '', whole.name)
  const groups = firstFit(nicknames, text)
  const nickname = groups && personIn(unquoted(groups.name ?? ''))
  return groups && nickname ? saidOf(groups.who, { kind: 'nickname', nickname }) : null
}

function named(who: string | undefined, said: string, name: string | undefined): Wish | null {
  const plain = personIn(unquoted(name ?? ''))
  if (plain === null) return null
  const part = /first|given/iu.test(said) ? 'given' : /last|family|sur/iu.test(said) ? 'family' : 'whole'
  if (part === 'whole' && !/\s/.test(plain) && /\s/.test(who?.trim() ?? ''))
    return unclear('Which name is that? Say “Ana Silva’s last name is Ortiz”, or give the whole name.')
  return saidOf(who, { kind: 'name', part, name: plain })
}
