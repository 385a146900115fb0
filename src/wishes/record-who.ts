/** What no customer is called: whoever says one of these asks, or speaks of many. */
const notNames =
  /\b(?:who|whom|whose|which|what|when|where|why|how|whether|if|any(?:one|body|thing)?|every(?:one|body|thing)?|no ?(?:one|body)|nobody|none|some(?:one|body)?|all|each|both|most|many|much|more|few|fewer|several|other|others|people|persons?|customers?|clients?|buyers?|shoppers?|visitors?|members?|guests?|subscribers?|prospects?|connectors?|referrers?|regulars|contacts?|staff|colleagues?|households?|famil(?:y|ies)|they|them|their|those|these|this|that|there|it|its|he|him|his|she|her|hers|we|us|our|ours|you|your|i|me|my|mine|is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|not|never|show|list|find|give|get|tell|count|compare|sort|order|orders|group|top|best|worst|average|total|number|percent(?:age)?|share|revenue|sales|spend|spent|bought|buys?|and|or|but|with|without|from|in|at|since|before|after|until|than|then|last|next|first|second|customer's|lapsed|due|active|new|vips?|segment|campaign|digest|note|notes)\b/iu
/** A reference, an e-mail address or a number stands for a name. */
const reference = /^(?:[a-z]{0,6}[-:#]?\d{1,12}|\S+@\S+\.\S+|\+?[\d() .-]{7,20})$/iu
/** First names that are other words too, before a family name. */
const namesAfterAll = /^(?:Will|May|Do|Can|Best) (?=\p{Lu})/u
const longestWords = 6

/**
 * Somebody's name, nickname or reference, with what surrounds it taken off; null for words that no customer is called.
 * Whether there is such a customer is not known here.
 *
 *     personIn('our customer Ana Silva') // 'Ana Silva'
 *     personIn('customers in Chicago')   // null
 */
export function personIn(said: string | undefined): string | null {
  const plain = (said ?? '')
    .trim()
    .replace(/^["'`]+|["'`,.;:!]+$/g, '')
    .replace(/^(?:our |the )?customer (?=\S)/iu, '')
    .replace(/^(?:mr|mrs|ms|miss|dr)\.? (?=\S)/iu, '')
    .trim()
  if (plain === '' || plain.length > 80) return null
  if (reference.test(plain)) return plain
  if (
    notNames.test(plain.replace(namesAfterAll, 'X ')) ||
    /[?:;"()[\]{}<>=]/.test(plain) ||
    plain.split(/\s+/).length > longestWords
  )
    return null
  return /^[\p{L}\p{M}][\p{L}\p{M}\p{N}'’.& -]*$/u.test(plain) && !/^(?:a|an|the|to|of|for|on)\b/iu.test(plain)
    ? plain
    : null
}
