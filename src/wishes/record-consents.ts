import { addDays } from '../ask/days.ts'
import { stretchAhead } from '../ask/days-ahead.ts'
import type { ConsentChannel } from '../record/change.ts'
import { about, firstFit, type RecordReader, saidOf } from './record-reading.ts'
import { type Situation, todayOf, unclear } from './wish.ts'

const email = `(?:e-?mails?(?: (?:newsletters?|marketing|offers?))?|e-?mailings?|newsletters?|the newsletter)`
const sms = `(?:texts?(?: messages?)?|text-messages?|sms(?:es)?(?: messages?)?)`
const phone = `(?:(?:phone |telephone )?calls?|phone|telephone)`
const post = `(?:post|postal mail|letters?|catalogs?|catalogues?|flyers?|postcards?|paper mail)`
const anyMail = `(?:mail|mails|mailings?)`
const channel = `(?:any |our |more |further |the |promotional |marketing )*(?:by )?(?:${email}|${sms}|${phone}|${post}|${anyMail})`
const channels = `(?<channels>${channel}(?:(?:,| and| or|, and|, or| nor| &) ${channel})*)`
const verbs = `(?:e-?mail(?:ing)?|text(?:ing)?|call(?:ing)?|ring(?:ing)?|phon(?:e|ing)|send(?:ing)? (?:letters|mail|catalogs|flyers) to)`
const passive = `(?<passive>e-?mailed|texted|called|phoned|rung|called up|written to)`
const ending = `(?: (?:any ?more|any longer|again|from us|by us|from now on|at all|in future|in the future))*`
const how = `(?:[, ]+(?<how>(?:at|in|on|by|over|via|through|during|with|when) .+?))?`
const day = `(?:[, ]+(?<day>today|yesterday|just now|on \\S+(?: \\S+){0,2}|last \\S+|this morning|this afternoon))?`
const source = `(?:${how}${day})`

const agreed = [
  new RegExp(
    `^(?<who>.+?) (?:has |have )?(?:now |just |also )*(?:agreed|agrees|consented|consents|opted in|opts in|signed up|subscribed|subscribes|said yes|says yes|gave (?:her|his|their) (?:ok|okay|consent|permission)|is (?:fine|happy|ok|okay)) (?:to|for|with|in to|into) (?:(?:get|getting|receive|receiving|have|having) )?${channels}${ending}${source}$`,
    'iu',
  ),
  new RegExp(
    `^(?<who>.+?) (?:has |have )?(?:now |just |also )*(?:agreed|agrees|consented|consents|is (?:fine|happy|ok|okay)|wants|would like|likes) (?:to|with) be(?:ing)? ${passive}${ending}${source}$`,
    'iu',
  ),
  new RegExp(
    `^(?<who>.+?) (?:now |also )*(?:wants|would like) (?:to (?:get|receive|have) )?${channels}(?: again| from us)*${source}$`,
    'iu',
  ),
]
const refused = [
  new RegExp(
    `^(?<who>.+?) (?:does not|doesn't|doesnt|do not|don't|no longer|did not|didn't|never) (?:want|wants|wish|wishes|wanted|agree|agrees|consent|consents|like|likes)(?: for| to)?(?: (?:get|receive|have|be sent))? ${channels}${ending}${source}$`,
    'iu',
  ),
  new RegExp(
    `^(?<who>.+?) (?:does not|doesn't|doesnt|no longer|did not|didn't) (?:want|wants|wish|wishes|wanted|agree|agrees|like|likes)(?: to be| being) ${passive}${ending}${source}$`,
    'iu',
  ),
  new RegExp(
    `^(?<who>.+?) (?:has |have )?(?:now |just )*(?:opted out of|opts out of|unsubscribed from|withdrew (?:her|his|their) consent (?:for|to)|withdraws (?:her|his|their) consent (?:for|to)|said no to|says no to|refused|refuses|declined|declines|revoked (?:her|his|their) consent (?:for|to)|cancelled|canceled) ${channels}${ending}${source}$`,
    'iu',
  ),
  new RegExp(`^(?<who>.+?) (?:wants|would like|asked for|asks for) no(?: more)? ${channels}${ending}${source}$`, 'iu'),
  new RegExp(
    `^(?:no more|no|stop(?: sending| all| the)?|don't send|do not send) ${channels} (?:to|for) (?<who>.+?)${ending}$`,
    'iu',
  ),
  new RegExp(`^unsubscribe (?<who>.+?) from ${channels}$`, 'iu'),
  new RegExp(`^(?:do not|don't|never|stop|please don't) (?<verb>${verbs}) (?<who>.+?)${ending}$`, 'iu'),
]
const unsubscribe = [/^unsubscribe (?<who>.+)$/iu, /^(?<who>.+?) (?:has )?(?:just )?unsubscribed$/iu]

/** “Ana agreed to text messages at the counter today”, “Ana does not want e-mails anymore”: channel by channel. */
export const readConsentWish: RecordReader = (text, situation) => {
  for (const [patterns, state] of [
    [refused, 'no'],
    [agreed, 'yes'],
  ] as const) {
    const groups = firstFit(patterns, text)
    if (!groups) continue
    const named = channelsIn(groups.channels ?? groups.passive ?? groups.verb ?? '')
    if (named === null)
      return about(groups.who, () => unclear('By which way: by e-mail or by post? Say “e-mails” or “letters”.'))
    return saidOf(groups.who, { kind: 'consent', channels: [...named], state, ...evidence(groups, situation) })
  }
  const left = firstFit(unsubscribe, text)
  return left && saidOf(left.who, { kind: 'consent', channels: ['email'], state: 'no', how: 'unsubscribed', on: null })
}

const kinds: readonly (readonly [ConsentChannel, RegExp])[] = [
  ['email', /\be-?mail|newsletter/iu],
  ['sms', /\btext|\bsms/iu],
  ['phone', /\bcall|\bphon|\btelephone|\bring|\brung/iu],
  ['post', /\bpost|\bletters?\b|catalog|flyer|postcard|written to|paper mail|send(?:ing)? mail/iu],
]

/** Null where “mail” leaves open which. */
function channelsIn(said: string): readonly ConsentChannel[] | null {
  const found = kinds.flatMap(([kind, pattern]) => (pattern.test(said) ? [kind] : []))
  return found.length > 0 ? found : null
}

/** How it is known, as it was said, and on which day. A day to come is no day on which somebody agreed. */
function evidence({ how: said, day: when }: Readonly<Record<string, string | undefined>>, situation: Situation) {
  const today = todayOf(situation)
  const trailing = /^(?<how>.*?)[, ]+(?<day>today|yesterday|just now|this morning|this afternoon)$/iu.exec(
    said ?? '',
  )?.groups
  const [spokenHow, spokenDay] = [trailing?.how ?? said, trailing?.day ?? when]
  const wholly = spokenHow !== undefined && dayIn(spokenHow, today)
  const on = wholly || (spokenDay === undefined ? null : dayIn(spokenDay, today))
  const words = wholly ? undefined : spokenHow?.trim()
  return { how: words || null, on: on === today ? null : on || null }
}

function dayIn(said: string, today: string): string | null {
  if (/^(?:today|just now|this morning|this afternoon)$/iu.test(said)) return today
  if (/^yesterday$/iu.test(said)) return addDays(today, -1)
  const plain = said.replace(/^on /iu, '')
  const stretch = /\d|day$/iu.test(plain) ? stretchAhead(plain, today) : null
  if (stretch === null || stretch.from !== stretch.to) return null
  if (stretch.from <= today) return stretch.from
  // “On Monday” of what was said is the one gone by.
  return /day$/iu.test(plain) ? addDays(stretch.from, -7) : null
}

const bans = [
  /^(?:never|do not|don't|don't ever|please never|stop|no longer) (?:ever )?(?:contact(?:ing)?|bother(?:ing)?|approach(?:ing)?|get(?:ting)? in touch with|reach(?:ing)? out to|write(?: to)?|disturb(?:ing)?) (?<who>.+?)(?: again| any ?more| ever| ever again| any longer)*$/iu,
  /^(?<who>.+?) (?:does not|doesn't|no longer|did not) (?:want|wants|wish|wishes) (?:to be contacted|any contact|contact|to hear from us)(?: (?:again|any ?more|ever|any longer|by us|from us))*$/iu,
  /^(?<who>.+?) (?:wants|asked|wishes|would like) (?:no(?: more)? contact|to be left alone|(?:us )?(?:never|not) to (?:be contacted|contact (?:her|him|them))|never to be contacted)(?: (?:again|any ?more|by us))*$/iu,
  /^(?:mark|set|flag) (?<who>.+?) (?:as|to) do[- ]not[- ]contact$/iu,
  /^(?:put|add) (?<who>.+?) (?:on|to) (?:the |our )?do[- ]not[- ]contact(?: list)?$/iu,
  /^(?<who>.+?) (?:must|should|may) (?:not|never) be contacted(?: again| any ?more)*$/iu,
]
const lifts = [
  /^(?<who>.+?) (?:may|can|could|wants to|would like to) be contacted (?:again|once more|now)$/iu,
  /^(?:take|remove) (?<who>.+?) (?:off|from) (?:the |our )?do[- ]not[- ]contact(?: list)?$/iu,
  /^(?:lift|remove|clear|end) (?:the )?do[- ]not[- ]contact (?:of|for|on|from) (?<who>.+)$/iu,
]

/** “Never contact Ana again”: the one that holds before every consent. */
export const readBanWish: RecordReader = (text) => {
  const ban = firstFit(bans, text)
  if (ban) return saidOf(ban.who, { kind: 'do_not_contact', on: true })
  const lift = firstFit(lifts, text)
  return lift && saidOf(lift.who, { kind: 'do_not_contact', on: false })
}
