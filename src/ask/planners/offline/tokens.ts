import { fold, tokenize, type Word } from '../../words/word.ts'

/**
 * A word as the grammar sees it: contractions taken apart, plurals brought to the singular, and, for a word that nothing
 * knows, what it was probably meant to be.
 */
export interface Token extends Word {
  readonly stem: string
  /** A function word that carries nothing by itself ("the", "of", "please"); only these may go unread. */
  readonly filler: boolean
  /** What was typed, where the word was taken for another. */
  readonly typed?: string
}

const contractions: Readonly<Record<string, readonly string[]>> = {
  "who's": ['who', 'is'],
  whos: ['who', 'is'],
  "what's": ['what', 'is'],
  whats: ['what', 'is'],
  "where's": ['where', 'is'],
  "how's": ['how', 'is'],
  hows: ['how', 'is'],
  "how'd": ['how', 'did'],
  "how're": ['how', 'are'],
  "that's": ['that', 'is'],
  thats: ['that', 'is'],
  "it's": ['it', 'is'],
  "he's": ['he', 'is'],
  "she's": ['she', 'is'],
  "there's": ['there', 'is'],
  "when's": ['when', 'is'],
  "here's": ['here', 'is'],
  "let's": ['let', 'us'],
  gimme: ['give', 'me'],
  lemme: ['let', 'me'],
  "anyone's": ['anyone', 'has'],
  "nobody's": ['nobody', 'has'],
  "everyone's": ['everyone', 'has'],
  cannot: ['can', 'not'],
  "can't": ['can', 'not'],
  cant: ['can', 'not'],
  "won't": ['will', 'not'],
  wont: ['will', 'not'],
  "shan't": ['shall', 'not'],
  "ain't": ['is', 'not'],
  didnt: ['did', 'not'],
  dont: ['do', 'not'],
  doesnt: ['does', 'not'],
  hasnt: ['has', 'not'],
  havent: ['have', 'not'],
  havnt: ['have', 'not'],
  hasnot: ['has', 'not'],
  didnot: ['did', 'not'],
  hadnt: ['had', 'not'],
  isnt: ['is', 'not'],
  arent: ['are', 'not'],
  wasnt: ['was', 'not'],
  werent: ['were', 'not'],
  yesterdays: ['yesterday'],
  todays: ['today'],
  yday: ['yesterday'],
  "y'day": ['yesterday'],
  ppl: ['people'],
  cust: ['customer'],
  custs: ['customers'],
  yr: ['year'],
  yrs: ['years'],
  mth: ['month'],
  mths: ['months'],
  wk: ['week'],
  wks: ['weeks'],
  qtr: ['quarter'],
  qtrs: ['quarters'],
  prod: ['product'],
  prods: ['products'],
  avg: ['average'],
  addr: ['address'],
  num: ['number'],
  biz: ['business'],
  rev: ['revenue'],
  w: ['with'],
  'w/': ['with'],
  'w/o': ['without'],
  'b/c': ['because'],
  '&': ['and'],
  vs: ['versus'],
  tel: ['phone'],
  pct: ['percent'],
  everbody: ['everybody'],
  dept: ['department'],
  depts: ['departments'],
  "vip's": ['vips'],
}

/** Short for words of ours, in a shop that has no such word of its own: one that grooms cats means cats. */
export const shortForms: ReadonlyMap<string, string> = new Map([
  ['cat', 'category'],
  ['cats', 'categories'],
])

/** Plurals that drop more than an s, and words whose s is no plural. */
const irregular: Readonly<Record<string, string>> = {
  people: 'people',
  folks: 'folk',
  men: 'man',
  women: 'woman',
  children: 'child',
  knives: 'knife',
  shelves: 'shelf',
  mice: 'mouse',
  indices: 'index',
  series: 'series',
  business: 'business',
  this: 'this',
  his: 'his',
  was: 'was',
  has: 'has',
  is: 'is',
  us: 'us',
  as: 'as',
  its: 'its',
  yes: 'yes',
  plus: 'plus',
  less: 'less',
  always: 'always',
  does: 'does',
  status: 'status',
  versus: 'versus',
  address: 'address',
  addresses: 'address',
  news: 'news',
  christmas: 'christmas',
  sales: 'sales',
  plumbing: 'plumbing',
  loaves: 'loaf',
  wives: 'wife',
  leaves: 'leaf',
  minus: 'minus',
  bus: 'bus',
  gas: 'gas',
  lens: 'lens',
  across: 'across',
  express: 'express',
  miss: 'miss',
  pass: 'pass',
  boss: 'boss',
  class: 'class',
  glass: 'glass',
  dress: 'dress',
  grass: 'grass',
  brass: 'brass',
  canvas: 'canvas',
  tennis: 'tennis',
  gross: 'gross',
  process: 'process',
  wireless: 'wireless',
  stainless: 'stainless',
  cordless: 'cordless',
  access: 'access',
  success: 'success',
  regardless: 'regardless',
  perhaps: 'perhaps',
  besides: 'besides',
  afterwards: 'afterwards',
  unless: 'unless',
}

/** The singular of a plural noun; other words as they are. */
export function singular(word: string): string {
  const known = Object.hasOwn(irregular, word) ? irregular[word] : undefined
  if (known !== undefined) return known
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss') || word.endsWith("'s")) return word
  if (/(?:ss|sh|ch|x|zz)es$/.test(word)) return word.slice(0, -2)
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (word.endsWith('us') || word.endsWith('is')) return word
  return word.slice(0, -1)
}

const fillers = new Set(
  `the a an our my your their his her its please pls plz thanks thank thx ty hi hello hey ok okay just also then than there here themselves himself herself itself ourselves
   do does did done is are was were be been being am has have had having of to for at on us we i me you they he she it so well still now
   can could would should shall will may might let really actually currently already quite very as etc kindly maybe perhaps right
   all some such own that these those with in by from about and or but who which what whom yes too up out down
   ever yet gonna wanna want like well us' tho though anyway even kind sort them him`.split(/\s+/),
)

/**
 * Words the grammar may step over. Anything that could change the answer is not among them: no negation, no number, no
 * time, no noun. Prepositions, pronouns and conjunctions are, as rules that need them name them.
 */
/** Small words that join or relate; stepping over one is likelier to miss something than stepping over an article. */
export const joining = new Set(
  'with by from about and or but who which what whom in at on to for of that those these all any some'.split(' '),
)

/** Whether a word may go unread. */
export const isFiller = (lower: string): boolean => fillers.has(lower)

/** The tokens of a question; commas and colons stay as fillers, other punctuation goes. */
export function tokensOf(question: string): Token[] {
  const tokens = compounded(tokenize(question).flatMap(expand).map(unshortened))
  return tokens.map((each, index) =>
    (asking.has(each.lower) && opens(tokens, index)) || isBought(each, tokens[index - 1])
      ? { ...each, filler: false }
      : each,
  )
}

/** "Bought it": what was bought was said before, and is not to be stepped over. */
const isBought = (each: Token, before: Token | undefined): boolean =>
  ['it', 'them', 'those', 'these'].includes(each.lower) &&
  ['bought', 'buy', 'buys', 'buying', 'ordered', 'purchased', 'got'].includes(before?.lower ?? '')

/** Words written as one, with a hyphen or apart; the grammar knows the first way. The second list is joined only across a hyphen. */
const compounds = new Set([
  'email',
  'emails',
  'emailed',
  'emailing',
  'followup',
  'followups',
  'holdout',
  'holdouts',
  'signup',
  'signups',
])
const hyphenated = new Set(['walkin', 'walkins', 'instore', 'optin', 'bday', 'checkin', 'nonbuyer', 'nonbuyers'])

/** A word as the grammar writes it: "follow-up" is "followup". */
export function joinedWord(word: string): string {
  const plain = word.replace('-', '')
  return compounds.has(plain) || hyphenated.has(plain) ? plain : word
}

function compounded(tokens: readonly Token[]): Token[] {
  const done: Token[] = []
  for (const each of tokens) {
    const before = done.at(-1)
    const word = before ? `${before.lower}${each.lower}` : ''
    const joins = compounds.has(word) || (each.joined && hyphenated.has(word))
    if (before && joins) done[done.length - 1] = joinedTo(before, each, word)
    else done.push(each)
  }
  return done
}

const joinedTo = (before: Token, each: Token, word: string): Token => ({
  ...before,
  text: `${before.text}${each.joined ? '-' : ' '}${each.text}`,
  lower: word,
  stem: singular(word),
  to: each.to,
  filler: false,
})

/** "What's" is "what is"; the 's of a name stays a possessive. */
function unshortened(each: Token, index: number, all: readonly Token[]): Token {
  const before = all[index - 1]?.lower ?? ''
  if (isOfUnit(each, before, all[index + 1])) return { ...each, lower: each.stem }
  return each.lower === "'s" && shortening.has(before) ? { ...each, lower: 'is', stem: 'is' } : each
}

const unitPlurals = new Set(['years', 'months', 'weeks', 'quarters'])

/** "This years revenue": the apostrophe was left out. "The last months" may be several, where nothing is theirs. */
const isOfUnit = ({ lower }: Token, before: string, next: Token | undefined): boolean =>
  unitPlurals.has(lower) && (before === 'this' || (before === 'last' && ofATime.has(next?.stem ?? '')))

const ofATime = new Set(
  'sales revenue taking turnover order number figure result unit discount refund total customer buyer newcomer'.split(
    ' ',
  ),
)

const shortening = new Set(['who', 'what', 'where', 'when', 'how', 'that', 'it', 'he', 'she', 'there', 'here'])
/** Words that ask when they open a sentence. */
export const asking = new Set(['who', 'which', 'what', 'whom', 'whose'])
const greetings = new Set(['and', 'so', 'ok', 'hi', 'hello', 'hey', 'please', 'well', 'now'])

/** A "who" that opens a sentence asks; one behind a noun relates, and may be stepped over. */
function opens(tokens: readonly Token[], at: number): boolean {
  const said = tokens.slice(0, at).filter((token) => !greetings.has(token.lower))
  if (said.every((token) => token.punctuation)) return true
  const last = said.at(-1)
  return last === undefined || (last.punctuation && ![',', '-', '"', '–'].includes(last.lower))
}

function expand(word: Word): Token[] {
  if (word.punctuation) return [token(word, word.lower, true)]
  const listed = Object.hasOwn(contractions, word.lower) ? contractions[word.lower] : undefined
  if (listed) return listed.map((part) => token(word, part))
  const negated = /^(.+)n't$/.exec(word.lower)
  if (negated?.[1]) return [token(word, negated[1]), token(word, 'not')]
  const auxiliary = /^(.+)'(ve|re|d|ll|m)$/.exec(word.lower)
  if (auxiliary?.[1]) return [token(word, auxiliary[1])]
  return [token(word, word.lower)]
}

const token = (word: Word, lower: string, filler = isFiller(lower) || lower === "'s" || lower === "'"): Token => ({
  ...word,
  lower,
  stem: singular(lower),
  filler,
})

/** The words of a phrase of the catalogue or the database, as the grammar compares them. */
export const phraseWords = (phrase: string): string[] =>
  tokensOf(fold(phrase))
    .filter((each) => !each.punctuation)
    .map((each) => each.stem)
