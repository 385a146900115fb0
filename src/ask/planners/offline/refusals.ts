import { PhraseIndex } from './phrases.ts'
import { tokensOf } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The names of the shop's own that are several words: a "book club" is no request to book one. */
export function namesOfShop({ values, products }: Vocabulary): PhraseIndex<true> {
  const names = new PhraseIndex<true>(true)
  for (const name of [...values.flatMap(({ phrases }) => phrases), ...products.map((product) => product.name)])
    if (/\S\s+\S/.test(name)) names.add(name, true)
  return names
}

const beginsWithName = (question: string, names: PhraseIndex<true>): boolean => {
  const tokens = tokensOf(question)
  return names.find(tokens, 0).some(({ end }) => end > 1)
}

const courtesy = String.raw`^\W*(?:(?:hi|hey|hello|ok|please|pls|so|and|now|can you|could you|would you|will you|i want you to|i need you to|i want to|i would like to|go ahead and|just|let's|let us)\W+)*`

/** Requests that are not questions; each is told the way to do what it asks. */
const refusals: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /^\W*(?:(?:and|now|ok|please|can you|show|draw|me|it|that|this)\W+)*(?:as|in)\s+an?\s+(?:(?:bar|line|pie|column|area)\s+)?(?:chart|graph|plot|diagram)\W*(?:please)?\W*$/i,
    'Charts are drawn in Slack and on the page in the browser; here answers are tables.',
  ],
  [
    new RegExp(
      String.raw`${courtesy}(?:save|keep|store|remember|name|label)\s+(?:this|that|it|these|those|them|(?:(?:this|that|the) )?(?:list|answer|result|customers))?\s*(?:list|answer|result|customers)?\s*(?:as|under|:)\s|${courtesy}(?:save|make|create|define|add)\s+(?:an?\s+|the\s+|new\s+|saved\s+)*segment\b`,
      'i',
    ),
    'A question saves nothing. An answer’s customers are saved as a segment in Slack by saying “save this as Chicago regulars” below it, and in the terminal with: npm run -s cli -- segments save "Chicago regulars" --thread NAME.',
  ],
  [
    new RegExp(
      String.raw`${courtesy}(?:delete|remove|drop|rename|replace|change)\s+(?:the\s+|my\s+|our\s+|saved\s+)*segment\b`,
      'i',
    ),
    'A question changes nothing. Saved segments are renamed and deleted in Slack, or in the terminal with: npm run -s cli -- segments.',
  ],
  [
    new RegExp(
      String.raw`${courtesy}(?:(?:list|show(?: me)?|what are|which are)\s+)?(?:all\s+|my\s+|our\s+|the\s+)*saved\s+segments\W*$|${courtesy}(?:list|show(?: me)?)\s+(?:all\s+|my\s+|our\s+|the\s+)*segments\W*$|^\W*(?:what|which)\s+segments\s+(?:do (?:we|you|i) have|are (?:there|saved)|exist)\W*$`,
      'i',
    ),
    'Saved segments are listed in Slack by “my segments”, and in the terminal with: npm run -s cli -- segments.',
  ],
  [
    new RegExp(
      String.raw`${courtesy}(?:undo|revert|take (?:it|that|this|(?:my |the )?last (?:note|change)) back|take back (?:that|my last (?:note|change)))(?: (?:it|that|this|my last (?:note|change)))?\W*$`,
      'i',
    ),
    'A question takes nothing back. In Slack “undo” finds your last note or change of a record; in the terminal: npm run -s cli -- record --undo "Ana Silva".',
  ],
  [
    new RegExp(
      String.raw`${courtesy}(?:how many|show(?: me)?|list|find|are there|do we have|any|which|who (?:is|are)|have we(?: got)?)?\s*(?:(?:any|all|our|the|possible|likely)\s+)*(?:duplicates?\b|duplicated?\s+(?:customers?|records?)|(?:customers?|records?)\s+(?:(?:who|that|which|is|are|in|there)\s+)*(?:twice|duplicates?|duplicated)\b)`,
      'i',
    ),
    'Customers who are there twice are looked through in Slack on the Home tab of managers, who can ask there “how many duplicates do we have”; in the terminal: npm run -s cli -- dedupe.',
  ],
  [
    /^\W*(?:which|what is the|our|the)\W+(?:best\W+|most successful\W+)?rules?\b/i,
    'Which rule of the digest works best managers are told in Slack; in the terminal: npm run -s cli -- digest --report.',
  ],
  [
    /^\W*(?:[Pp]lease\W+)?(?:[Rr]emind me\b|(?:[Cc]all|[Rr]ing|[Pp]hone|[Vv]isit)\s+(?:\p{Lu}[\p{L}'’-]+\s+){1,3}(?:back\s+)?(?:on|next|this|tomorrow|today|in)\b)/u,
    'A question sets no reminder. In Slack say “remind me to call Ana Silva on Friday”; in the terminal: npm run -s cli -- note "Ana Silva: call about the grill" --follow-up 2026-11-20.',
  ],
  [
    /^\W*(?:(?:hi|hey|hello|ok|please|pls|so|and|now|can you|could you|would you|will you|i want you to|i need you to|go ahead and|just)\W+)*(?:delete|remove|erase|drop table|wipe|purge|forget|truncate)\b(?!.*\b(?:anyone|anybody|those|from (?:the|that|this) list)\b)/i,
    'I only answer questions here; nothing is deleted from one. To forget a person: npm run -s cli -- erase, or in Slack the Home tab.',
  ],
  [
    new RegExp(
      String.raw`${courtesy}(?:export|download|hand over|send me|give me a copy of)\s+(?:everything|all (?:of )?(?:the |our )?(?:data|information)|all (?:that )?(?:you|we) (?:hold|have|keep|store|know))\s+(?:that )?(?:(?:you|we) (?:hold|have|keep|store|know)\s+|is held\s+)?(?:about|on|of|for)\s+\p{Lu}`,
      'u',
    ),
    'All that is held about one customer is handed over by: npm run -s cli -- export "Ana Silva", or in Slack on the Home tab.',
  ],
  [
    /^\W*(?:(?:hi|hey|hello|ok|please|pls|so|and|now|can you|could you|would you|will you|i want you to|i need you to|go ahead and|just)\W+)*(?:e-?mail|text|call|phone|message|sms|send|mail|write to|notify|invite|ring)\s+(?:(?:an?|the|our|this|that|all|every|each|everyone|everybody|them|him|her|those|these|customers|people)\b)/i,
    'I only answer questions here; nothing is sent from one. Ask who can be reached, and export the list.',
  ],
  [
    /^\W*(?:(?:hi|hey|hello|ok|please|pls|can you|could you|would you|will you|just)\W+)*(?:e-?mail|text|call|phone|message|ring|dial)\s.*\bfor (?:me|us)\b/i,
    'I only answer questions here; nobody is called or written to from one.',
  ],
  [
    /^\W*(?:(?:hi|hey|hello|ok|please|pls|so|and|now|can you|could you|would you|will you|i want you to|i need you to|go ahead and|just)\W+)*(?:change|update|set|edit|correct|rename|merge|assign|reassign|tag|untag|add|create|insert|book|schedule|cancel|refund(?! rates?\b)|mark|move|transfer|give [^?]* discount|log|save|record|import|order(?! +(?:(?:no\.?|number|#) *)?(?:[a-z]{1,6}-?\d{2,}|\d{4,})\b)|reorder|make [^?]*(?:vip|lapsed|prospect)$|unsubscribe|subscribe|opt .* (?:in|out)|close|resolve|reopen)\s/i,
    'I only answer questions here; nothing is changed from one. Notes are logged with: npm run -s cli -- note "Name: text".',
  ],
  [
    /\b(?:password|passwords|passcode|pin code|api key|secret|credential|credentials|log-?in|logins)\b/i,
    'I do not know any passwords or keys, and would not show them.',
  ],
  [
    /^\W*(?:please\s+)?(?:make|mark|flag|tag)\s+\S+(?:\s+\S+)?\s+(?:an?|as)\s/i,
    'I only answer questions here; nothing is changed from one.',
  ],
  [
    /^\W*(?:help|what (?:can|do) you (?:do|know)|who are you|what are you)\W*$/i,
    'I answer questions about this shop’s customers, orders, products, campaigns, service cases, notes and follow-ups.',
  ],
  [
    /;\s*(?:drop|delete|update|insert|alter|select|truncate|grant)\b/i,
    'I answer questions in plain words; that looks like a database command.',
  ],
]

/** Why the question is not one to answer, and the way to get what it wants; null for a question, and for one of the names. */
export function refusal(question: string, names?: PhraseIndex<true>): string | null {
  if (names && beginsWithName(question, names)) return null
  for (const [pattern, reason] of refusals) if (pattern.test(question)) return reason
  return null
}
