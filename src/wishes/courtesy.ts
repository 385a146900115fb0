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
const i = `(?:(?:i|we)(?:'d| would)? (?:want|need|like|love|wish)(?: you)? to|i(?:'d| would) (?:like|love|want) (?:it )?(?:if you (?:could|would))|let'?s|let us|go ahead and|feel free to)`
const opening = new RegExp(
  String.raw`^(?:(?:hi|hello|hey|ok|okay|alright|right|great|good|nice|perfect|cool|super|sure|yes|yep|yeah|thanks|thank you|thx|please|pls|plz|kindly|now|and|also|then|so|well|but|just|regulars|there|team)\b[\s,!.:;-]*|(?:${you}|${i})\b[\s,]*)+`,
  'iu',
)
const closing =
  /(?:[\s,.!?;:-]*(?:\b(?:please|pls|plz|thanks(?: a lot| so much| in advance)?|thank you(?: very much| so much)?|thx|ty|cheers|now|for me|if you (?:can|could|would|don't mind)|if possible|would you|will you|can you|could you|asap|right away|when you can|real quick|quickly)(?=[\s,.!?;:-]*$)|[.!?]+\s*$))+$/iu

/** The message without “could you please” and “thanks!”, for comparing; what is left may be nothing. */
export function withoutCourtesy(text: string): string {
  return text.replace(opening, '').replace(closing, '').trim()
}

const whom = String.raw`(?:\W+(?:there|regulars|team|all|everyone|everybody|folks|guys|bot|again|you|y'all))*`
const symbols = String.raw`(?:\s*(?::[\w+-]+:|[\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}\u200D\uFE0F]))*`
const greetings = new RegExp(
  String.raw`^(?:(?:(?:hi+|hello+|hey+|hiya|howdy|yo|hola|greetings|good (?:morning|afternoon|evening|day)|morning|what'?s up|sup)${whom}[\s,!.?]*)+(?:how are you(?: doing)?(?: today)?|how's it going)?|how are you(?: doing)?(?: today)?|:wave:|👋)[\s,!.?]*${symbols}[\s!.?]*$`,
  'iu',
)
const praise = `(?:great|perfect|awesome|nice|cool|super|excellent|wonderful|brilliant|lovely|amazing|fantastic|good|ok|okay|got it|that's (?:great|perfect|it|all|helpful|what i (?:needed|wanted))|all good|well done|good (?:job|bot|work)|nice (?:one|work)|very (?:helpful|good|nice)|helpful|great (?:work|job|stuff))`
const gratitude = String.raw`(?:(?:many |thanks|thank)\s*(?:you|u|a lot|a million|a bunch|again|so much|very much|much|for (?:that|this|the help|your help|helping|the list|the answer))*|thanks?|thx|tysm|ty|cheers|much appreciated|appreciate it|i appreciate it)`
const thankful = new RegExp(
  String.raw`^(?:(?:${praise}|${gratitude}|many thanks)[\s,!.&-]*(?:and )?)+(?:regulars|team|bot|all|everyone|again|so much|very much|a lot)?[\s!.]*${symbols}[\s!.]*$`,
  'iu',
)
const cheering =
  /^(?:\s*(?::(?:\+1|thumbsup|pray|heart|tada|clap|raised_hands|ok_hand|100):|👍|🙏|❤️|🎉|👏|🙌|👌|💯)[\u{1F3FB}-\u{1F3FF}\uFE0F]*)+\s*$/iu

/** Greetings and thanks, which are courtesy and nothing else. */
export function readCourtesy(text: string): Wish | null {
  if (greetings.test(text)) return { kind: 'greeting' }
  return thankful.test(text) || cheering.test(text) ? { kind: 'thanks' } : null
}
