import type { Grammar } from '../engine.ts'
import { clause, field } from '../items.ts'
import { cond, one } from './meanings.ts'

/** Tags that customers carry. */
export function addTags(grammar: Grammar): void {
  // tags, source, language, attributes
  grammar.rule(
    'cond',
    [
      'tagged|labelled|labeled|marked|flagged as|with|a|an? <tag>',
      'with|has|have|carry|carrying|wearing|got a|an|the? tag|label of|for|called|named? <tag>',
      'with|has|have the|a|an? <tag> tag|label',
      '<tag> tag|label|tagged',
      'tag is|=|of? <tag>',
      '<tag> member|members|holder|holders|people|person|customers|customer|folks|folk|crowd|list|group|participants|attendees|types',
      'in|on|of|from|at the|our? <tag>',
      'member|members|part of|in the|our? <tag>',
      'joined|join|signed|enrolled|enroled|registered|subscribed|in|on|to|part|member|members up|for|to|in|with|of? the|our|a? <tag> program|programme|scheme|club|plan|list|group',
      '<tag> program|programme|scheme|plan',
      '<tag>',
      'have|has|hold|holding|holds|with|carry|on|get|gets|receive a|an|the|our? <tag>',
    ],
    ({ tag }) => ({ ...one(field('customer.tag', 'is', [tag])), tag }),
    0.2,
  )
  grammar.rule(
    'cond',
    [
      'tagged|labelled|labeled|marked|flagged as? both? <tag> and <tag:other>',
      'both <tag> and <tag:other>',
      'with|have|has both? the? tags|labels <tag> and <tag:other>',
    ],
    ({ tag, other }) => cond(clause(field('customer.tag', 'is', [tag])), clause(field('customer.tag', 'is', [other]))),
    -0.3,
  )
  grammar.rule(
    'cond',
    [
      'tagged|labelled|labeled|marked|flagged|with|have|has|in|on as|the|a? <tag> tag? but|and|yet not|never as|the|a? <tag:other> tag?',
      '<tag> tag|members|customers|people? but|and|yet not|without the|a? <tag:other> tag|members|customers|people?',
    ],
    ({ tag, other }) =>
      cond(clause(field('customer.tag', 'is', [tag])), clause(field('customer.tag', 'is', [other], true))),
    -0.4,
  )
  grammar.rule('cond', ['untagged', 'without|no|not|with_no any|a? tag|tags|label|labels at_all?'], () =>
    one(field('customer.tag', 'missing')),
  )
  grammar.rule(
    'cond',
    [
      'except|excluding|other_than|but_not|apart_from those|ones|people|customers|anyone|the? who|that? are|is? tagged|labelled|labeled as? <tag>',
      'except|excluding|other_than|but_not|apart_from the|those|people|customers? with|on? the|a? <tag> tag|label|list',
      'not tagged|labelled|labeled|flagged as|with? <tag>',
      'not <tag> tagged|labelled|labeled',
      'without|no|lacking the|a|an? <tag> tag|label?',
      'without|no|lacking tag|label <tag>',
      'not on|in|a|have|member the|our|of|a? <tag> list|group|tag?',
    ],
    ({ tag }) => one(field('customer.tag', 'is', [tag], true)),
  )
}
