/** What can be wrong with the data about a customer, by its name in code. */
export type FindingKind =
  | 'unreachable'
  | 'no_name'
  | 'invalid_phone'
  | 'invalid_email'
  | 'duplicate'
  | 'shared'
  | 'implausible'
  | 'no_consent'
  | 'stale'
  | 'no_birthday'

export interface Kind {
  readonly code: FindingKind
  /** As lists head it. */
  readonly label: string
  /** Who is meant, to finish “Customers …”. */
  readonly meaning: string
  /** SQL over `c`, the customer, `s`, their summary, and the sets it needs; `:today` is the day. */
  readonly sql: string
  /** What it looks at beside these two. */
  readonly sets: readonly SetName[]
  /** SQL for what exactly is wrong, as text; null where the label says it all. */
  readonly detail: string | null
  /** Whether `detail` holds an e-mail address or a phone number. */
  readonly showsContact: boolean
}

export type SetName = 'invalid' | 'paired' | 'sharing' | 'confirmed'

/** As names are compared: search_name is “given family” in lower case without accents. One telephone for a family is no fault. */
const family = `right(whose.search_name, length(coalesce(whose.family_name, '')))`

/** Nobody has confirmed how to reach somebody, and nothing was heard of them, for so many years. */
export const staleYears = 3
/** The oldest anybody is taken for, and the youngest. */
const ages = { oldest: 110, youngest: 5 }

/**
 * Customers of whom something is known, one row each, to be joined by `customer_id`. Each is worked out once for a whole
 * query: asked of a million customers one by one, any of them would take all night.
 */
export const sets: Readonly<Record<SetName, string>> = {
  invalid: `select customer_id, bool_or(kind = 'phone') as phone, bool_or(kind = 'email') as email
    from contact_points where not valid group by customer_id`,
  // Of a pair of which one was merged with a third record or erased, nothing is left to decide.
  paired: `select distinct unnest(array[m.first_id, m.second_id]) as customer_id
    from match_proposals m
    join customers one on one.id = m.first_id
    join customers other on other.id = m.second_id
    where m.state = 'proposed' and one.merged_into_id is null and one.erased_at is null
    and other.merged_into_id is null and other.erased_at is null`,
  // First which keys there are twice, from the index alone; then of those whose they are.
  sharing: `select distinct unnest(several.customers) as customer_id
    from (
      with twice as materialized (
        select kind, match_key from contact_points
        where match_key is not null and kind <> 'address' group by kind, match_key having count(*) > 1
      )
      select array_agg(point.customer_id) as customers
      from contact_points point
      join twice on twice.kind = point.kind and twice.match_key = point.match_key
      join customers whose on whose.id = point.customer_id
      where point.valid and whose.merged_into_id is null and whose.erased_at is null
      group by point.kind, point.match_key
      having min(${family} collate "C") <> max(${family} collate "C")
    ) as several`,
  confirmed: `select distinct customer_id from contact_points where verified_at >= :today - interval '${staleYears} years'`,
}

/** A number that was retired because there is a better one is no fault. */
const invalid = (of: 'phone' | 'email'): string => `not s.has_${of} and coalesce(invalid.${of}, false)`

/** What somebody reported as wrong had the right form; what has no normalized form never was a number or an address. */
const invalidDetail = (of: 'phone' | 'email'): string => `(
  select string_agg('“' || p.raw || '”' || case when p.normalized is null then '' else ' was reported as wrong' end, ', ' order by p.id)
  from contact_points p where p.customer_id = c.id and p.kind = '${of}' and not p.valid
)`

const writtenDay = (day: string): string => `to_char(${day}, 'Mon FMDD, YYYY')`

const birthYear = 'extract(year from :today)::int - c.birth_year'
const noSuchDay = '(c.birth_day > 30 and c.birth_month in (4, 6, 9, 11) or c.birth_day > 29 and c.birth_month = 2)'

/** Every kind of fault, the gravest first. */
export const kinds: readonly Kind[] = [
  {
    code: 'unreachable',
    label: 'No way to reach them',
    meaning: 'without any valid e-mail address, phone number or postal address',
    sql: 'not s.has_email and not s.has_phone and not s.has_address',
    sets: [],
    detail: null,
    showsContact: false,
  },
  {
    code: 'no_name',
    label: 'No name',
    meaning: 'known by a reference or an e-mail address alone',
    sql: "nullif(trim(concat(c.given_name, c.family_name)), '') is null",
    sets: [],
    detail: null,
    showsContact: false,
  },
  {
    code: 'invalid_phone',
    label: 'Wrong phone number',
    meaning: 'whose only phone number cannot be dialled, or was reported as wrong',
    sql: invalid('phone'),
    sets: ['invalid'],
    detail: invalidDetail('phone'),
    showsContact: true,
  },
  {
    code: 'invalid_email',
    label: 'Wrong e-mail address',
    meaning: 'whose only e-mail address cannot be written to',
    sql: invalid('email'),
    sets: ['invalid'],
    detail: invalidDetail('email'),
    showsContact: true,
  },
  {
    code: 'duplicate',
    label: 'Perhaps there twice',
    meaning: 'of whom another record is likely the same person, and nobody has decided yet',
    sql: 'paired.customer_id is not null',
    sets: ['paired'],
    detail: `(
      select string_agg(other.display_name || ' (' || other.ref || ')', ', ' order by m.probability desc, m.id)
      from match_proposals m
      join customers other on other.id = case when m.first_id = c.id then m.second_id else m.first_id end
      where m.state = 'proposed' and (m.first_id = c.id or m.second_id = c.id)
      and other.merged_into_id is null and other.erased_at is null
    )`,
    showsContact: false,
  },
  {
    code: 'shared',
    label: 'Shared phone or e-mail',
    meaning: 'whose phone number or e-mail address stands on the record of somebody of another family name too',
    sql: 'sharing.customer_id is not null',
    sets: ['sharing'],
    detail: `(
      select string_agg(point || ' with ' || named, ', ' order by point)
      from (
        select point, string_agg(named, ', ' order by place) filter (where place <= 3)
          || case when count(*) > 3 then ' and ' || count(*) - 3 || ' more' else '' end as named
        from (
          select coalesce(p.normalized, p.raw) as point, theirs.display_name || ' (' || theirs.ref || ')' as named,
            row_number() over (partition by p.id order by theirs.id) as place
          from contact_points p
          join contact_points other on other.kind = p.kind and other.match_key = p.match_key and other.customer_id <> p.customer_id
          join customers theirs on theirs.id = other.customer_id and theirs.merged_into_id is null and theirs.erased_at is null
          where p.customer_id = c.id and p.kind <> 'address' and p.valid and other.valid
        ) as each
        group by point
      ) as several
    )`,
    showsContact: true,
  },
  {
    code: 'implausible',
    label: 'Hardly possible',
    meaning: `whose birthday cannot be, or who bought before their record says they were known`,
    sql: `(coalesce(${birthYear} > ${ages.oldest} or ${birthYear} < ${ages.youngest}, false)
      or coalesce(${noSuchDay}, false) or coalesce(c.created_day > s.first_order_day, false))`,
    sets: [],
    detail: `concat_ws(', ',
      case when ${birthYear} > ${ages.oldest} or ${birthYear} < ${ages.youngest} then 'born in ' || c.birth_year end,
      case when ${noSuchDay} then 'birthday ' || to_char(make_date(2000, c.birth_month, 1), 'Mon ') || c.birth_day end,
      case when c.created_day > s.first_order_day then 'first order on ' || ${writtenDay('s.first_order_day')} || ', known only since ' || ${writtenDay('c.created_day')} end)`,
    showsContact: false,
  },
  {
    code: 'no_consent',
    label: 'No consent on record',
    meaning: 'of whom nothing is on record for any channel, neither yes nor no: nobody may write to them or call them',
    sql: 'coalesce(s.email_consent, s.sms_consent, s.phone_consent, s.post_consent) is null',
    sets: [],
    detail: null,
    showsContact: false,
  },
  {
    code: 'stale',
    label: 'Not confirmed for years',
    meaning: `of whom nothing was heard for ${staleYears} years, and whose contact details nobody has confirmed since`,
    sql: `(s.has_email or s.has_phone)
      and greatest(c.created_day, s.last_order_day, s.last_inbound_day) < :today - interval '${staleYears} years'
      and confirmed.customer_id is null`,
    sets: ['confirmed'],
    detail: `'last heard of on ' || ${writtenDay('greatest(c.created_day, s.last_order_day, s.last_inbound_day)')}`,
    showsContact: false,
  },
  {
    code: 'no_birthday',
    label: 'No birthday',
    meaning: 'whose birthday is not known',
    sql: 'c.birth_month is null',
    sets: [],
    detail: null,
    showsContact: false,
  },
]

export const kindOf = (code: string): Kind | null => kinds.find((kind) => kind.code === code) ?? null
