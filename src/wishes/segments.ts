import { pointer } from './answers.ts'
import { type Situation, unclear, type Wish } from './wish.ts'

const kind = `(?:segment|group|list|audience|saved (?:segment|list|group))`
const called = `(?:called|named|as|with the name|under the name(?: of)?|under|titled|labell?ed|:)`

/** What is saved is a list of customers; anything else that begins so is a question or another wish. */
const saves = [
  new RegExp(
    String.raw`^(?:save|keep|store|remember|bookmark)\s+(?:${pointer}\s+)?(?:as\s+)?(?:an?\s+|the\s+|my\s+|our\s+|new\s+)*${kind}(?:(?:\s*${called}\s*|\s+)(?<name>.+))?$`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?:save\s+${pointer}|(?:save|keep|store|remember|bookmark)\s+${pointer}\s*${called}\s*(?<name>.+))$`,
    'iu',
  ),
  /^(?:save|keep|store)\s+(?:as|under)\s+(?<name>.+)$/iu,
  /^save$/iu,
  new RegExp(String.raw`^(?:name|label|title)\s+${pointer}\s*(?:as\s+|:\s*)?(?<name>.+)$`, 'iu'),
  new RegExp(
    String.raw`^(?:make|create|turn|build|define|add)\s+(?:me\s+)?(?:an?\s+|the\s+|new\s+|saved\s+)*(?:segment|group|audience)(?:\s+(?:from|of|out of|with)\s+${pointer})?(?:\s*${called}\s*(?<name>.+))?$`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?:make|create|turn)\s+${pointer}\s+(?:into\s+)?(?:an?\s+|new\s+|saved\s+)*(?:segment|group|audience)(?:\s*${called}\s*(?<name>.+))?$`,
    'iu',
  ),
]
/** “Call these customers” asks for calls, “call these Chicago VIPs” gives a name. */
const calls =
  /^call (?:this|that|it|these|those|them)(?: (?:segment|group|list|audience|customers|people))?\s*(?::\s*|as\s+)?(?<name>.+)$/iu
const notNames =
  /^(?:customers?|people|persons?|guys|folks|clients?|buyers?|ones?|numbers?|prospects|leads|back|now|first|later|up|today|tomorrow|tonight|all|please|again|this|that|next|on|in|at|by|to|of|for|from|with|without|before|after|asap|who|whose|which|\d+ (?:customers|people|buyers|ones)|and their)\b|\?$/iu
const files = /^(?:an? |the )?(?:csv|excel|xlsx?|spread ?sheets?|files?|pdf|chart|table|image|picture)(?: files?)?$/iu

/** “save this as Chicago VIPs”, “name this list …”, “call these …”. */
export function readSave(text: string, { hasAnswer }: Situation): Wish | null {
  const found = [calls, ...saves].map((pattern) => pattern.exec(text)).find((each) => each !== null)
  if (!found) return null
  const name = cleanName(found.groups?.name)
  const verb = /^(?:call|name|label|title)\b/iu.test(text)
  if (name !== null && (files.test(name) || ((verb || /^(?:of|in|who|with)\b/iu.test(name)) && notNames.test(name))))
    return null
  if (!hasAnswer)
    return unclear('There is no answer here to save yet. Ask for a list of customers first, then say “save this as …”.')
  return { kind: 'save_segment', name }
}

/** Without quotation marks and what else only surrounds it. */
function cleanName(said: string | undefined): string | null {
  const name = (said ?? '').replace(/^[\s"'`*_:]+|[\s"'`*_.!,;:]+$/g, '').trim()
  return name === '' ? null : name
}

const lists = [
  /^(?:(?:list|show|see|view|display|give|get)(?: me| us)? )?(?:all )?(?:of )?(?:my |our |the |your )?(?:saved |existing |custom )?(?:segments|audiences|saved (?:groups|lists))(?: (?:we|i|you) (?:have|saved|made|know))?$/iu,
  /^(?:what|which) (?:saved |other |custom )?(?:segments|audiences|saved lists) (?:do (?:we|you|i) (?:have|know)|are (?:there|saved|known|defined|available)|have (?:we|i|you) (?:got|saved)|exist)(?: saved)?$/iu,
  /^(?:what|which) are (?:my|our|the|your) (?:saved |custom )?segments$/iu,
  /^are there (?:any )?(?:saved )?segments$|^do (?:we|i|you) have (?:any )?(?:saved )?segments$/iu,
]

/** “my segments”, “list segments”, “what segments do we have”. */
export function readListSegments(text: string): Wish | null {
  return lists.some((pattern) => pattern.test(text)) ? { kind: 'list_segments' } : null
}

const renames = [
  /^(?:rename|change the name of)\s+(?:the\s+|my\s+|our\s+)?(?:saved\s+)?(?:segment|group|audience)\s+(?<from>.+?)\s+(?:to|into|as|=>|->)\s+(?<to>.+)$/iu,
  /^(?:rename|change the name of)\s+(?:the\s+|my\s+|our\s+)?(?<from>.+?)(?:\s+(?:segment|group))?\s+(?:to|into|as|=>|->)\s+(?<to>.+)$/iu,
]
const renamesThis = /^rename\s+(?:this|that|it|the segment|this segment|the list|this list)\s+(?:to|into|as)\s+/iu

/** “rename segment X to Y”; without the word, X has to be one. */
export function readRename(text: string, { segments }: Situation): Wish | null {
  if (renamesThis.test(text))
    return unclear('Which segment? Say “rename segment OLD NAME to NEW NAME”; “my segments” lists them.')
  for (const [at, pattern] of renames.entries()) {
    const found = pattern.exec(text)?.groups
    const [from, to] = [cleanName(found?.from), cleanName(found?.to)]
    if (from === null || to === null) continue
    const known = knownSegment(from, segments)
    if (known !== null || at === 0) return { kind: 'rename_segment', from: known ?? from, to }
  }
  return null
}

const whose = String.raw`(?:the\s+|my\s+|our\s+)?(?:saved\s+)?`
/** “Remove the top segment” can also narrow a list, so there it has to be a saved one. */
const surely = `(?:delete|erase|forget|get rid of)`
const maybe = `(?:remove|drop|discard)`
const thing = `(?:segment|audience|saved list)`
const removals = [
  {
    known: false,
    pattern: new RegExp(String.raw`^${surely}\s+${whose}${thing}\s*(?:called|named|:)?\s+(?<name>.+)$`, 'iu'),
  },
  { known: false, pattern: new RegExp(String.raw`^${surely}\s+${whose}(?<name>.+?)\s+(?:saved\s+)?${thing}$`, 'iu') },
  { known: true, pattern: new RegExp(String.raw`^${surely}\s+${whose}(?<name>.+)$`, 'iu') },
  {
    known: false,
    pattern: new RegExp(String.raw`^${maybe}\s+${whose}${thing}\s*(?:called|named|:)?\s+(?<name>.+)$`, 'iu'),
  },
  { known: true, pattern: new RegExp(String.raw`^${maybe}\s+${whose}(?<name>.+?)\s+(?:saved\s+)?${thing}$`, 'iu') },
]
const removesThis = /^(?:delete|remove|erase|forget) (?:this|that|the|a|my) segment$/iu

/** “delete the segment X”; without the word, X has to be one. */
export function readDelete(text: string, { segments }: Situation): Wish | null {
  if (removesThis.test(text)) return unclear('Which segment? Say “delete the segment NAME”; “my segments” lists them.')
  for (const { known: mustBeKnown, pattern } of removals) {
    const name = cleanName(pattern.exec(text)?.groups?.name)
    const known = name === null ? null : knownSegment(name, segments)
    if (known !== null) return { kind: 'delete_segment', name: known }
    if (name !== null && !mustBeKnown) return { kind: 'delete_segment', name }
  }
  return null
}

/** The saved segment of that name, whatever its case. */
function knownSegment(name: string, segments: readonly string[]): string | null {
  const wanted = name.toLowerCase()
  return segments.find((each) => each.toLowerCase() === wanted) ?? null
}
