import { absences, awayOn } from '../../access/absences.ts'
import type { Asker } from '../../access/asker.ts'
import { listStaff, mayManage } from '../../access/staff.ts'
import type { Day } from '../../db/schema.ts'
import type { ShopSettings } from '../../db/settings.ts'
import { openEntries } from '../../digest/entry.ts'
import { countProposals } from '../../identity/proposals.ts'
import type { Bot } from '../bot.ts'
import { ownFollowUps } from '../follow-ups.ts'
import { promptsFor } from '../prompts.ts'
import { homeQuality } from '../quality/home.ts'
import { recentChanges } from './changes.ts'
import type { HomeColleague, HomeFacts, Management } from './facts.ts'
import { firstStepsFor } from './first-steps.ts'
import { homeSchedules } from './read-schedules.ts'
import { segmentChanges } from './read-segment-changes.ts'
import { homeSegments } from './read-segments.ts'

/** Reads all that the person's Home tab shows, with their rights. */
export async function homeFacts(bot: Bot, asker: Asker): Promise<HomeFacts> {
  const [context, settings] = await Promise.all([bot.asking(), bot.settings()])
  const { db } = bot.shop
  const [prompts, mine, digest, changes, data, segments, schedules, away, management] = await Promise.all([
    promptsFor(context),
    asker.staffId === null ? null : ownFollowUps(bot, asker, 'mine'),
    asker.staffId === null ? null : openEntries(db, asker.staffId, context.today),
    segmentChanges(asker, context),
    homeQuality(db, asker, context.today),
    homeSegments(asker, context),
    homeSchedules(bot, asker),
    asker.staffId === null ? [] : absences(db, { staffId: asker.staffId, since: context.today }),
    asker.mayManage ? readManagement(bot, asker, settings, context.today) : null,
  ])
  return {
    asker,
    settings,
    freshness: context.freshness,
    firstSteps:
      asker.role === 'admin' && management ? firstStepsFor(context.freshness, settings, management.staff) : [],
    examples: prompts.map(({ message }) => message).slice(0, 3),
    followUps: mine,
    digest,
    segmentChanges: changes,
    quality: data,
    segments,
    schedules,
    absences: away,
    management,
  }
}

async function readManagement(bot: Bot, asker: Asker, settings: ShopSettings, today: Day): Promise<Management> {
  const { db } = bot.shop
  const [staff, changes, duplicates] = await Promise.all([
    readStaff(bot, asker, today),
    recentChanges(db, settings.timeZone),
    countProposals(db),
  ])
  return { staff, changes, duplicates }
}

async function readStaff({ shop: { db } }: Bot, asker: Asker, today: Day): Promise<readonly HomeColleague[]> {
  const [staff, away, stretches] = await Promise.all([listStaff(db), awayOn(today, db), absences(db, { since: today })])
  return staff.map(({ id, name, role, store, active, slackUserId }) => ({
    id,
    name,
    role,
    store,
    active,
    linked: slackUserId !== null,
    awayUntil: away.has(id) ? (stretches.find(({ staffId }) => staffId === id)?.to ?? null) : null,
    editable: mayManage(asker, { role }),
  }))
}
