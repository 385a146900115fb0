import type { Wish } from './wish.ts'

const twice = `(?:(?:possible |potential |likely |open |proposed )?(?:duplicates?|duplicated)(?: (?:customers?|records?|entries|proposals?|pairs?|people))?|(?:customers?|records?|people|pairs) (?:who |that |which )?(?:are|is) (?:in |there |on file |on record )?(?:twice|duplicates?|doubled)|double entries|doubles)`
const asked = [
  new RegExp(
    `^how many ${twice} (?:do|have) (?:we|you|i)(?: have| got)?(?: (?:left|open|in (?:there|our data|the (?:data|database))))?$`,
    'iu',
  ),
  new RegExp(`^how many ${twice}(?: (?:are|is) (?:there|left|open|in (?:our|the) (?:data|database)))?$`, 'iu'),
  new RegExp(`^(?:are there|do we have|have we(?: got)?|is there) (?:any |an? |many )?${twice}(?: left)?$`, 'iu'),
  new RegExp(
    `^(?:(?:show|list|find|give|see|review|look (?:through|at)|go through|check)(?: me| us)? )?(?:all |our |the |any |my |for )*${twice}$`,
    'iu',
  ),
  /^(?:who|which customers?|which people) (?:are|is) (?:in |there |on file |on record |in the (?:data|database) )?(?:twice|duplicates?|duplicated|doubled)$/iu,
]

/** “How many duplicates do we have”, “which customers are there twice”: how many pairs wait for a decision. */
export const readDuplicates = (text: string): Wish | null =>
  asked.some((pattern) => pattern.test(text)) ? { kind: 'duplicates' } : null
