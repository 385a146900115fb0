import { walkIn, walkInCount } from './purchases.ts'
import { emptySheets, type Numbers, type SheetName, type Sheets, writeOrder, writeStory } from './sheets.ts'
import { storyAt } from './stories.ts'
import type { World } from './world.ts'

/** What is to be written; it can be handed to another thread as it is. */
export interface PageOrder {
  readonly world: World
  readonly numbers: Numbers
  readonly currency: string
}

/** Some customers with everything about them, as text for COPY. */
export interface Page {
  readonly texts: Readonly<Record<SheetName, string>>
  /** How many customers are written, this page included. */
  readonly customers: number
  /** The numbers that come after this page. */
  readonly next: Numbers['next']
}

/** Few enough to hold, enough to keep a database busy. */
const CUSTOMERS_PER_PAGE = 250
const WALK_INS_PER_PAGE = 2_500

/** All customers, page by page, then the sales without a name. */
export function* pagesOf({ world, numbers: first, currency }: PageOrder): Generator<Page> {
  const numbers = { ...first, next: { ...first.next } }
  const { customers } = world.options
  for (let from = 0; from < customers; from += CUSTOMERS_PER_PAGE) {
    const to = Math.min(from + CUSTOMERS_PER_PAGE, customers)
    const desk = { sheets: emptySheets(), world, numbers, currency }
    for (let index = from; index < to; index += 1) writeStory(desk, storyAt(world, index))
    yield pageOf(desk.sheets, to, numbers)
  }
  const walkIns = walkInCount(world)
  for (let from = 0; from < walkIns; from += WALK_INS_PER_PAGE) {
    const to = Math.min(from + WALK_INS_PER_PAGE, walkIns)
    const desk = { sheets: emptySheets(), world, numbers, currency }
    for (let index = from; index < to; index += 1) {
      writeOrder(desk, null, walkIn(world, index))
    }
    yield pageOf(desk.sheets, customers, numbers)
  }
}

function pageOf(sheets: Sheets, customers: number, numbers: Numbers): Page {
  const texts = Object.fromEntries(Object.entries(sheets).map(([name, rows]) => [name, rows.join('')]))
  // The entries are exactly the sheets.
  return { texts: texts as Record<SheetName, string>, customers, next: { ...numbers.next } }
}
