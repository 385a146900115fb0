import type { Moment } from './calendar.ts'
import { castInteractions, castJoined, castNotes, castOrders, castPerson, castRecipients } from './cast-stories.ts'
import { type Acquaintance, interactionsOf, notesOf } from './dealings.ts'
import { recipientsOf } from './invitations.ts'
import { type Member, memberAt } from './members.ts'
import { personOf } from './people.ts'
import { ordersOf } from './purchases.ts'
import type { CampaignRecipient, Interaction, Note, Order, Person } from './records.ts'
import type { World } from './world.ts'

/** All that is on file about one customer of the sample shop. */
export interface Story {
  readonly index: number
  readonly joined: Moment
  readonly person: Person
  readonly orders: readonly Order[]
  readonly interactions: readonly Interaction[]
  readonly notes: readonly Note[]
  readonly recipients: readonly CampaignRecipient[]
}

/** The whole story at once, drawing no purchase twice. */
export function storyAt(world: World, index: number): Story {
  const member = drawnMember(world, index)
  if (member === null) {
    return {
      index,
      joined: castJoined(world, index),
      person: castPerson(world, index),
      orders: castOrders(world, index),
      interactions: castInteractions(world, index),
      notes: castNotes(world, index),
      recipients: castRecipients(world, index),
    }
  }
  const known = { world, member, person: personOf(world, member), orders: ordersOf(world, member) }
  return {
    index,
    joined: member.joined,
    person: known.person,
    orders: known.orders,
    interactions: interactionsOf(known),
    notes: notesOf(known),
    recipients: recipientsOf(world, member, () => known.orders),
  }
}

export function joinedAt(world: World, index: number): Moment {
  return drawnMember(world, index)?.joined ?? castJoined(world, index)
}

export function personAt(world: World, index: number): Person {
  const member = drawnMember(world, index)
  return member === null ? castPerson(world, index) : personOf(world, member)
}

export function ordersAt(world: World, index: number): readonly Order[] {
  const member = drawnMember(world, index)
  return member === null ? castOrders(world, index) : ordersOf(world, member)
}

export function interactionsAt(world: World, index: number): readonly Interaction[] {
  const known = acquaintance(world, index)
  return known === null ? castInteractions(world, index) : interactionsOf(known)
}

export function notesAt(world: World, index: number): readonly Note[] {
  const known = acquaintance(world, index)
  return known === null ? castNotes(world, index) : notesOf(known)
}

export function recipientsAt(world: World, index: number): readonly CampaignRecipient[] {
  const member = drawnMember(world, index)
  if (member === null) return castRecipients(world, index)
  return recipientsOf(world, member, () => ordersOf(world, member))
}

/** Null for the cast, who come first. */
function drawnMember(world: World, index: number): Member | null {
  return index < world.cast.length ? null : memberAt(world, index)
}

function acquaintance(world: World, index: number): Acquaintance | null {
  const member = drawnMember(world, index)
  if (member === null) return null
  return { world, member, person: personOf(world, member), orders: ordersOf(world, member) }
}
