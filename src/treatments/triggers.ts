import type { Trigger } from './trigger.ts'
import { askedForItem } from './triggers/asked-for-item.ts'
import { campaignResponse } from './triggers/campaign-response.ts'
import { connectorNurture } from './triggers/connector-nurture.ts'
import { dataGap } from './triggers/data-gap.ts'
import { firstPurchaseThanks } from './triggers/first-purchase-thanks.ts'
import { lapsingTopCustomer } from './triggers/lapsing-top-customer.ts'
import { neverContactedTop } from './triggers/never-contacted-top.ts'
import { newChampion } from './triggers/new-champion.ts'
import { openServiceCase } from './triggers/open-service-case.ts'
import { productCheckIn } from './triggers/product-check-in.ts'
import { promisedFollowUp } from './triggers/promised-follow-up.ts'
import { referralThanks } from './triggers/referral-thanks.ts'
import { replenishmentDue } from './triggers/replenishment-due.ts'
import { secondPurchaseWindow } from './triggers/second-purchase-window.ts'
import { specialDay } from './triggers/special-day.ts'
import { warrantyEnding } from './triggers/warranty-ending.ts'

/** Everything that can make somebody worth contacting, the most pressing first. */
export const triggers: readonly Trigger[] = [
  promisedFollowUp,
  openServiceCase,
  productCheckIn,
  firstPurchaseThanks,
  referralThanks,
  specialDay,
  warrantyEnding,
  replenishmentDue,
  lapsingTopCustomer,
  secondPurchaseWindow,
  campaignResponse,
  askedForItem,
  newChampion,
  connectorNurture,
  neverContactedTop,
  dataGap,
]
