import type { NoteKind } from '../notes/kinds.ts'
import type { Wish } from './wish.ts'

/** What a note may have; a wish that holds one is as long. */
const longest = 3100

const please = String.raw`^(?:(?:please|pls|hey|ok|okay|so|can you|could you|would you)[,\s]+)*`
const make = '(?:add|make|take|write|keep|save|log|leave|put|create|record|jot down|write down)'
/** “Note for Ana: …”, “add a note to Ana Silva - …”, “make a note that Ana …” */
const aNote = new RegExp(
  String.raw`${please}(?:${make}\s+(?:(?:a|the|this|another)\s+)?(?:customer\s+)?)?note\s+(?:(?:for|about|on|to|regarding|re)\s+(?<who>[^:\n]{1,80}?)\s*(?::|\n|\s[-–—]\s)\s*|(?:down\s+)?that\s+)(?<rest>[\s\S]+)$`,
  'iu',
)
/** “Log that Ana called about locks”, “log: Ana came in” */
const aLog = new RegExp(
  String.raw`${please}(?:log|jot down|write down|put down)(?:\s+that\s+|\s*:\s*)(?<rest>[\s\S]+)$`,
  'iu',
)
/** “Log a call with Ana: left a message”, “log a visit from Ben about the grill” */
const aContact = new RegExp(
  String.raw`${please}(?:log|record|add|note(?:\s+down)?)\s+(?:a|an|the|my|this)\s+(?:phone\s+)?(?<kind>call|visit|e-?mail|text|message)\s+(?<way>with|to|from|by|of)\s+(?<who>[^:\n]{1,80}?)\s*(?::|\n|\s[-–—]\s|(?=\s+about\b))\s*(?<rest>[\s\S]+)$`,
  'iu',
)

/**
 * A note that somebody asks to be kept in a conversation: whom it is about as far as that can be told without knowing names,
 * and the words exactly as they were typed. Questions about notes (“notes about locks”) are none.
 *
 *     readNote('log that Ana called about locks') // { kind: 'note', text: 'Ana called about locks', … }
 */
export function readNote(text: string): Wish | null {
  const said = text.trim()
  if (said.length > longest || /\?\s*$/.test(said)) return null
  const contact = aContact.exec(said)?.groups
  if (contact) return wish(`${contact.who}: ${contact.rest}`, contactKind(contact.kind ?? '', contact.way ?? ''))
  const noted = aNote.exec(said)?.groups ?? aLog.exec(said)?.groups
  if (!noted?.rest) return null
  if (noted.who !== undefined) return wish(`${noted.who}: ${noted.rest}`, null)
  const ours = outward.exec(noted.rest)?.groups
  if (ours?.deed && ours.rest)
    return wish(ours.rest, deedKinds.find(([deed]) => deed.test(ours.deed ?? ''))?.[1] ?? null)
  return wish(noted.rest, null)
}

const wish = (text: string, noteKind: NoteKind | null): Wish => ({ kind: 'note', text: text.trim(), noteKind })

function contactKind(said: string, way: string): NoteKind {
  const theirs = /^(?:from|by|of)$/i.test(way)
  switch (said.toLowerCase().replace('-', '')) {
    case 'visit':
      return 'visit'
    case 'call':
      return theirs ? 'call_from' : 'call'
    case 'text':
      return theirs ? 'text_from' : 'text'
    default:
      return theirs ? 'email_from' : 'email'
  }
}

/** “I called Ana about locks”: ours, and then the name. */
const outward =
  /^(?:i|we)\s+(?:just\s+|have\s+)?(?<deed>called|rang|phoned|spoke (?:to|with)|talked (?:to|with)|e-?mailed|wrote to|texted)\s+(?<rest>[\s\S]+)$/iu
const deedKinds: readonly (readonly [RegExp, NoteKind])[] = [
  [/^(?:called|rang|phoned)/i, 'call'],
  [/^(?:e-?mailed|wrote)/i, 'email'],
  [/^texted/i, 'text'],
]

const theirDeeds: readonly (readonly [RegExp, NoteKind])[] = [
  [/^(?:just\s+|has\s+)?(?:called|rang|phoned)(?!\s+(?:her|him|them|it|off)\b)\b/i, 'call_from'],
  [/^(?:just\s+|has\s+)?(?:e-?mailed|wrote)\b/i, 'email_from'],
  [/^(?:just\s+|has\s+)?texted\b/i, 'text_from'],
  [
    /^(?:just\s+|has\s+)?(?:came (?:in|by)|come (?:in|by)|stopped (?:in|by)|dropped (?:in|by)|visited|was (?:in|here))\b/i,
    'visit',
  ],
]

/** What the words after a name say that it was: “called about locks” is a call from them. */
export const kindSaid = (body: string): NoteKind => theirDeeds.find(([deed]) => deed.test(body))?.[1] ?? 'note'
