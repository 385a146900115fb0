import { nearest } from '../nearest.ts'

/** What a note's words begin with after a name, and days: no family names, even where they begin with a capital letter. */
const commonWords = new Set(
  `a about after again all also always an and another are as asked asks at back before birthday bought bring brings broke
  brought call called calling calls came cancel cancelled can cannot closed come comes coming complained could did does
  doing for from gave gets gift given gives going got had has hates have he her here his in interested is it its just last
  left liked likes lives look looked looking looks lost loved loves may might moved moving must need needed needs never next
  no not now on only order ordered orders our paid pays phoned pick picked picks pickup prefers promised quote rang ready
  reported requested returned returning returns said sat saw says sent she should since some spoke still stopped texted that
  the their they thinks this to told took tried tries usually very visited visits waiting want wanted wants was we went were
  when will wished wishes with won works would wrote yesterday today tomorrow tonight
  mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday
  january february march april june july august september october november december`.split(/\s+/),
)

/** Whether a word stands there as a name does: “Jackson”, and neither “Wants” nor “Friday” nor “VIP”. */
export const isNameLike = (word: string): boolean =>
  /^\p{Lu}[\p{L}'’-]*\p{Ll}[\p{L}'’-]*[.,;]?$/u.test(word) && !commonWords.has(bareWord(word))

/** Whether a word may be that name, misspelt: “oshea” is near “O’Shea”. Short and common words are near nothing. */
export function isNearName(word: string, name: string): boolean {
  const [said, known] = [bareWord(word), bareWord(name)]
  if (said === known) return true
  if (said.length < 4 || known.length < 3 || commonWords.has(said)) return false
  return nearest(said, [known]) !== null
}

/** Lower case, without accents and anything but letters and digits: “O’Shea,” is “oshea”. */
export const bareWord = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase()
