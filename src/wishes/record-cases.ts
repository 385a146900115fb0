import type { caseChannels } from '../record/change.ts'
import { about, firstFit, type RecordReader, saidOf, unquoted } from './record-reading.ts'
import { unclear } from './wish.ts'

const thing = `(?:(?:service )?(?:case|ticket)|complaint|problem|issue)`
const words = `(?<words>\\S[^]*)`
const opens = [
  new RegExp(
    `^(?:open|create|start|log|report|record|add|file)(?: up)? (?:an? |the )?(?:new )?${thing} (?:for|of|from|about|with) (?<who>[^:,–—]+?)(?: ?[:,–—] ?| - | because | that | about )${words}$`,
    'iu',
  ),
  new RegExp(`^new ${thing} (?:for|of|from) (?<who>[^:,–—]+?)(?: ?[:,–—] ?| - )${words}$`, 'iu'),
]
const opensBare = [
  new RegExp(
    `^(?:open|create|start|log|report|record|file)(?: up)? (?:an? |the )?(?:new )?${thing} (?:for|of|from|about) (?<who>.+)$`,
    'iu',
  ),
]
const closes = [
  new RegExp(
    `^(?:close|resolve|solve|settle|finish) (?<who>[^:]+?)'s? (?:open |last )?${thing}(?: ?[:,–—] ?${words})?$`,
    'iu',
  ),
  new RegExp(
    `^(?:close|resolve|solve|settle|finish) the (?:open |last )?${thing} (?:of|for|from) (?<who>[^:]+?)(?: ?[:,–—] ?${words})?$`,
    'iu',
  ),
  new RegExp(
    `^(?<who>[^:]+?)'s? (?:open |last )?${thing} is (?:now )?(?:solved|resolved|closed|done|settled|finished|fixed)(?: ?[:,–—] ?${words})?$`,
    'iu',
  ),
]
const reopens = [
  new RegExp(`^reopen (?<who>.+?)'s? (?:last |old )?${thing}$`, 'iu'),
  new RegExp(`^reopen the (?:last |old )?${thing} (?:of|for|from) (?<who>.+)$`, 'iu'),
]
const answers = [
  new RegExp(
    `^(?:answer|reply to|answered|replied to) (?<who>[^:]+?)'s? (?:open |last )?${thing}(?<by> by \\S+(?: \\S+)?)? ?[:,–—] ?${words}$`,
    'iu',
  ),
  new RegExp(
    `^(?:answer|reply to|answered|replied to) the (?:open |last )?${thing} (?:of|for|from) (?<who>[^:]+?)(?<by> by \\S+(?: \\S+)?)? ?[:,–—] ?${words}$`,
    'iu',
  ),
]

/** “Open a case for Ana: the drill stopped”, “answer Ana's case by phone: a new one is on its way”, “close Ana's case”. */
export const readCaseWish: RecordReader = (text) => {
  const opened = firstFit(opens, text)
  if (opened) return saidOf(opened.who, { kind: 'open_case', summary: unquoted(opened.words ?? '') })
  const bare = firstFit(opensBare, text)
  if (bare)
    return about(bare.who, (name) =>
      unclear(`What is wrong? Say it like “open a case for ${name}: the drill stopped”.`),
    )
  const reopened = firstFit(reopens, text)
  if (reopened) return saidOf(reopened.who, { kind: 'reopen_case' })
  const answered = firstFit(answers, text)
  if (answered)
    return saidOf(answered.who, {
      kind: 'answer_case',
      words: unquoted(answered.words ?? ''),
      by: channelOf(answered.by),
    })
  const closed = firstFit(closes, text)
  return closed && saidOf(closed.who, { kind: 'close_case', words: unquoted(closed.words ?? '') || null })
}

function channelOf(said: string | undefined): (typeof caseChannels)[number] | null {
  const word = (said ?? '').toLowerCase()
  if (/e-?mail/.test(word)) return 'email'
  if (/text|sms/.test(word)) return 'sms'
  if (/post|letter/.test(word)) return 'post'
  if (/chat/.test(word)) return 'chat'
  return /phone|call/.test(word) ? 'phone' : null
}
