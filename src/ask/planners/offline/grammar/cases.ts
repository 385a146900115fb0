import type { Period } from '../../../period.ts'
import type { SimpleFilter } from '../../../plan.ts'
import type { Grammar } from '../engine.ts'
import { atLeastOne, type Bar, field, metricFilter, none } from '../items.ts'
import { singular } from '../tokens.ts'
import { bar, one } from './meanings.ts'

/** Customers with service cases. */
export function addCases(grammar: Grammar): void {
  grammar.rule(
    'casenoun',
    [
      'case|cases|complaint|complaints',
      'service case|cases|ticket|tickets|issue|issues|request|requests|problem|problems',
      'support ticket|tickets|case|cases|issue|issues|request|requests',
      'issue|issues|problem|problems|ticket|tickets',
    ],
    () => true,
  )
  grammar.macro('open', 'open unresolved pending outstanding unsolved unanswered ongoing opn active unsettled unfixed')
  const open = field('case.status', 'is', ['open'])
  const resolved = field('case.status', 'is', ['resolved'])
  grammar.rule(
    'openness',
    [
      '$open',
      'still $open',
      'not resolved|solved|closed|settled|fixed|answered yet?',
      'still|currently not resolved|solved|closed|fixed',
      'waiting',
      'nobody|noone|none of? us? has|have|yet|ever? resolved|solved|closed|settled|fixed|answered yet?',
      'that|which? no one has|have? resolved|solved|closed|settled|fixed|answered yet?',
      'yet|still to be resolved|solved|closed|settled|fixed|answered',
    ],
    () => open,
  )
  grammar.rule('openness', ['$open ones? only', 'only|just the? $open ones|cases?'], () => open, -0.2)
  grammar.rule(
    'caseabout',
    [
      'older than <duration>',
      'open|waiting|pending for? more|over|longer than? <duration>',
      'more than <duration> old',
      'over <duration> old',
    ],
    ({ duration }) => (duration.days ? field('case.age_days', 'more_than', [duration.days]) : null),
    -0.3,
  )
  grammar.rule(
    'caseabout',
    ['about|regarding|concerning|mentioning|involving a|an|the|our? <text>'],
    ({ text }) => field('case.summary', 'contains', [...new Set([text, singular(text)])]),
    0.3,
  )
  grammar.rule('item', '<caseabout>', ({ caseabout }) => ({ kind: 'casefact', filter: caseabout }), 0.3)
  grammar.rule('openness', ['resolved|solved|closed|settled|fixed'], () => resolved)
  const cases = (where: readonly SimpleFilter[], period: Period | null, limit: Bar = atLeastOne) =>
    one(metricFilter('cases', where, period, limit))
  grammar.macro('with', 'with has have had having')
  grammar.rule(
    'cond',
    [
      '$with a|an|any|some|at|still? <openness>? <casenoun> <openness:later>? with? <staffdesk>? <when>?',
      '$with|whose? <casenoun> is|are|still|that|which? <openness:later>',
      'a|an|with <openness> <casenoun> <staffdesk>?',
      '<casenoun> <openness:later>',
      'has|have|with? something open|unresolved with us?',
    ],
    ({ openness, later, when, staffdesk }) =>
      cases([openness ?? later, ...(staffdesk ?? [])].filter(Boolean), when ?? null),
  )
  grammar.rule(
    'cond',
    [
      '$with a|an|any|some|at|still? <openness>? <casenoun> that|which|is|are? <caseabout>',
      'a|an? <openness> <casenoun> that|which|is|are? <caseabout>',
      'complained <caseabout>',
    ],
    ({ openness, caseabout }) => cases([openness, caseabout].filter(Boolean), null),
    -0.1,
  )
  grammar.rule(
    'cond',
    [
      'complained|complain <when>?',
      'opened|filed|raised|made|reported|lodged|logged a|an|any|some? <casenoun> <when>?',
      'had|reported a|an|any problem|problems|issue|issues|complaint|complaints <when>?',
      '$with a|an|any? <casenoun> opened|filed|raised|logged|from|reported? <when>',
    ],
    ({ when }) => cases([], when ?? null),
  )
  grammar.rule('cond', ['$with <compared> <openness>? <casenoun> <when>?'], ({ compared, openness, when }) =>
    cases(openness ? [openness] : [], when ?? null, bar(compared)),
  )
  grammar.rule(
    'cond',
    [
      'no|without|zero any|a|an? <openness>? <casenoun> <when>?',
      'not|never had|have|has|opened|complained|filed|made any|a|an? <openness>? <casenoun>? <when>?',
      'not complained <when>?',
    ],
    ({ openness, when }) => cases(openness ? [openness] : [], when ?? null, none),
  )
  grammar.rule(
    'staffdesk',
    [
      "at|on|with|by|for|of <staff> 's? desk|plate|list|table|hands?",
      'handled|owned|assigned|worked|taken by|to|on? <staff>',
      "<staff> 's desk|plate",
    ],
    ({ staff }) => [field('case.staff', 'is', [staff.email])],
  )
}

/** Waiting for something from us is having an open case; a case can be known by what it is about. */
/** Customers who wait: open cases by their age. */
export function addWaiting(grammar: Grammar): void {
  const aged = (limit: Bar) =>
    one(
      metricFilter(
        'cases',
        [field('case.status', 'is', ['open']), field('case.age_days', limit.op, [limit.value])],
        null,
      ),
    )
  grammar.rule(
    'cond',
    [
      '$open? <casenoun> that? is|are|been|was|were? $open? opened|open|old|unresolved|waiting? for? <compared> days ago|old|open? and? still? $open?',
      '<casenoun> $open? for? <compared> days',
    ],
    ({ compared }) => (compared.unit === null ? aged(bar(compared)) : null),
    -0.2,
  )
  grammar.rule(
    'cond',
    [
      'whose|with|had|have|has <casenoun> <when>? is|was|were? about|concerning|over|regarding a|an|the? <text>',
      '<casenoun> <when>? about|concerning|regarding|mentioning a|an|the? <text>',
    ],
    ({ when, text }) => one(metricFilter('cases', [field('case.summary', 'contains', [text])], when ?? null)),
    0.4,
  )
  grammar.rule(
    'cond',
    [
      'still? waiting|waits for|on us? to? fix|solve|resolve|sort|help|answer|repair out? with? problem|issue|complaint|case|something|it?',
      'still? waiting|waits for|on a|an|their|the? resolution|fix|solution|repair|answer|reply',
      'something|anything open|unresolved|outstanding with us',
    ],
    () => one(metricFilter('cases', [field('case.status', 'is', ['open'])], null)),
  )
}
