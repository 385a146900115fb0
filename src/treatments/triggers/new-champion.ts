import { contactedSince, counted, days, number, type Trigger, text } from '../trigger.ts'

export const newChampion: Trigger = {
  code: 'new_champion',
  label: 'Became a champion',
  meaning: 'They have just become one of the champions (RFM).',
  class: 'growth',
  dials: { window_days: days('How long after', 7, 1, 60) },
  candidates: `
    select held.customer_id, 'champion:' || held.valid_from as occasion, held.valid_from as due_on, null::bigint as staff_id,
      jsonb_build_object('since', held.valid_from, 'orders', s.order_count, 'spend', s.net_spend) as facts
    from segment_memberships held
    join segments g on g.id = held.segment_id and g.kind = 'built_in' and g.name = 'champion'
    join :summaries s on s.customer_id = held.customer_id
    where held.valid_from between :today - :window_days and :today
    and (held.valid_to is null or held.valid_to > :today)
    and not ${contactedSince('held.customer_id', 'held.valid_from')}`,
  sentence: (facts, { money, day }) =>
    `Became one of our champions on ${day(text(facts, 'since'))}: ${counted(number(facts, 'orders'), 'order')}, ${money(number(facts, 'spend'))} so far. Say thanks.`,
}
