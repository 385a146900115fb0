import type { Kysely } from 'kysely'
import { type Asker, administrator, type RightsSettings } from '../../src/access/asker.ts'
import { askerOfStaff } from '../../src/access/rights.ts'
import { colleagueBy } from '../../src/access/staff.ts'
import type { Database } from '../../src/db/schema.ts'
import { defaultSettings } from '../../src/db/settings.ts'

/** Somebody in a shop without a database: an associate who sees every customer, unless the test says more. */
export const associate: Asker = {
  ...administrator,
  who: 'hank@cast.example',
  name: 'Hank Dombrowski',
  role: 'associate',
  staffId: 2,
  slackUserId: 'U0HANK',
  maySeeContactDetails: false,
  mayExport: false,
  maySeeManagerNotes: false,
  mayManage: false,
  staffEmail: 'hank@cast.example',
}

/** A colleague of the cast with the rights that these settings give them; a refusal fails the test with its sentence. */
export async function asker(
  db: Kysely<Database>,
  email: string,
  settings: Partial<RightsSettings> = {},
): Promise<Asker> {
  const colleague = await colleagueBy('email', email, db)
  if (!colleague) throw new Error(`There is no ${email}.`)
  const found = askerOfStaff(colleague, { ...defaultSettings, ...settings })
  if (found.kind === 'refused') throw new Error(found.sentence)
  return found.asker
}
