import type { ReadScope } from '../db/reading.ts'
import type { Asker, RightsSettings } from './asker.ts'
import type { Colleague } from './staff.ts'

export type Identified =
  | { readonly kind: 'asker'; readonly asker: Asker }
  | { readonly kind: 'refused'; readonly sentence: string }

export const refused = (sentence: string): Identified => ({ kind: 'refused', sentence })

/**
 * What a colleague may see and do, the same in Slack and in the terminal.
 *
 * Managers and administrators see every customer, a store's manager those of the other stores too. An associate whose
 * scope cannot be told (no store is set) is refused, never shown everybody.
 */
export function askerOfStaff(staff: Colleague, settings: RightsSettings): Identified {
  if (!staff.active)
    return refused(
      `${staff.name} is no longer on the staff, so I answer nothing. A manager can take them back, on the Home tab under Staff.`,
    )
  const scope = scopeOf(staff, settings)
  if (scope === null) return refused(noStore)
  const manages = staff.role !== 'associate'
  return {
    kind: 'asker',
    asker: {
      who: staff.email,
      name: staff.name,
      role: staff.role,
      staffId: staff.id,
      slackUserId: staff.slackUserId,
      maySeeContactDetails: manages || settings.contactDetails === 'everyone',
      inCompany: false,
      mayExport: manages || settings.exports === 'everyone',
      maySeeManagerNotes: manages,
      mayManage: manages,
      scope,
      storeName: staff.store,
      staffEmail: staff.email,
    },
  }
}

/** Somebody of the shop's own Slack who is nobody on the staff, where the shop lets them ask as an associate. */
export function askerOfStranger(
  { userId, name }: { readonly userId: string; readonly name: string },
  settings: RightsSettings,
): Identified {
  if (settings.strangers === 'refused') return refused(notOnStaff)
  if (settings.associateScope !== 'all') return refused(noCustomers)
  return {
    kind: 'asker',
    asker: {
      who: userId,
      name,
      role: 'associate',
      staffId: null,
      slackUserId: userId,
      maySeeContactDetails: settings.contactDetails === 'everyone',
      inCompany: false,
      mayExport: settings.exports === 'everyone',
      maySeeManagerNotes: false,
      mayManage: false,
      scope: { kind: 'all' },
      storeName: null,
      staffEmail: null,
    },
  }
}

function scopeOf({ id, role, storeId }: Colleague, { associateScope }: RightsSettings): ReadScope | null {
  if (role !== 'associate') return { kind: 'all' }
  switch (associateScope) {
    case 'all':
      return { kind: 'all' }
    case 'owner':
      return { kind: 'owner', id }
    case 'store':
      return storeId === null ? null : { kind: 'store', id: storeId }
    default:
      return associateScope satisfies never
  }
}

const noStore =
  'Here everyone sees the customers of their own store, and no store is set for you. A manager can set it on the Home tab, under Staff.'
const notOnStaff =
  'I answer only the shop’s staff, and I do not find you among them, by your Slack user or your e-mail address. A manager can add you on the Home tab, under Staff.'
const noCustomers =
  'Here everyone sees only their own customers, and you are not on the staff list, so there are none I may show you. A manager can add you on the Home tab, under Staff.'
