import { type RawBuilder, sql } from 'kysely'
import { fields, missing } from './fields.ts'

/**
 * How far each field of two laid-out records (`a`, `b`) agrees, as a pattern; see fields.ts. What costs more (edit
 * distances, trigrams) is only looked at where what costs less does not decide.
 */
export function patternOf(): RawBuilder<number> {
  const parts = [given, family, email, phone, birthday, address, place]
  const shifted = parts.map((level, at) => `(${level}) * ${8 ** at}`)
  if (parts.length !== fields.length) throw new Error('a field has no level')
  return sql.raw(shifted.join(' + '))
}

/** Given and family name were exchanged in one of the records. */
const exchanged = `coalesce((${close('a.given', 'b.family')} or ${close('a.family', 'b.given')})
  and not ${close('a.given', 'b.given')} and not ${close('a.family', 'b.family')}, false)`

const given = `case when ${exchanged} then (${nameLevel('a.family', 'b.given', 'false')})
  else (${nameLevel('a.given', 'b.given', familiar())}) end`
const family = `case when ${exchanged} then (${nameLevel('a.given', 'b.family', 'false')})
  else (${nameLevel('a.family', 'b.family', 'false')}) end`

/** A short form, or the nickname that colleagues call them by. */
function familiar(): string {
  return `(a.stands_for && b.stands_for or a.nickname = b.given or b.nickname = a.given or a.nickname = b.nickname)`
}

function nameLevel(one: string, other: string, known: string): string {
  return `case
    when ${one} is null or ${other} is null then ${missing}
    when ${one} = ${other} then 3
    when ${close(one, other)} or coalesce(${known}, false) then 2
    when least(length(${one}), length(${other})) >= 3 and (starts_with(${one}, ${other}) or starts_with(${other}, ${one})) then 2
    when least(length(${one}), length(${other})) = 1 and left(${one}, 1) = left(${other}, 1) then 1
    when soundex(${one}) = soundex(${other}) and soundex(${one}) <> '' then 1
    when similarity(${one}, ${other}) >= 0.45 then 1
    else 0 end`
}

/** One letter is wrong, missing, too many or has changed places with its neighbour; two in a longer word. */
function close(one: string, other: string): string {
  return `levenshtein_less_equal(${one}, ${other}, 2) <= case
    when least(length(${one}), length(${other})) >= 5 then 2
    when least(length(${one}), length(${other})) >= 3 then 1 else 0 end`
}

/** Addresses of namesakes differ in their digits alone (ana.silva1, ana.silva2): that is no slip. */
const email = `case
  when a.emails is null or b.emails is null then ${missing}
  when a.emails && b.emails then 3
  when length(split_part(a.emails[1], '@', 1)) >= 5 and (split_part(a.emails[1], '@', 1) = split_part(b.emails[1], '@', 1)
    or levenshtein_less_equal(left(a.emails[1], 120), left(b.emails[1], 120), 2) <= 2
      and regexp_replace(a.emails[1], '\\D', '', 'g') = regexp_replace(b.emails[1], '\\D', '', 'g')) then 2
  else 0 end`

const phone = `case
  when a.phones is null or b.phones is null then ${missing}
  when a.phones && b.phones then 3
  when levenshtein_less_equal(left(a.phones[1], 60), left(b.phones[1], 60), 1) <= 1
    or right(a.phones[1], 9) = right(b.phones[1], 9) then 2
  else 0 end`

/** A day and a month that were exchanged, or one wrong part, are near; two wrong digits are alike. */
const birthday = `case
  when a.birth_month is null or b.birth_month is null then ${missing}
  when a.birth_day is null or b.birth_day is null then case when a.birth_month = b.birth_month then ${missing} else 0 end
  when a.birthday is null or b.birthday is null then
    case when a.birth_month = b.birth_month and a.birth_day = b.birth_day then 4 else 0 end
  when a.birthday = b.birthday then 3
  when levenshtein_less_equal(a.birthday, b.birthday, 1) <= 1
    or (a.birth_year = b.birth_year)::integer + (a.birth_month = b.birth_month)::integer + (a.birth_day = b.birth_day)::integer = 2
    or a.birth_year = b.birth_year and a.birth_month = b.birth_day and a.birth_day = b.birth_month then 2
  when levenshtein_less_equal(a.birthday, b.birthday, 2) <= 2 then 1
  else 0 end`

/** The same street is not yet the same house: neighbours share it. */
const address = `case
  when a.address is null or b.address is null then ${missing}
  when a.address = b.address then 3
  when a.house = b.house and similarity(a.address, b.address) >= 0.45 then 2
  when (a.house = b.house or a.street = b.street or a.postal_code = b.postal_code)
    and similarity(a.address, b.address) >= 0.4 then 1
  else 0 end`

const place = `case
  when (a.postal_code is null or b.postal_code is null) and (a.city is null or b.city is null) then ${missing}
  when a.postal_code = b.postal_code and (a.city = b.city or a.city is null or b.city is null) then 3
  when a.postal_code = b.postal_code or a.city = b.city then 2
  when levenshtein_less_equal(a.postal_code, b.postal_code, 2) <= 1 or levenshtein_less_equal(a.city, b.city, 2) <= 2 then 1
  else 0 end`
