import { createHash } from 'node:crypto'
import type { Channel, Person, WorkspaceOptions } from './types.ts'

/** A colleague as the shop's database has them. */
export interface TrialStaff {
  readonly name: string
  readonly email: string
  readonly role: 'associate' | 'manager' | 'admin'
  readonly store: string | null
  readonly slackUserId: string | null
}

export interface Trial {
  readonly manifest: string
  readonly shopName: string
  readonly timeZone: string
  readonly staff: readonly TrialStaff[]
  readonly port?: number
}

/**
 * The workspace of `npm start` without tokens: one colleague of each role to switch between, two public channels, a
 * private one, and one that is shared with another company, in which the app refuses to answer.
 */
export function trialOptions(trial: Trial): WorkspaceOptions {
  const cast = castOf(trial)
  const people = cast.map(({ person }) => person)
  const port = trial.port === undefined ? {} : { port: trial.port }
  return { manifest: trial.manifest, teamName: trial.shopName, people, channels: channelsOf(cast), ...port }
}

interface Part {
  readonly role: TrialStaff['role']
  readonly person: Person
}

const ROLES = ['admin', 'manager', 'associate'] as const

const ROLE_NAMES = { admin: 'Administrator', manager: 'Manager', associate: 'Associate' } as const

/** The administrator first; of each role the first in the list, from the same store where there is one. */
function castOf({ staff, timeZone }: Trial): readonly Part[] {
  const store = staff.find(({ role }) => role === 'admin')?.store
  const chosen = ROLES.flatMap((role) => {
    const inRole = staff.filter((member) => member.role === role)
    return inRole.find((member) => member.store === store) ?? inRole[0] ?? []
  })
  const cast = chosen.map((member) => ({ role: member.role, person: personOf(member, timeZone) }))
  return cast.length > 0 ? cast : [{ role: 'admin', person: newcomer(timeZone) }]
}

function personOf(member: TrialStaff, timeZone: string): Person {
  return {
    id: member.slackUserId ?? trialUser(member.email),
    name: member.name,
    email: member.email,
    title: [ROLE_NAMES[member.role], member.store].filter(Boolean).join(' · '),
    timeZone,
    ...(member.role === 'admin' ? { slackAdmin: true } : {}),
  }
}

/** What the Slack users begin with that only this workspace knows; a real Slack may take their place. */
export const TRIAL_USERS = 'U0TRIAL'

/** Always the same for a colleague, since the app remembers whom a Slack user belongs to. */
const trialUser = (email: string): string =>
  TRIAL_USERS + createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 8).toUpperCase()

/** A shop without staff is met by whoever just installed the app. */
function newcomer(timeZone: string): Person {
  return {
    id: trialUser('you@example.com'),
    name: 'You',
    email: 'you@example.com',
    title: '',
    timeZone,
    slackAdmin: true,
  }
}

function channelsOf(cast: readonly Part[]): readonly Channel[] {
  const everyone = cast.map(({ person }) => person.id)
  const leads = cast.filter(({ role }) => role !== 'associate').map(({ person }) => person.id)
  return [
    { id: 'C0GENERAL', name: 'general', kind: 'public', members: everyone, hasApp: true },
    { id: 'C0FRONTDESK', name: 'front-desk', kind: 'public', members: everyone, hasApp: true },
    { id: 'C0MANAGERS', name: 'managers', kind: 'private', members: leads, hasApp: true },
    { id: 'C0SUPPLIERS', name: 'suppliers', kind: 'public', members: everyone, hasApp: true, shared: true },
  ]
}
