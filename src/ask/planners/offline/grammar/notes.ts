import type { Period } from '../../../period.ts'
import type { SimpleFilter } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { atLeastOne, type Bar, field, metricFilter, none } from '../items.ts'
import { dueIn, one } from './meanings.ts'

/** Customers with notes. */
export function addNotes(grammar: Grammar): void {
  grammar.rule(
    'cond',
    [
      'with|have|has|whose a|an|any|open|the? open? follow-up|followup|reminder still? open? with? a|the|its? due date|day? is|already|has|have|now? is|already|has? past|passed|gone|overdue|late|behind_us|lapsed|expired',
      'with|have|has|whose a|an|any? follow-up|followup|reminder past|beyond its|the|their? due date?',
      'we|i should|were|have|to|had|supposed|ought|meant|meaning have|to? got|get|gotten|call|called|written back to|before? before today|now open? follow-ups|followups?',
    ],
    () => ({ kind: 'overdue' }),
    -0.4,
  )
  const notes = (where: readonly SimpleFilter[], period: Period | null, limit: Bar = atLeastOne) =>
    one(metricFilter('notes', where, period, limit))
  grammar.rule(
    'cond',
    [
      'nobody|none|noone of|has|have|us|ever? us|has|have|ever? written|wrote|left|logged|made|taken|added|write a|any|about|down? note|notes about|on|for?',
      'no|without|zero any|a|single? note|notes about|on|written|at? them|file|all|record?  <when>?',
      'not|never have|has|had|any|a|written|wrote|we? have|any|a|written? note|notes about|on|for|them?',
      'no one has|have ever? written|wrote a|any? note about|on?',
      'we|have|has not|never written|wrote|logged a|any? note about|on?',
    ].map((each) => each.replace(/ {2,}/g, ' ')),
    ({ when }) => notes([], when ?? null, none),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'with|have|has|got a|any|some? note|notes',
      '<staff> wrote|written|left|logged|made a|any? note|notes about|on? <when>?',
      'with|have|has a|any? note|notes written|from|by|of? <staff> <when>?',
      'with|have|has|got|we|wrote a|any? note|notes written|from|logged? <when>',
    ],
    ({ staff, when }) => notes(staff ? [field('note.author', 'is', [staff.email])] : [], when ?? null),
    0.2,
  )
  grammar.rule(
    'cond',
    [
      'with|have|has|where|whose|have a|the|our? note|notes mention|mentions|mentioning|about|saying|says|say|containing|contain|contains|that|which|speaks|talk|talks? mention|mentions|mentioning|about|says|say|of|that? <text>',
      'asked|asking|ask|wants|wanted|looking|interested|waiting for|in|about|on? a|an|the? <text> it|that? is|are|stands|was? in? our|the|their? notes|note',
      'mentioned|noted|wrote|written|recorded|mention in|on? <text> in|on|in_the? our|the|any? notes|note',
      'note|notes mention|mentions|mentioning|about|say|says|saying|talk|containing|with|that|contain|contains|reading about|that? <text>',
      'note|notes with|containing|using|that|which contain|contains|use|uses|have|has? the word|words|phrase|term <text> in? it|them?',
      'note|notes in|where|with which? the word|words|phrase|term <text> appears|appear|comes|come|occurs|is|stands up?',
      '<text> is|are|was? mentioned|noted|written|in|according|per|by in|to|down? our|the|their|any? notes|note',
      '<text> according|going|judging to|by|from our|the? notes',
      'according to our|the? notes <text>',
      '<text> in our|the|their? notes',
      'our|the|whose? notes say|mention that|they|he|she|are|is|have|has? <text>',
    ],
    ({ text }) => notes([field('note.text', 'contains', [text])], null),
    0.8,
  )
  grammar.rule(
    'cond',
    [
      'with|have|has|had|whose|set|got a|an|any|open|their|we|the? follow-up|followup|follow_up|reminder|promise due|set|dated|date|scheduled|planned|falls|is|for|on|was|open? due|on|for|is|set|falls|date? <ahead>',
      'due|scheduled|planned for a? follow-up|followup|reminder|call <ahead>',
      'promised|owe|owed we|to|a|an|get? call|back|to? back|call? <ahead>',
    ],
    ({ ahead }) => one(metricFilter('follow_ups', [], dueIn(ahead))),
  )
  grammar.rule('cond', ['with|have|has a|an|any? open|pending|outstanding follow-up|followup|reminder'], () =>
    one(metricFilter('follow_ups', [field('follow_up.status', 'is', ['open'])], null)),
  )
  grammar.rule('cond', ['with|have|has a|an|any? overdue|late|missed follow-up|followup|reminder|promise'], () => ({
    kind: 'overdue',
  }))
  grammar.rule(
    'cond',
    ['no|without a|an|any? follow-up|followup|reminder planned|set|scheduled|due? <when>?'],
    ({ when }) => one(metricFilter('follow_ups', [], when ?? null, none)),
  )
}
