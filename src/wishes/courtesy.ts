import type { Wish } from './wish.ts'

/** Straight quotes and apostrophes, single spaces; names keep their letters. */
export function tidied(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200B-\u200F\u00AD\u2060\u202A-\u202E\uFEFF]/gu, '')
    .replace(/[’‘ʼ]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
}

const you = `(?:(?:can|could|would|will) (?:you|u|we|i)(?: please| pls| kindly| also| just)?|would you mind|do you mind|are you able to)`
const want = `(?:(?:i|we)(?:'d| would)? (?:want|need|like|love|wish)(?: you)? to|i(?:'d| would) (?:like|love|want) (?:it )?if you (?:could|would)|let'?s|let us|go ahead and|feel free to)`
const word = `(?:hi|hello|hey|ok|okay|alright|right|great|good|nice|perfect|cool|super|sure|yes|yep|yeah|thanks|thank you|thx|please|pls|plz|kindly|now|and|also|then|so|well|but|just|regulars|there|team)`
const opening = new RegExp(String.raw`(?:${you}|${want}|${word})(?![\p{L}\p{N}'])[\s,!.:;-]*`, 'iuy')
const closing =
  /(?:^|[\s,.!?;:-])(?:please|pls|plz|thanks(?: a lot| so much| in advance)?|thank you(?: very much| so much)?|thx|ty|cheers|now|for me|if you (?:can|could|would|don't mind)|if possible|would you|will you|can you|could you|asap|right away|when you can|real quick|quickly)$/iu

/** The message without “could you please” and “thanks!”, for comparing; what is left may be nothing. */
export function withoutCourtesy(text: string): string {
  return withoutClosing(text.slice(eaten(text, opening)))
}

function withoutClosing(text: string): string {
  const shorter = text.slice(0, lengthWithoutMarks(text)).replace(closing, '')
  return shorter === text ? text : withoutClosing(shorter)
}

/** Where the marks and spaces at the end begin; counted, because a pattern would try every way to share them out. */
function lengthWithoutMarks(text: string): number {
  let length = text.length
  while (length > 0 && ' .!?,;:'.includes(text.charAt(length - 1))) length -= 1
  return length
}

const marks = String.raw`[\s,.!?&-]+|:(?:wave|\+1|thumbsup|pray|heart|tada|clap|raised_hands|ok_hand|100|smile|slightly_smiling_face):|[\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}\u200D\uFE0F]`
const greeting = `hi+|hello+|hey+|hiya|howdy|yo|hola|greetings|good (?:morning|afternoon|evening|day)|morning|what'?s up|sup|how are you(?: doing)?(?: today)?|how's it going`
const whom = `there|regulars|team|all|everyone|everybody|folks|guys|bot|again|y'all`
const greetings = new RegExp(String.raw`(?:${marks}|(?:${greeting}|${whom})(?![\p{L}\p{N}']))`, 'iuy')
const greets = new RegExp(String.raw`^(?:(?:${greeting})(?![\p{L}\p{N}'])|:wave:|👋)`, 'iu')

const praise = `that's (?:great|perfect|it|all|helpful|what i (?:needed|wanted))|all good|well done|good (?:job|bot|work)|nice (?:one|work)|great (?:work|job|stuff)|very (?:helpful|good|nice)|great|perfect|awesome|nice|cool|super|excellent|wonderful|brilliant|lovely|amazing|fantastic|good|okay|ok|got it|helpful`
const thanking = `thank you|thank u|thanks|thank|thx|tysm|ty|cheers|much appreciated|i appreciate it|appreciate it`
const besides = `many|and|a lot|a million|a bunch|again|so much|very much|for (?:that|this|the help|your help|helping|the list|the answer)|regulars|team|bot|all|everyone`
const gratitude = new RegExp(String.raw`(?:${marks}|(?:${praise}|${thanking}|${besides})(?![\p{L}\p{N}']))`, 'iuy')
const thankful = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${praise}|${thanking})(?![\p{L}\p{N}'])`, 'iu')
const cheer = /:(?:\+1|thumbsup|pray|heart|tada|clap|raised_hands|ok_hand|100):|[👍🙏❤🎉👏🙌👌💯]/iu

/** Greetings and thanks, which are courtesy and nothing else. */
export function readCourtesy(text: string): Wish | null {
  if (greets.test(text) && eaten(text, greetings) === text.length) return { kind: 'greeting' }
  const glad = thankful.test(text) || cheer.test(text)
  return glad && eaten(text, gratitude) === text.length ? { kind: 'thanks' } : null
}

/** How much of the text, from its beginning, is made of such pieces; each is taken as it comes, without second thoughts. */
function eaten(text: string, piece: RegExp): number {
  let at = 0
  for (;;) {
    piece.lastIndex = at
    const found = piece.exec(text)
    if (!found || found[0] === '') return at
    at += found[0].length
  }
}
