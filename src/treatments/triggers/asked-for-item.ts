import { ago, contactedSince, days, quoted, type Trigger, text } from '../trigger.ts'

/** Of scripts written without spaces each letter is a word: Thai, kana, Chinese, Korean. */
const apart = String.raw`'([\u0E00-\u0EFF\u3040-\uFAFF])', ' \1 ', 'g'`
const punctuation = String.raw`'.,;:!?…"“”„''’()[]/-–—' || chr(9) || chr(10) || chr(13)`

/** In small letters, without punctuation, one space before each word. */
const spaced = (text: string): string =>
  `replace(replace(translate(regexp_replace(' ' || lower(${text}), ${apart}), ${punctuation}, repeat(' ', 30)), '  ', ' '), '  ', ' ')`

/** What a word is looked up by: “lantern” and “lanterns” have the same. Names are looked for where their first word is. */
const beginning = (word: string): string => `left(${word}, 6)`

export const askedForItem: Trigger = {
  code: 'asked_for_item',
  label: 'Asked for an item',
  meaning: 'They asked about a product some days ago, by its name in a note or an inquiry, and have never bought it.',
  class: 'growth',
  dials: {
    from_days: days('How long after they asked', 3, 0, 60),
    until_days: days('Until how long after', 30, 1, 180),
  },
  candidates: `
    select distinct on (asked.customer_id) asked.customer_id, 'asked:' || asked.product_id || ':' || asked.day as occasion,
      asked.day + :from_days as due_on, null::bigint as staff_id,
      jsonb_build_object('product', asked.name, 'asked_on', asked.day, 'said', asked.said) as facts
    from (
      select said.customer_id, said.day, said.words as said, p.id as product_id, p.name, p.price
      from (
        -- Once for each text, not once for each product.
        select each.customer_id, each.day, each.words, ${spaced('each.words')} as line from (
        select i.customer_id, i.on_day as day, i.summary as words from interactions i
        where i.direction = 'inbound' and i.kind in ('inquiry', 'call', 'visit', 'message')
        and i.on_day between :today - :until_days and :today - :from_days
        and i.customer_id between :from_customer and :to_customer
        union all
        select n.customer_id, n.written_day, n.body from notes n
        where n.deleted_at is null and n.visibility = 'everyone'
        and n.written_day between :today - :until_days and :today - :from_days
        and n.customer_id between :from_customer and :to_customer
        ) each offset 0
      ) said
      cross join lateral string_to_table(said.line, ' ') word
      -- Of ten thousand products only those that begin with a word that was said.
      join (
        select id, name, price, called, ${beginning("split_part(called, ' ', 2)")} as begins
        from (select id, name, price, ${spaced('name')} as called from products where length(name) >= 6) named
        offset 0
      ) p on p.begins = ${beginning('word')} and strpos(said.line, p.called) > 0
      offset 0
    ) asked
    -- Looked up for each, and not joined: how many names are found in words cannot be estimated.
    where ${contactedSince('asked.customer_id', 'asked.day + 1')} is not true
    and (
      select true from orders o join order_lines l on l.order_id = o.id
      where o.customer_id = asked.customer_id and o.counts and l.product_id = asked.product_id and l.units > 0
      and o.ordered_day <= :today
      limit 1
    ) is null
    order by asked.customer_id, asked.day desc, asked.price desc nulls last, asked.product_id, asked.said`,
  sentence: (facts, { daysSince }) =>
    `The ${text(facts, 'product')} came up ${ago(daysSince(text(facts, 'asked_on')))}, and they have not bought it: “${quoted(text(facts, 'said'), 160)}”`,
}
