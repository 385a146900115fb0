import type { Bound, Grammar } from '../engine.ts'
import { field, metricFilter, segment } from '../items.ts'
import { bar, one } from './meanings.ts'

/** Customers who were sent, and those who sent others. */
export function addReferrals(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      'came|come|found|joined to|us? us? through|via|by|from|thanks_to another|other|an|existing|a customer|customers|friend|friends|someone|somebody_else|person|existing?',
      'referred|sent|recommended|brought in|to|by? us? by another|other|an|a|existing? customer|customers|friend|friends|others|someone|somebody|people else?',
      'was|were referred|recommended by|to? others|us|someone|somebody?',
      'have|has|with a referrer on_file?',
    ],
    () => one(segment('referred')),
    -0.5,
  )
  // referrals
  const sentBy = (bound: Bound, not = false) =>
    one({
      ...field(
        'customer.referred_by',
        'is',
        bound.someone.map((person: { ref: string }) => person.ref),
      ),
      not,
    })
  grammar.rule(
    'cond',
    [
      'referred|sent|recommended|introduced|brought|recruited in? by <someone>',
      '<someone> sent|referred|recommended|introduced|brought|recruited|steered us|our|the|to|in|way|here|along|new|over?',
      '<someone> has|have sent|referred|brought|recommended us|our|to|in|way?',
      'came|come through|via|from|because <someone>',
      'referral|referrals of|from|by <someone>',
      "<someone> 's referral|referrals|friends",
      'with <someone> as referrer',
    ],
    (bound) => sentBy(bound),
  )
  grammar.rule(
    'cond',
    [
      '<compared> referral|referrals|friend|friends|people|customers|others|recommendations',
      'referred|sent|brought|recommended|introduced us|in|our|way|at? <compared> people|friends|customers|others|person|friend|customer|new|referrals?',
      'with|have|has|made <compared> referral|referrals',
    ],
    ({ compared }) => (compared.unit ? null : one(metricFilter('referrals', [], null, bar(compared)))),
    0.1,
  )
  grammar.rule(
    'cond',
    [
      '<refcount> sent|referred|brought|recommended our|us|way|in? <boughtafter>',
      'referred|sent|brought|recommended|introduced|steered us|in|our|way? <refcount> <boughtafter>',
      'with|have|has|made <compared> successful referral|referrals',
      'word of mouth champions <refcount>? <boughtafter>?',
      'sent|brought|referred|recommended <refcount> our|us|way|to|in? <boughtafter>',
    ],
    ({ refcount, compared }) => {
      const limit = refcount ?? compared
      return limit ? one(metricFilter('successful_referrals', [], null, bar(limit))) : one(segment('connector'))
    },
    -0.2,
  )
  grammar.rule(
    'refcount',
    [
      '<compared> new? people|friends|customers|others|person|friend|customer|neighbors|neighbours|family|buyers|referrals?',
      '<compared>',
    ],
    ({ compared }) => (compared.unit ? null : compared),
  )
  grammar.rule(
    'refcount',
    ['<number> new? people|friends|customers|others|neighbors|neighbours|buyers'],
    ({ number }) => (number.kind === 'number' ? { op: 'at_least', values: [number.value] } : null),
    0.1,
  )
  grammar.macro(
    'each',
    'then actually really each all who that both also later went on to have has with a purchase order apiece sent our way',
  )
  grammar.rule('boughtafter', [
    '$each? $each? $each? $each? $each? $each? bought|ordered|purchased|purchase|order|shopped|buy|spent|paid something|anything|here|each|at|least|once|on? something|anything?',
    'with a? purchase|order each?',
    'sent|referred our|us way? with a? purchase|order each?',
    '$each? $each? $each? became|become|turned|converted to|into? customers|buyers|paying?',
  ])
}
