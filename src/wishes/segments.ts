import { pointer } from './answers.ts'
import { type Situation, unclear, type Wish } from './wish.ts'

const kind = String.raw`(?:segment|group|list|audience|saved (?:segment|list|group))`
const called = String.raw`(?:called|named|as|with the name|under the name(?: of)?|under|titled|labell?ed|:)`

/** What is saved is a list of customers; anything else that begins so is a question or another wish. */
const saves = [
  new RegExp(
    String.raw`^(?:save|keep|store|remember|bookmark)\s+(?:${pointer}\s+)?(?:as\s+)?(?:an?\s+|the\s+|my\s+|our\s+|new\s+)*${kind}(?:\s*${called}\s*(?<name>.+))?$`,
    'iu',
  ),
  new RegExp(String.raw`^(?:save|keep|store|remember|bookmark)\s+${pointer}(?:\s*(?:${called})\s*(?<name>.+))?$`, 'iu'),
  /^(?:save|keep|store)\s+(?:as|under)\s+(?<name>.+)$/iu,
  /^save$/iu,
  new RegExp(String.raw`^(?:name|label|title)\s+${pointer}\s*(?:as\s+|:\s*)?(?<name>.+)$`, 'iu'),
  new RegExp(
    String.raw`^(?:make|create|turn|build|define|add)\s+(?:me\s+)?(?:an?\s+|the\s+|new\s+|saved\s+)*(?:segment|group|audience)\s+(?:(?:from|of|out of|with)\s+${pointer}\s*)?(?:${called}\s*(?<name>.+))?$`,
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
  /^(?:customers?|people|persons?|guys|folks|clients?|buyers?|ones?|numbers?|prospects|leads|back|now|first|later|up|today|tomorrow|tonight|all|please|again|this|that|next|on|in|at|before|after|asap)\b/iu
const files = /^(?:an? |the )?(?:csv|excel|xlsx?|spread ?sheets?|files?|pdf|chart|table|image|picture)(?: files?)?$/iu

/** “save this as Chicago VIPs”, “name this list …”, “call these …”. */
export function readSave(text: string, situation: Situation): Wish | null {
  const named = calls.exec(text)?.groups?.name
  const isName = named !== undefined && !notNames.test(named) && !/\?$/.test(named)
  const found = isName
    ? { name: named }
    : saves.map((pattern) => pattern.exec(text)).find((each) => each !== null)?.groups
  if (found === undefined && !saves.some((pattern) => pattern.test(text))) return null
  const name = cleanName(found?.name)
  if (name !== null && files.test(name)) return null
  if (!situation.hasAnswer)
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
  /^(?:rename|change)\s+(?:the\s+|my\s+|our\s+)?(?:name\s+of\s+)?(?:the\s+|my\s+|our\s+)?(?:saved\s+)?(?:segment|group|list|audience)\s+(?<from>.+?)\s+(?:to|into|as|=>|->)\s+(?<to>.+)$/iu,
  /^rename\s+(?:the\s+|my\s+|our\s+)?(?<from>.+?)(?:\s+(?:segment|group|list))?\s+(?:to|into|as|=>|->)\s+(?<to>.+)$/iu,
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

const removal = String.raw`(?:delete|remove|drop|forget|erase|discard|get rid of)`
const removals = [
  new RegExp(
    String.raw`^${removal}\s+(?:the\s+|my\s+|our\s+)?(?:saved\s+)?(?:segment|audience|saved list)\s*(?:called|named|:)?\s+(?<name>.+)$`,
    'iu',
  ),
  new RegExp(
    String.raw`^${removal}\s+(?:the\s+|my\s+|our\s+)?(?<name>.+?)(?:\s+(?:saved\s+)?(?:segment|audience|saved list))$`,
    'iu',
  ),
  new RegExp(String.raw`^${removal}\s+(?:the\s+|my\s+|our\s+)?(?<name>.+)$`, 'iu'),
]

/** “delete the segment X”; without the word, X has to be one. */
export function readDelete(text: string, { segments }: Situation): Wish | null {
  if (new RegExp(String.raw`^${removal} (?:this|that|the|a|my) segment$`, 'iu').test(text))
    return unclear('Which segment? Say “delete the segment NAME”; “my segments” lists them.')
  for (const [at, pattern] of removals.entries()) {
    const name = cleanName(pattern.exec(text)?.groups?.name)
    if (name === null) continue
    const known = knownSegment(name, segments)
    if (known !== null || at < 2) return { kind: 'delete_segment', name: known ?? name }
  }
  return null
}

/** The saved segment of that name, whatever its case. */
function knownSegment(name: string, segments: readonly string[]): string | null {
  const wanted = name.toLowerCase()
  return segments.find((each) => each.toLowerCase() === wanted) ?? null
}
