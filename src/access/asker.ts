import type { ReadScope } from '../db/reading.ts'
import type { ShopSettings } from '../db/settings.ts'

export type Role = 'associate' | 'manager' | 'admin'

/** What the shop decides about who may do what. */
export type RightsSettings = Pick<ShopSettings, 'strangers' | 'associateScope' | 'contactDetails' | 'exports'>

/**
 * Who asks, and what they may see. Rights are checked where a plan is checked, so that a saved or inherited plan is held
 * to the rights of whoever runs it now.
 */
export interface Asker {
  /** `terminal`, the colleague's e-mail address, or a stranger's Slack user; goes to the audit log. */
  readonly who: string
  /** As colleagues call them. */
  readonly name: string
  readonly role: Role
  /** Our number for the colleague; null in the terminal and for strangers. */
  readonly staffId: number | null
  readonly slackUserId: string | null
  /** E-mail addresses, phone numbers and street addresses of customers. */
  readonly maySeeContactDetails: boolean
  /** Others look on: contact details stay hidden whoever asks, and can be had where nobody does. */
  readonly inCompany: boolean
  readonly mayExport: boolean
  /** Notes that are meant for managers. */
  readonly maySeeManagerNotes: boolean
  /** The shop's settings, and the staff below their own role. */
  readonly mayManage: boolean
  /** Which customers; PostgreSQL itself hides the others. */
  readonly scope: ReadScope
  /** The store that a scope of kind `store` is of, by name. */
  readonly storeName: string | null
  /** The colleague's own e-mail address, for "my customers"; null in the terminal. */
  readonly staffEmail: string | null
}

/** Whoever can start the program on the shop's machine may see everything in its database anyway. */
export const administrator: Asker = {
  who: 'terminal',
  name: 'the terminal',
  role: 'admin',
  staffId: null,
  slackUserId: null,
  maySeeContactDetails: true,
  inCompany: false,
  mayExport: true,
  maySeeManagerNotes: true,
  mayManage: true,
  scope: { kind: 'all' },
  storeName: null,
  staffEmail: null,
}

/**
 * The same person where others look on, as in a channel: contact details and the notes meant for managers stay hidden,
 * whatever their own rights. Their scope stays.
 */
export function inCompany(asker: Asker): Asker {
  return { ...asker, maySeeContactDetails: false, maySeeManagerNotes: false, inCompany: true }
}
