import type { ShopCalendar } from './days.ts'

/** What the shop decides that questions depend on: its calendar and the numbers in its words. */
export interface ShopRules extends ShopCalendar {
  readonly timeZone: string
  readonly currency: string
  /** Of telephone numbers without a country code; those of it are shown as they are dialled at home. */
  readonly country: string
  readonly topPercent: number
  readonly dueGaps: number
  readonly lapsedGaps: number
  readonly minimumGapDays: number
  readonly defaultGapDays: number
  readonly likelyGonePercent: number
}
