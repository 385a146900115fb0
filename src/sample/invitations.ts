import type { Moment } from './calendar.ts'
import type { Campaign } from './campaigns.ts'
import type { Member } from './members.ts'
import { consentsOf, contactOf, nameOf } from './people.ts'
import { below, chance, type Random } from './random.ts'
import type { CampaignRecipient, Order } from './records.ts'
import { stream, type World } from './world.ts'

/** A customer's place in a campaign. */
interface Invitation {
  readonly campaign: Campaign
  /** Kept back at random, to have something to compare with. */
  readonly holdout: boolean
  /** The day of a visit that would not have come about without the campaign. */
  readonly extraVisit: number | null
}

/** Part of those who may be written to, part of these kept back, and the true effect on the others. */
const SHARES = { invited: 0.45, holdout: 0.15, extraVisit: 0.05 }

const EFFECT_DAYS = 28

/** The visits that campaigns bring about, by day. */
export function campaignVisits(world: World, member: Member): readonly number[] {
  const days = invitationsOf(world, member).map(({ extraVisit }) => extraVisit)
  return days.filter((day) => day !== null && day <= world.calendar.lastDay) as number[]
}

function invitationsOf(world: World, member: Member): readonly Invitation[] {
  const random = stream(world, 'invitations', member.index)
  const channels = mailableChannels(world, member)
  return world.campaigns.flatMap((campaign) => {
    const invitation = drawInvitation(campaign, random)
    const mayInvite = channels[campaign.channel] && member.joined.day < campaign.startDay
    return invitation !== null && mayInvite ? [invitation] : []
  })
}

function mailableChannels(world: World, member: Member): Record<Campaign['channel'], boolean> {
  const consents = consentsOf(world, member)
  const contact = contactOf(world, member, nameOf(world, member))
  return {
    email: consents.email === 'yes' && contact.email !== '',
    sms: consents.sms === 'yes' && contact.phone !== '',
    post: consents.post === 'yes',
  }
}

/** Always draws the same number of times, so that no campaign moves another's lots. */
function drawInvitation(campaign: Campaign, random: Random): Invitation | null {
  const invited = chance(random, SHARES.invited)
  const holdout = chance(random, SHARES.holdout)
  const moved = chance(random, SHARES.extraVisit)
  const day = campaign.startDay + 2 + below(random, EFFECT_DAYS)
  if (!invited) return null
  return { campaign, holdout, extraVisit: moved && !holdout ? day : null }
}

/** A customer's lines in the lists of recipients; those kept back have nothing but their name on it. */
export function recipientsOf(world: World, member: Member, buy: () => readonly Order[]): readonly CampaignRecipient[] {
  const invitations = invitationsOf(world, member)
  if (invitations.length === 0) return []
  const orders = buy()
  const random = stream(world, 'responses', member.index)
  return invitations.map((invitation) => {
    const { campaign, holdout } = invitation
    if (holdout) return { campaignRef: campaign.ref, sent: null, opened: null, clicked: null, responded: null, holdout }
    const sent = { day: campaign.startDay + below(random, 2), second: 10 * 3600 + below(random, 7 * 3600) }
    const opened = campaign.channel === 'email' && chance(random, 0.4) ? laterThan(sent, 2, random) : null
    const clicked = clickOf(campaign, sent, opened, random)
    const responded = responseOf(world, invitation, sent, clicked, orders, random)
    return { campaignRef: campaign.ref, sent, opened, clicked, responded, holdout }
  })
}

function clickOf(campaign: Campaign, sent: Moment, opened: Moment | null, random: Random): Moment | null {
  if (campaign.channel === 'sms') return chance(random, 0.1) ? laterThan(sent, 1, random) : null
  return opened !== null && chance(random, 0.3) ? laterThan(opened, 1, random) : null
}

/** Same day a little later, or one of the next days; never into the small hours. */
function laterThan(moment: Moment, days: number, random: Random): Moment {
  const later = below(random, days + 1)
  if (later === 0) return { day: moment.day, second: Math.min(moment.second + 60 + below(random, 5 * 3600), 86_000) }
  return { day: moment.day + later, second: 8 * 3600 + below(random, 13 * 3600) }
}

/** A response is an order that came in with the campaign's code, or now and then an answer without one. */
function responseOf(
  world: World,
  { campaign, extraVisit }: Invitation,
  sent: Moment,
  clicked: Moment | null,
  orders: readonly Order[],
  random: Random,
): Moment | null {
  const last = Math.min(campaign.endDay, world.calendar.lastDay)
  const usesCode = clicked !== null ? 0.75 : 0.12
  const order = orders.find(({ at, status }) => at.day > sent.day + 2 && at.day <= last && status === 'completed')
  if (order !== undefined && (order.at.day === extraVisit || chance(random, usesCode))) return order.at
  return clicked !== null && chance(random, 0.12) ? laterThan(clicked, 0, random) : null
}
