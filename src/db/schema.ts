import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** A day of the shop's calendar, `YYYY-MM-DD`; the driver gives and takes dates in this form. */
export type Day = string

/** Exact decimal: read as text so that no digit is lost, written as text or number. */
export type Numeric = ColumnType<string, string | number, string | number>

/** A moment: read as a `Date`, written as one or as text with an offset. */
export type Moment = ColumnType<Date, Date | string, Date | string>

/** A moment that the database sets when it is not given. */
export type MomentByDefault = ColumnType<Date, Date | string | undefined, Date | string>

/** JSON: read parsed and unchecked, written as text by `JSON.stringify`. */
export type Json = ColumnType<unknown, string, string>
export type JsonByDefault = ColumnType<unknown, string | undefined, string>

type Given = 'email' | 'sms' | 'phone' | 'post'

/** The tables and views in migration order; each column is described in migrations/. */
export interface Database {
  migrations: { name: string; applied_at: MomentByDefault }

  settings: { key: string; value: Json; changed_at: MomentByDefault; changed_by: string }
  setting_changes: {
    id: GeneratedAlways<number>
    key: string
    old_value: ColumnType<unknown, string | null, never>
    new_value: Json
    changed_at: MomentByDefault
    changed_by: string
  }

  stores: {
    id: GeneratedAlways<number>
    name: string
    city: string | null
    region: string | null
    country: string | null
  }
  staff: {
    id: GeneratedAlways<number>
    email: string
    name: string
    slack_user_id: string | null
    role: Generated<'associate' | 'manager' | 'admin'>
    store_id: number | null
    active: Generated<boolean>
    set_here: Generated<string[]>
  }
  absences: {
    id: GeneratedAlways<number>
    staff_id: number
    from_day: Day
    to_day: Day
    reason: string | null
    recorded_at: MomentByDefault
    recorded_by: string
  }
  claim_codes: {
    one: Generated<boolean>
    salt: string
    hash: string
    made_at: MomentByDefault
    wrong_tries: Generated<number>
  }
  categories: { id: GeneratedAlways<number>; name: string }
  products: {
    id: GeneratedAlways<number>
    sku: string
    name: string
    category_id: number | null
    brand: string | null
    price: Numeric | null
    check_in_days: number | null
    replenish_days: number | null
    warranty_months: number | null
  }

  customers: {
    id: Generated<number>
    ref: string
    system: string
    given_name: string | null
    family_name: string | null
    display_name: string
    search_name: string
    nickname: string | null
    birth_month: number | null
    birth_day: number | null
    birth_year: number | null
    language: string | null
    source: string | null
    city: string | null
    region: string | null
    postal_code: string | null
    country: string | null
    owner_id: number | null
    store_id: number | null
    created_at: Moment | null
    created_day: Day | null
    do_not_contact: Generated<boolean>
    merged_into_id: number | null
    erased_at: Moment | null
    raw: JsonByDefault
  }
  contact_points: {
    id: GeneratedAlways<number>
    customer_id: number
    kind: 'email' | 'phone' | 'address'
    raw: string
    normalized: string | null
    match_key: string | null
    valid: boolean
    is_primary: Generated<boolean>
    verified_at: Moment | null
    source: string
  }
  consents: {
    id: GeneratedAlways<number>
    customer_id: number
    channel: Given
    state: 'yes' | 'no'
    captured_at: Moment | null
    recorded_at: MomentByDefault
    source: string
    recorded_by: string | null
  }
  current_consents: { customer_id: number; channel: Given; state: 'yes' | 'no' }
  external_ids: {
    id: GeneratedAlways<number>
    customer_id: number
    system: string
    external_id: string
    own_customer_id: number | null
  }
  customer_tags: { customer_id: number; tag: string }
  customer_attributes: {
    id: GeneratedAlways<number>
    customer_id: number
    key: string
    value: string
    kind: Generated<'demographic' | 'psychographic' | 'preference'>
    source: string
    observed_at: MomentByDefault
  }
  current_attributes: { customer_id: number; key: string; value: string }
  referrals: {
    id: GeneratedAlways<number>
    referrer_id: number
    referred_id: number
    referred_on: Day | null
    source: string
    evidence: string | null
  }

  orders: {
    id: Generated<number>
    ref: string
    system: string
    customer_id: number | null
    store_id: number | null
    channel: 'store' | 'online'
    status: 'completed' | 'cancelled' | 'refunded'
    ordered_at: Moment
    ordered_day: Day
    currency: string
    net: ColumnType<string, string | number | undefined, string | number>
    units: Generated<number>
    counts: Generated<boolean>
    shipping: Numeric | null
    tax: Numeric | null
    raw: ColumnType<unknown, string | null | undefined, string | null>
  }
  order_lines: {
    id: GeneratedAlways<number>
    order_id: number
    line_no: number
    product_id: number
    quantity: number
    unit_price: Numeric
    discount: ColumnType<string, string | number | undefined, string | number>
    refunded_quantity: Generated<number>
    units: GeneratedAlways<number>
    net: GeneratedAlways<string>
  }

  interactions: {
    id: GeneratedAlways<number>
    customer_id: number
    at: Moment
    on_day: Day
    channel: 'phone' | 'email' | 'sms' | 'store' | 'chat' | 'post'
    direction: 'inbound' | 'outbound'
    kind: string
    staff_id: number | null
    summary: string | null
    order_id: number | null
    order_ref: string | null
  }
  service_cases: {
    id: GeneratedAlways<number>
    customer_id: number
    interaction_id: number | null
    opened_at: Moment
    opened_day: Day
    status: 'open' | 'resolved'
    resolved_at: Moment | null
    staff_id: number | null
    summary: string | null
    order_id: number | null
  }
  notes: {
    id: GeneratedAlways<number>
    customer_id: number
    interaction_id: number | null
    written_at: Moment
    written_day: Day
    author_id: number | null
    body: string
    visibility: Generated<'everyone' | 'managers'>
    deleted_at: Moment | null
    version: Generated<number>
    before_change: Json | null
    changed_at: Moment | null
    changed_by: number | null
    message_author: string | null
    message_at: Moment | null
    message_link: string | null
  }
  customer_changes: {
    id: GeneratedAlways<number>
    customer_id: number
    field: string
    key: Generated<string>
    before: ColumnType<unknown, string | null, never>
    after: ColumnType<unknown, string | null, never>
    changed_at: MomentByDefault
    changed_by: string
    is_new_word: Generated<boolean>
    undone_at: Moment | null
    undone_by: string | null
  }
  record_drafts: {
    id: GeneratedAlways<number>
    customer_id: number | null
    said: Json
    written_by: string
    written_at: MomentByDefault
  }
  note_drafts: {
    id: GeneratedAlways<number>
    body: string
    written_by: string
    written_at: MomentByDefault
    details: JsonByDefault
  }
  follow_ups: {
    id: GeneratedAlways<number>
    customer_id: number
    note_id: number | null
    due_on: Day
    status: Generated<'open' | 'done' | 'snoozed' | 'cancelled'>
    assigned_to: number | null
    reason: string
    created_at: MomentByDefault
    created_by: number | null
    snoozed_until: Day | null
    closed_at: Moment | null
    outcome: string | null
    closed_by_interaction_id: number | null
  }

  campaigns: {
    id: GeneratedAlways<number>
    ref: string
    name: string
    channel: Given
    started_on: Day | null
    ended_on: Day | null
  }
  campaign_recipients: {
    campaign_id: number
    customer_id: number
    sent_at: Moment | null
    opened_at: Moment | null
    clicked_at: Moment | null
    responded_at: Moment | null
    sent_day: Day | null
    opened_day: Day | null
    clicked_day: Day | null
    responded_day: Day | null
    holdout: Generated<boolean>
  }

  segments: {
    id: GeneratedAlways<number>
    name: string
    label: string
    meaning: string
    kind: Generated<'rule' | 'score' | 'manual' | 'built_in'>
    owner_id: number | null
    active: Generated<boolean>
    created_at: MomentByDefault
    created_by: string | null
    deleted_at: Moment | null
    deleted_by: string | null
  }
  segment_definitions: {
    id: GeneratedAlways<number>
    segment_id: number
    version: number
    definition: Json
    changed_at: MomentByDefault
    changed_by: string
    reading: string | null
  }
  segment_memberships: {
    id: GeneratedAlways<number>
    segment_id: number
    customer_id: number
    /** `-infinity` where nobody knows when they entered. */
    valid_from: Day
    valid_to: Day | null
  }
  segment_histories: {
    segment_id: number
    from_day: Day
    daily_from: Day
    until_day: Day
    step: 'day' | 'week' | 'month'
    meaning: string
  }
  segment_days: { day: Day; facts: Numeric }
  score_runs: {
    id: GeneratedAlways<number>
    as_of: Day
    model: string
    parameters: JsonByDefault
    diagnostics: JsonByDefault
    started_at: MomentByDefault
    finished_at: Moment | null
    has_scores: Generated<boolean>
  }
  customer_scores: {
    run_id: number
    customer_id: number
    chance_active: number
    expected_orders_90d: number
    expected_orders_low: number
    expected_orders_high: number
    expected_value_per_order: Numeric | null
    lifetime_value_12m: Numeric | null
    lifetime_value_low: Numeric | null
    lifetime_value_high: Numeric | null
  }

  treatment_rules: {
    id: GeneratedAlways<number>
    code: string
    label: string
    trigger: string
    audience: JsonByDefault
    timing: JsonByDefault
    cap: JsonByDefault
    words: JsonByDefault
    active: Generated<boolean>
    version: Generated<number>
    changed_at: MomentByDefault
    changed_by: string
  }
  treatment_rule_changes: {
    id: GeneratedAlways<number>
    rule_id: number
    version: number
    before: ColumnType<unknown, string | null, never>
    after: Json
    changed_at: MomentByDefault
    changed_by: string
  }
  digest_recipients: {
    id: GeneratedAlways<number>
    staff_id: number | null
    channel: string | null
    store_id: number | null
    at_time: string | null
    weekdays: number[] | null
    time_zone: string | null
    when_empty: Generated<'silent' | 'say'>
    active: Generated<boolean>
    changed_at: MomentByDefault
    changed_by: string
  }
  digest_runs: {
    id: GeneratedAlways<number>
    day: Day
    recipient: string
    staff_id: number | null
    channel: string | null
    due_at: Moment
    claimed_until: Moment
    attempts: Generated<number>
    made_at: Moment | null
    posted_channel: string | null
    message_ts: string | null
    outcome: 'posted' | 'empty' | 'late' | 'failed' | null
    fault: string | null
    finished_at: Moment | null
    more: Generated<number>
    stale_since: Day | null
  }
  digest_items: {
    id: GeneratedAlways<number>
    run_id: number
    day: Day
    customer_id: number
    rank: number
    reasons: Json
    channel: Given | null
    opening: string | null
    state: Generated<'open' | 'done' | 'snoozed' | 'not_relevant' | 'do_not_contact' | 'ordered' | 'solved'>
    closed_at: Moment | null
    closed_by: number | null
    undo: ColumnType<unknown, string | null, string | null>
  }
  outcomes: {
    id: GeneratedAlways<number>
    item_id: number | null
    customer_id: number
    rule_id: number | null
    occasion: string | null
    kind:
      | 'reached'
      | 'left_message'
      | 'no_answer'
      | 'wrong_number'
      | 'snoozed'
      | 'not_relevant'
      | 'do_not_contact'
      | 'ordered'
      | 'solved'
    until_day: Day | null
    reason: string | null
    interaction_id: number | null
    staff_id: number | null
    on_day: Day
    at: MomentByDefault
  }
  treatment_eligibilities: {
    rule_id: number
    customer_id: number
    occasion: string
    arm: 'contact' | 'holdout'
    eligible_on: Day
    run_id: number | null
  }

  conversations: {
    thread: string
    plan: ColumnType<unknown, string | null, string | null>
    state: JsonByDefault
    last_question: string | null
    started_by: string | null
    updated_at: MomentByDefault
  }
  saved_readings: {
    id: GeneratedAlways<number>
    question: string
    plan: Json
    verdict: 'right' | 'wrong'
    said_by: string
    said_at: MomentByDefault
    reviewed_at: Moment | null
    for_whom: Generated<string>
    planner: Generated<'offline' | 'model' | 'saved'>
    definitions: Generated<string>
    names_customers: Generated<boolean>
    uses: Generated<number>
    last_used_at: Moment | null
  }
  model_uses: {
    id: GeneratedAlways<number>
    at: MomentByDefault
    day: Day
    who: string
    purpose: 'question' | 'draft'
    model: string
    calls: Generated<number>
    input_tokens: Generated<number>
    cached_tokens: Generated<number>
    output_tokens: Generated<number>
    ms: Generated<number>
    outcome: Generated<string>
  }
  model_servers: {
    server: string
    way: 'schema' | 'tool' | 'object'
    limit_name: 'max_completion_tokens' | 'max_tokens'
    learned_at: MomentByDefault
  }
  event_deduplication: {
    event_id: string
    received_at: MomentByDefault
    handled_at: Moment | null
    body: Json | null
    claimed_until: Moment | null
    attempts: Generated<number>
  }
  answers: {
    id: GeneratedAlways<number>
    event_id: string
    thread: string
    channel: string
    thread_ts: string | null
    asked_ts: string | null
    asked_by: string
    message_ts: string | null
    question: string
    kind: Generated<'pending' | 'answer' | 'clarify' | 'decline' | 'fault'>
    plan: Json | null
    state: JsonByDefault
    created_at: MomentByDefault
    posted_at: Moment | null
    deleted_at: Moment | null
  }
  schedules: {
    id: GeneratedAlways<number>
    owner_id: number | null
    owner_user: string
    question: string
    reading: string
    plan: Json
    view: Generated<'table' | 'chart'>
    channel: string | null
    thread_ts: string | null
    recurrence: Json
    state: Generated<'active' | 'paused'>
    paused_because: string | null
    next_at: Moment | null
    failures: Generated<number>
    created_at: Moment
    changed_at: Moment
  }
  schedule_runs: {
    id: GeneratedAlways<number>
    schedule_id: number
    due_at: Moment
    claimed_until: Moment
    attempts: Generated<number>
    channel: string | null
    message_ts: string | null
    outcome: 'posted' | 'skipped' | 'failed' | null
    fault: string | null
    finished_at: Moment | null
  }
  job_runs: {
    job: string
    day: Day
    started_at: Moment
    finished_at: Moment | null
  }
  audit_log: {
    id: GeneratedAlways<number>
    at: MomentByDefault
    actor: string
    action: string
    subject: string | null
    details: JsonByDefault
  }

  import_batches: {
    id: GeneratedAlways<number>
    system: string
    sources: JsonByDefault
    status: Generated<'running' | 'done' | 'undone'>
    counts: JsonByDefault
    started_at: MomentByDefault
    finished_at: Moment | null
    undone_at: Moment | null
    started_by: string
  }
  import_issues: {
    id: GeneratedAlways<number>
    batch_id: number
    file: string
    line: number
    column_name: string | null
    severity: 'refused' | 'doubtful'
    reason: string
    value: string | null
  }
  import_changes: {
    id: GeneratedAlways<number>
    batch_id: number
    table_name: string
    row_key: Json
    before: ColumnType<unknown, string | null, never>
  }

  merge_events: {
    id: GeneratedAlways<number>
    winner_id: number
    loser_id: number
    evidence: JsonByDefault
    snapshot: Json
    merged_by: string
    merged_at: MomentByDefault
    undone_by: string | null
    undone_at: Moment | null
  }
  merged_arrivals: {
    table_name: 'orders' | 'interactions' | 'service_cases' | 'notes' | 'follow_ups'
    row_id: number
    customer_id: number
  }
  match_runs: {
    id: GeneratedAlways<number>
    kind: 'whole' | 'changed'
    as_of: Day
    started_at: Moment
    finished_at: Moment
    customers: number
    compared: number
    found: number
    model: Json
    left_out: JsonByDefault
  }
  match_fingerprints: { customer_id: number; fingerprint: number }
  match_proposals: {
    id: GeneratedAlways<number>
    first_id: number
    second_id: number
    probability: number
    evidence: Json
    same_system: boolean
    state: Generated<'proposed' | 'merged' | 'rejected' | 'withdrawn'>
    found_at: MomentByDefault
    decided_at: Moment | null
    decided_by: string | null
  }
  erasures: {
    id: GeneratedAlways<number>
    system: string | null
    external_id_hash: string | null
    match_hash: string | null
    erased_at: MomentByDefault
    erased_by: string
  }

  customer_summaries: {
    customer_id: number
    order_count: number
    purchase_days: number
    net_spend: Numeric
    units: number
    first_order_day: Day | null
    last_order_day: Day | null
    usual_gap_days: Numeric | null
    has_email: boolean
    has_phone: boolean
    has_address: boolean
    email_consent: boolean | null
    sms_consent: boolean | null
    phone_consent: boolean | null
    post_consent: boolean | null
    referred_by_id: number | null
    referral_count: number
    successful_referrals: number
    last_contacted_day: Day | null
    interaction_count: number
    note_count: number
    open_cases: number
    first_day_spend: Numeric
    gap_spread_days: Numeric | null
    last_inbound_day: Day | null
  }
  customer_category_summaries: {
    customer_id: number
    category_id: number
    order_count: number
    units: number
    net: Numeric
    last_ordered_day: Day
  }
  customer_refills: {
    customer_id: number
    product_id: number
    purchase_days: number
    first_day: Day
    last_day: Day
    days: readonly Day[]
  }
  aftercare_purchases: { customer_id: number; order_id: number; product_id: number; ordered_day: Day }
  messages_to_clear: {
    id: GeneratedAlways<number>
    run_id: number | null
    channel: string | null
    message_ts: string | null
    tries: Generated<number>
    asked_at: MomentByDefault
  }
  quality_days: {
    day: Day
    store_id: number | null
    customers: number
    score: Numeric
    findings: JsonByDefault
  }
  rank_changes: { id: GeneratedAlways<number> }
  rank_borders: {
    one: Generated<boolean>
    kept_at: MomentByDefault
    buyers: number
    last_order_day_1: Day | null
    last_order_day_2: Day | null
    last_order_day_3: Day | null
    last_order_day_4: Day | null
    net_spend_1: Numeric | null
    net_spend_2: Numeric | null
    net_spend_3: Numeric | null
    net_spend_4: Numeric | null
    top_percent: Numeric
    top_spend: Numeric | null
  }
  summary_state: { one: Generated<boolean>; refreshed_at: Moment; latest_fact_day: Day | null }
}
