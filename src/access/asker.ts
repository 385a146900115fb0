import type { ReadScope } from '../db/reading.ts'

/**
 * Who asks, and what they may see. Rights are checked where a plan is checked, so that a saved or inherited plan is held
 * to the rights of whoever runs it now.
 */
export interface Asker {
  /** `terminal`, or the colleague's reference; goes to the audit log. */
  readonly who: string
  readonly role: 'associate' | 'manager' | 'admin'
  /** E-mail addresses, phone numbers and street addresses of customers. */
  readonly maySeeContactDetails: boolean
  readonly mayExport: boolean
  /** Notes that are meant for managers. */
  readonly maySeeManagerNotes: boolean
  /** Which customers; PostgreSQL itself hides the others. */
  readonly scope: ReadScope
  /** The colleague's own e-mail address, for "my customers"; null in the terminal. */
  readonly staffEmail: string | null
}

/** Whoever can start the program on the shop's machine may see everything in its database anyway. */
export const administrator: Asker = {
  who: 'terminal',
  role: 'admin',
  maySeeContactDetails: true,
  mayExport: true,
  maySeeManagerNotes: true,
  scope: { kind: 'all' },
  staffEmail: null,
}
