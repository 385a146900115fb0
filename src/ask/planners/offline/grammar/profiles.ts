import type { Grammar } from '../engine.ts'

/** What is asked about one customer. */
export function addProfiles(grammar: Grammar): void {
  grammar.rule(
    'ask',
    [
      'buy|bought|get|got|order|ordered|purchase|purchased on|in|with|at|during his|her|their|the? last|latest|most_recent order|purchase|visit|time|trip',
      'last|latest|most_recent time buy|bought|get|got',
    ],
    () => ({ kind: 'ask', ask: 'items' }),
    -0.6,
  )
  grammar.rule(
    'ask',
    ['whose customer|client|account is|are?', 'who does|do belong to', 'whose book|list is|are in|on?'],
    () => ({ kind: 'ask', ask: 'owner' }),
    -0.2,
  )
  grammar.rule(
    'ask',
    [
      'since when',
      'how long customer|buying|shopping',
      'start|started buying|shopping|ordering',
      'date of the? first order',
    ],
    () => ({ kind: 'ask', ask: 'first_order' }),
    0.1,
  )
  grammar.rule('item', ['why is|are|does|do|did|was?', 'how come'], () => ({ kind: 'why' }))
  grammar.rule('item', ['buying|shopping|ordering from|with|at us|here?'], () => ({ kind: 'word', word: '' }), 0.4)
  grammar.rule(
    'ask',
    ['buy|order|shop|come|purchase|bought|ordered for the? first time', 'first time buy|bought|order|here|in|visit'],
    () => ({ kind: 'ask', ask: 'first_order' }),
  )
  grammar.rule(
    'ask',
    [
      'last reach|reached|contact|contacted|call|called|talk|talked|speak|spoke|write|wrote|phoned out? to|with?',
      'reach|contact|call|talk|speak|write|phone out? to|with? last',
      'last outreach|touch|contact',
    ],
    () => ({ kind: 'ask', ask: 'last_contact' }),
    -0.1,
  )
  grammar.rule(
    'ask',
    [
      'which one|order was|is it|that?',
      'which order was|is it|that?',
      'how much was|is? it|that?',
      'what was it worth',
    ],
    () => ({ kind: 'ask', ask: 'which_order' }),
    0.1,
  )
  const asks = (ask: string, patterns: readonly string[], cost = 0) =>
    grammar.rule('ask', patterns, () => ({ kind: 'ask', ask }), cost)
  asks('last_order', [
    'last|latest|most_recent order|purchase',
    'last|most_recently ordered|order|bought|buy|shopped|purchased|shop|by|came|come|visit|in anything|something|from|with|here|us|in|anything|stuff?',
    'order|buy|bought|ordered|shop|purchase|come last|most_recently|in_last',
    'last time ordered|bought|shopped|came|order|purchased|in|here',
    'last seen|in|here',
    'last in',
    'most recent order|purchase',
    'most recently buy|order|bought|ordered|shop|purchase anything|something?',
    'last time they|he|she|in bought|ordered|shopped|was|came? anything|something|in|here?',
    'last buy|order anything|something',
  ])
  asks(
    'last_order',
    [
      'how long has|is it been? since last? bought|ordered|shopped|came|order|purchase|visit anything|something|in|here?',
      'how many days|weeks|months since last? bought|ordered|shopped|came|order|purchase|visit anything|something|in|here?',
    ],
    -0.2,
  )
  asks('items', ['last|latest|most_recent thing|things|item|items|product|products'], -0.1)
  asks('first_order', [
    'first|earliest order|purchase',
    'first ordered|order|bought|buy|shopped|purchased|came',
    'become|became a? customer',
    'first time ordered|bought|shopped|came',
  ])
  asks('owner', [
    'look|looks|looking|takes|taking|take after|care',
    'owns|own|owner|manages|handles',
    'owner|account_manager',
    'who is responsible',
    'belong|belongs to',
    'which colleague',
    'in charge of',
    'assigned to',
    'responsible for',
    'account manager',
  ])
  asks('age', ['age', 'how old', 'old'], 0.1)
  asks('email', ['email|e-mail address?', 'e mail address?'])
  asks('phone', ['phone|telephone|mobile|cell number?', 'number', 'contact number'])
  asks('address', ['address', 'street|postal|mailing|home address', 'live|lives'])
  asks('contact', ['contact details|info|information|data', 'reach', 'get hold of'], 0.1)
  asks('birthday', ['birthday|bday|birthdate', 'date of birth', 'born'])
  asks(
    'usual_gap',
    [
      'usually|typically|normally come|comes|buy|buys|order|orders|shop|shops|visit in|by|here?',
      'come|comes|buy|buys|order|orders|shop|shops in? usually|typically|normally',
      'usual|typical|normal gap|interval|rhythm|cadence',
      'ie|i.e. usual|typical gap in? days?',
      'usual gap in? days?',
      'how many days between orders|purchases|visits',
    ],
    0.05,
  )
  asks('last_contact', [
    'last|latest time|day|contact|contacted|outreach|call|touched|reached|spoke|talked|we one|any|of|with|we|us|by|out|to|from? us|of|we? got|get|been|talked|spoke|called|contacted|reached|were|was|out|in|touch|spoken|called? in|to|with|touch|out? touch|with|to|with? with?',
    'last contacted|contact|touched|called|reached',
    'last in touch|contact',
    'last time one|any|anyone|anybody|somebody|someone|we of|us|from? us|got|contacted|called|spoke|reached|talked? got|contacted|called|spoke|reached|talked|in|out|with|to? in|touch|with|out|to? touch|with|to? with?',
  ])
  asks('store', ['home store|shop', 'store belongs?'])
  asks('city', ['city|town', 'where live|lives|from'])
  asks('source', ['find|found|hear|heard us|about', 'source', 'come|came to us'])
  asks('tags', ['tag|tags|tagged|labels'])
  asks('language', ['language|speak|speaks|languages'])
  asks('items', [
    'what was|were|is in it|that|there',
    'in it|them|that_order',
    'in the|that|his|her|their|last order|basket|ticket',
    'what|which products|items|things? was|were|did in|on it|that',
    'contain|contained',
    'buy|bought|get|got|order|ordered then|that_time|last',
  ])
  asks(
    'bought',
    [
      'what|which did|has|have buy|bought|ordered|purchased|order|get|gotten|purchase',
      'bought|buy|buys|ordered|purchased|purchase|order',
      'what products|items|things? bought|buy|ordered|buys',
      'purchase|order|purchases|orders history',
      'order|orders history',
      'all|list|show? orders|purchases',
    ],
    0.3,
  )
  asks('cases', [
    'case|complaint|ticket|issue|problem open|pending?',
    'open|unresolved|pending case|complaint|ticket|issue|cases|complaints|problem|problems',
    'service case|cases|ticket|issue',
    'cases|complaints|tickets|issues',
    'any|a|an case|cases|complaint|complaints|issues|tickets|problem|problems open|pending?',
    'case|complaint open what|and|which is? it|about',
    'complain|complained about?',
  ])
  asks(
    'about',
    [
      'what is it about',
      'what|about is|are|was it|that|they about',
      'about what',
      'what about is it',
      'and what is it about',
      'what for',
    ],
    0.1,
  )
  asks('notes', [
    'note|notes about|on|for?',
    'note|notes say|says',
    'what do|does we|i? know about',
    'written|noted about',
  ])
  asks('referred', [
    'refer|referred|refers|send|sent|sends|bring|brought|recommend|recommended anyone|anybody|someone|somebody|people|customers|friends|us|our|whom|who|way|in? our|us|way|to? way?',
    'referral|referrals',
  ])
  asks('referrer', ['referred|sent|recommended|introduced|brought', 'sent|referred by'], 0.5)
  asks(
    'page',
    [
      'tell me about',
      'who is',
      'about',
      'know about',
      'profile|page|record|details|info|summary',
      "what 's the story with",
    ],
    0.2,
  )
  asks(
    'consent',
    [
      'want|wants|accept|accepts|allow|allows|like|likes|agree|agreed|opt|opted|ok|okay|fine|happy|subscribed|consented|consent to|with|in|into|for|by|get|receive|being|our? <channel>',
      'can|may|allowed <channel>',
      'consent|consents',
      'reach how',
    ],
    0.1,
  )
  asks('follow_ups', ['follow-up|follow-ups|followups|reminders|reminder planned|due|set|open?'])
  asks('segment', ['a|an|one? vip|top|lapsed|due|prospect', 'lapsed|due|vip'], 0.4)
}
