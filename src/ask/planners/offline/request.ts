/** A question without the words that only ask for an answer, and what was said about its purpose. */
export interface Request {
  readonly text: string
  /** For the reading to mention: "so I can ring them". */
  readonly asides: readonly string[]
}

const please = String.raw`(?:(?:(?:hi|hello|hey|good morning|good afternoon|morning)(?: team| all| there| folks| everyone| guys)?|ok|so|and|please|pls)[\s,!.]+)*`
const asking = String.raw`(?:(?:can|could|would|will) you\s+)?(?:please\s+)?(?:(?:tell|show|give|find|get|send)\s+(?:me|us)\s+|(?:i|we)(?:'d| would)?\s+(?:need|want|like|would like|have)(?:\s+to\s+(?:know|see|find out|have|get))?\s+)`
const opening = new RegExp(
  String.raw`^${please}${asking}(?=(?:who|whose|which|what|when|how|where|the|our|all|everyone|everybody|revenue|sales|number|total|average|median|top|customers|people|orders|open|service|products|notes|cases)\b)`,
  'iu',
)

/** "Any idea what …", "I was wondering how …". */
const wondering =
  /^(?:(?:any|no) (?:idea|clue)|(?:do|does) (?:you|we|anyone|anybody) know|(?:i(?:'m| am| was)? )?(?:just )?(?:wondering|wonder|curious)(?: about)?|you know)[\s,:]+(?=(?:what|which|who|whose|how|when)\b)/iu

const greeting =
  /^(?:hi|hello|hey|good morning|good afternoon|morning)(?: team| all| there| folks| everyone| guys)?[\s]*[,!.]+\s*/iu

/** Other words for the same days of another year. */
const samePeriod =
  /\bthe same (?:period|stretch|time ?frame|time ?span|span|window)(?: of time)?(?: (?:of|in|during)(?= (?:last|the)\b))?/giu

const purposes = [
  /^(?:i am|i'm|we are|we're|i|we) (?:just |now )?(?:preparing|prepping|writing|making|doing|building|putting together|working on|finishing)\b[^.;:?!]{0,40}?\b(?:deck|report|meeting|presentation|slides|newsletter|board|review|budget|books|spreadsheet|summary|plan|order)\b[^.;:?!]{0,20}[.;:!]\s+/iu,
  /[\s,;-]+so (?:that )?(?:i|we) (?:can|could|may)\b[^?!.]*(?=[?!.]*$)/iu,
  /[\s,;-]+for (?:the|a|an|our|my|this|next|tomorrow's|today's) (?:[\p{L}-]+ ){0,2}(?:meeting|newsletter|mailing|flyer|event|party|board|boss|report|promo|team|raffle|leaflet|mailer|postcard|invite|invitation|list|review|spreadsheet|presentation)s?\b(?: \p{L}+)?(?=[?!.]*$)/iu,
]

/**
 * Takes "could you tell me" off the front and "so I can ring them" off the end: courtesy and purpose decide nothing, and
 * a word of them must not be taken for a condition.
 */
export function requestOf(question: string): Request {
  const text = question
    .replace(greeting, '')
    .replace(opening, '')
    .replace(wondering, '')
    .replace(/\b(?:no|nr)\. of\b/giu, 'number of')
    .replace(samePeriod, 'the same time')
  return purposes.reduce<Request>(
    (done, purpose) => {
      const found = purpose.exec(done.text)
      if (!found) return done
      const said = found[0].replace(/^[\s,;-]+/u, '')
      return { text: done.text.replace(purpose, ''), asides: [...done.asides, `Set aside: “${said}”.`] }
    },
    { text, asides: [] },
  )
}
