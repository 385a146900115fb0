import { type ExportChannel, type Situation, unclear, type Wish } from './wish.ts'

/** The answer just given, as people point to it. */
export const pointer = String.raw`(?:(?:this|that|the|these|those|your|my|the last|the whole|the full)\s+(?:last |whole |full |same )?(?:list|answer|result|results|table|report|chart|graph|data|rows|numbers|figures|customers|people|names|one|breakdown|output|view|message)(?![\p{L}\p{N}])|(?:this|that|it|these|those|them|everything|all of (?:this|that|it|these|those|them))(?![\p{L}\p{N}]))`

const file = `(?:csv(?: ?files?)?|spread ?sheets?|excel(?: (?:file|sheet|spreadsheet))?|xlsx?|files?|google sheets?|download(?:able)?(?: file)?|exports?)`
const as = String.raw`(?:\s+(?:as|to|into|in|in the form of|via)\s+(?:an?\s+|the\s+)?${file})`
const getting = `(?:(?:(?:i|we)(?:'d| would)? )?(?:want|need|like)|export|download|save|send|give|get|put|make|turn|convert|share|post|show|hand|have|want|need|provide|create|generate|let me have|let me download)`
const forWhom = String.raw`(?:\s+(?:for|to use (?:in|for)|for use in|so (?:that )?(?:i|we) can)\s+(?:an?\s+|the\s+|our\s+|my\s+|a new\s+)?(?<purpose>[\p{L}\s-]{2,40}))`

const exports = [
  new RegExp(String.raw`^(?:export|download)(?:\s+(?:me|us))?(?:\s+${pointer})?(?:${as})?${forWhom}?$`, 'iu'),
  new RegExp(
    String.raw`^(?:export|download)\s+(?:an?\s+|the\s+)?${file}(?:\s+(?:of|with|from)\s+${pointer})?${forWhom}?$`,
    'iu',
  ),
  new RegExp(
    String.raw`^${getting}(?:\s+(?:me|us))?\s+${pointer}(?:\s+(?:to )?(?:me|us))?(?:${as}|\s+an?\s+${file})${forWhom}?$`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?:${getting}(?:\s+(?:me|us))?\s+)?(?:an?\s+|the\s+|as (?:an?\s+)?|in (?:an?\s+)?)?(?!export$)${file}(?:\s+(?:of|with|from)\s+${pointer})?(?:\s+(?:version|export|download|format))?${forWhom}?$`,
    'iu',
  ),
  new RegExp(`^${pointer}${as}${forWhom}?$`, 'iu'),
]

const channels: readonly (readonly [channel: ExportChannel, words: RegExp])[] = [
  [
    'email',
    /^(?:e-?mail(?:s|ing|ings)?(?: them| (?:campaign|list|blast|marketing))?|news ?letters?|mailchimp|klaviyo|(?:e-?mail )?campaign)$/iu,
  ],
  ['sms', /^(?:sms|text(?:s|ing)?(?: them)?|text messages?|text messaging|sms (?:campaign|list))$/iu],
  ['phone', /^(?:phone|phones|phone calls?|call(?:s|ing)?(?: them)?|telephone|phoning|ring(?:ing)? them)$/iu],
  [
    'post',
    /^(?:post|postal mail|mail|mailings?|mail shots?|letters?|direct mail|post ?cards?|flyers?|the post|labels?|mail merge)$/iu,
  ],
]

/** “CSV please”, “export that”, “download this as a spreadsheet”, “export for email”. */
export function readExport(text: string, { hasAnswer }: Situation): Wish | null {
  for (const pattern of exports) {
    const found = pattern.exec(text)
    if (!found) continue
    const channel = channelFor(found.groups?.purpose)
    if (channel === null) return null
    return hasAnswer
      ? { kind: 'export', channel }
      : unclear('There is no answer here to export yet. Ask for a list first, then say “export that”.')
  }
  return null
}

function channelFor(purpose: string | undefined): ExportChannel | null {
  if (purpose === undefined) return 'all'
  return channels.find(([, words]) => words.test(purpose.trim()))?.[0] ?? null
}

const picture = String.raw`(?:(?:bar|line|pie|column|area|little|nice|simple)\s+)*(?:chart|graph|plot|diagram|picture|visual(?:i[sz]ation)?|curve)s?(?:\s+(?:view|form|instead|again|version))*`
const rows = String.raw`(?:plain )?table(?:\s+(?:view|form|format|instead|again|version))*`
const shown = `(?:show|see|display|give|draw|make|put|turn|view|present|render|have|get|convert|switch|change|want|need|do|flip|go)`

const viewPatterns = (thing: string): readonly RegExp[] => [
  new RegExp(
    String.raw`^(?:(?:back|switch|switch back|go back|change|flip|return|show|display)(?: me)? )?(?:to |as |in |into )?(?:an?\s+|the\s+)?${thing}$`,
    'iu',
  ),
  new RegExp(
    String.raw`^${shown}(?:\s+(?:me|us))?\s+(?:an?|the)\s+${thing}(?:\s+(?:of|for|with|from)\s+${pointer})?(?:\s+instead)?$`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?:${shown}(?:\s+(?:me|us))?\s+)?${pointer}(?:\s+(?:back|over))?\s+(?:(?:to|as|in|into|with)\s+)?(?:an?\s+|the\s+)?${thing}(?:\s+(?:instead|again))?$`,
    'iu',
  ),
]
const drawing = new RegExp(
  String.raw`^(?:chart|graph|plot|draw|visuali[sz]e)\s+${pointer}(?:\s+(?:instead|again|too))?$`,
  'iu',
)
const undrawing = /^(?:no (?:chart|graph)|without (?:the |a )?(?:chart|graph)|not (?:as )?a (?:chart|graph))$/iu

const charts = [...viewPatterns(picture), drawing]
/** “list” alone begins a question; behind “as a” and “back to the” it is the table. */
const relisting = /^(?:as|in|back to|go back to|switch(?: back)? to) (?:an?|the) (?:list|rows|numbers)$/iu
const tables = [...viewPatterns(rows), relisting, undrawing]

/** “as a chart”, “back to the table”. */
export function readView(text: string, { hasAnswer }: Situation): Wish | null {
  const view = charts.some((each) => each.test(text))
    ? 'chart'
    : tables.some((each) => each.test(text))
      ? 'table'
      : null
  if (view === null) return null
  return hasAnswer
    ? { kind: 'view', view }
    : unclear('There is no answer here to show yet. Ask something like “revenue by month this year” first.')
}

const counted = `(?:get|got|find|found|compute|computed|calculate|calculated|work out|worked out|come up with|came up with|come to|came to|arrive at|arrived at|reach|reached|know|make|made|count|counted|determine|determined|do|did|derive|derived)`
/** Numbers, not people: “where do these customers come from” is a question. */
const number = String.raw`(?:(?:this|that|the|these|those|your)\s+(?:last\s+)?(?:answer|result|results|number|numbers|figure|figures|list|table|chart|data|breakdown|total)(?![\p{L}])|this|that|it|there)`
const queries = [
  /^(?:(?:show|give|see|display|view|print)(?: me| us)? )?(?:the |your |that |its )?(?:raw |full |exact |underlying )?(?:sql|query|queries|sql query|sql statement|statement|sql code|calculation|working|workings)(?: (?:for|of|behind) (?:this|that|it|the answer|this answer|that answer))?$/iu,
  new RegExp(
    String.raw`^how (?:did|do|have|could) you ${counted}(?:\s+(?:to )?(?:${number}|these|those|them))?(?:\s+out)?$`,
    'iu',
  ),
  new RegExp(
    `^how (?:was|were|is|are) ${number} (?:computed|calculated|made|worked out|counted|found|derived|determined|put together)$`,
    'iu',
  ),
  new RegExp(
    `^where (?:(?:did|do) you (?:get|have|take) ${number}(?: from)?|(?:does|do|did) ${number} come from|(?:is|are) ${number} from)$`,
    'iu',
  ),
  new RegExp(`^how (?:did|do) you work ${number} out$`, 'iu'),
  /^(?:what|which) (?:was|is) (?:the|your) (?:query|sql|sql query)$|^(?:what|which) (?:query|sql|sql query) (?:did you (?:use|run|execute|write)|was (?:that|this|used|run)|is (?:this|that|behind (?:this|that)))(?: for (?:this|that|it))?$/iu,
  /^(?:explain|show) (?:how you (?:got|found|computed|calculated|worked out|came up with) (?:this|that|it)|how (?:this|that|it) (?:was|is) (?:computed|calculated|made|worked out)|your working|your work)$/iu,
]

/** “show the SQL”, “how did you get this”. */
export function readShowQuery(text: string, { hasAnswer }: Situation): Wish | null {
  if (!queries.some((pattern) => pattern.test(text))) return null
  return hasAnswer
    ? { kind: 'show_query' }
    : unclear('There is no answer here to explain yet. Ask something first; every answer can show how it was found.')
}
