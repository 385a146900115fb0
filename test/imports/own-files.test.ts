import { chmod, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { contactHash, erasureKey, referenceHash } from '../../src/customers/erasures.ts'
import { type ImportReport, importFiles, importRows } from '../../src/imports/imports.ts'
import { csv, importShop } from './import-support.ts'

const shop = await importShop({ timeZone: 'America/Chicago' })
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => shop.clear())

const CUSTOMERS =
  'customer_ref,given_name,family_name,email,phone,address1,city,region,postal_code,country,birthday,language,source,created_at,email_consent,sms_consent,phone_consent,post_consent,owner_email,store,referred_by,tags,attr:household_size,attr:interest'
const ORDERS =
  'order_ref,ordered_at,customer_ref,store,channel,status,currency,sku,quantity,unit_price,line_discount,refunded_quantity'

/** A whole small shop in our own format. Ana sent Ben; Chloé opted out of everything; the walk-in bought a kettle. */
const FILES = {
  'stores.csv': csv('store,city,region,country', 'Chicago,Chicago,IL,US', 'Evanston,Evanston,IL,US'),
  'staff.csv': csv(
    'staff_email,name,slack_user_id,role,store',
    'Dana@Shop.example,Dana Whit,U1,manager,Chicago',
    'tom@shop.example,Tom Lind,,associate,',
  ),
  'products.csv': csv(
    'sku,name,category,brand,price,check_in_days,replenish_days,warranty_months',
    'KE-1,Kettle,Kitchen,Ironwick,40.00,14,,24',
    'SE-1,Seeds,Garden,,5.50,,30,',
  ),
  'customers.csv': csv(
    CUSTOMERS,
    'C1,Ana,Silva, Ana@Example.com ,(312) 555-0101,1 Oak St,Chicago,IL,60601,US,1977-04-21,en,walk-in,2023-01-02T08:13:39-06:00,yes,no,,,dana@shop.example,Chicago,,vip;garden club,2,gardening',
    'C2,Ben,Ott,ben@example,555-0102,,Evanston,IL,60201,US,0000-02-29,de,referral,2023-02-03T23:30:00-06:00,,,,,,,C1,,,',
    "C3,Chloé,Núñez,chloe@example.com,,9 Elm Ave,Chicago,IL,'02139,US,,fr,website,2023-03-01T09:00:00-06:00,no,no,no,no,,,,,1,",
  ),
  'orders.csv': csv(
    ORDERS,
    'O1,2023-05-01T10:00:00-05:00,C1,Chicago,store,completed,USD,KE-1,2,40.00,8.00,1',
    'O1,2023-05-01T10:00:00-05:00,C1,Chicago,store,completed,USD,SE-1,3,5.50,0.00,0',
    'O2,2023-06-30T23:59:00-05:00,C2,,online,cancelled,USD,KE-1,1,40.00,0.00,0',
    'O3,2023-07-01T12:00:00-05:00,,Evanston,store,completed,USD,KE-1,1,40.00,0.00,0',
    'O4,2023-08-01T12:00:00-05:00,C2,Evanston,store,refunded,USD,SE-1,2,5.50,0.00,2',
  ),
  'interactions.csv': csv(
    'customer_ref,at,channel,direction,kind,staff_email,summary,order_ref,status',
    'C1,2023-05-15T09:00:00-05:00,phone,outbound,call,dana@shop.example,"Asked how the kettle works, fine.",O1,',
    'C2,2023-08-02T09:00:00-05:00,store,inbound,service_case,tom@shop.example,Lid does not close,O4,open',
  ),
  'notes.csv': csv(
    'customer_ref,at,author_email,body,follow_up_on',
    'C1,2023-05-16T09:00:00-05:00,tom@shop.example,"=HYPERLINK(""x"") wants a teapot",2023-06-01',
  ),
  'campaigns.csv': csv('campaign_ref,name,channel,started_on,ended_on', 'CMP-1,Spring,email,2023-03-01,2023-04-01'),
  'campaign_recipients.csv': csv(
    'campaign_ref,customer_ref,sent_at,opened_at,clicked_at,responded_at,holdout',
    'CMP-1,C1,2023-03-01T17:00:00-06:00,2023-03-02T01:00:00-06:00,,,no',
    'CMP-1,C3,,,,,yes',
  ),
}

async function importAll(): Promise<ImportReport> {
  await shop.write(Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`shop/${name}`, text])))
  return importFiles(shop.context, [`${shop.folder}/shop`])
}

const counts = (report: ImportReport) =>
  Object.fromEntries(
    report.entities.map((entity) => [entity.entity, [entity.read, entity.new, entity.changed, entity.unchanged]]),
  )

describe('a folder of our own files', () => {
  test('is imported in the order of what refers to what', async () => {
    const report = await importAll()
    expect(counts(report)).toEqual({
      stores: [2, 2, 0, 0],
      staff: [2, 2, 0, 0],
      products: [2, 2, 0, 0],
      customers: [3, 3, 0, 0],
      orders: [4, 4, 0, 0],
      order_lines: [5, 5, 0, 0],
      interactions: [2, 2, 0, 0],
      notes: [1, 1, 0, 0],
      campaigns: [1, 1, 0, 0],
      campaign_recipients: [2, 2, 0, 0],
    })
  })

  test('changes nothing the second time', async () => {
    await importAll()
    const again = await importAll()
    for (const entity of again.entities)
      expect(entity).toMatchObject({ new: 0, changed: 0, unchanged: entity.read, refused: 0 })
  })

  test('that moves a product to another category moves what was bought of it too', async () => {
    const bought = () =>
      shop.rows(
        'select c.ref, g.name, b.units from customer_category_summaries b join customers c on c.id = b.customer_id join categories g on g.id = b.category_id order by c.ref, g.name',
      )
    await importAll()
    expect(await bought()).toEqual([
      { ref: 'C1', name: 'Garden', units: 3 },
      { ref: 'C1', name: 'Kitchen', units: 1 },
    ])
    const products = csv('sku,name,category', 'KE-1,Kettle,Garden')
    await importFiles(shop.context, await shop.write({ 'moved/products.csv': products }))
    expect(await bought()).toEqual([{ ref: 'C1', name: 'Garden', units: 4 }])
  })

  test('keeps customers as they are written, and searchable without accents', async () => {
    await importAll()
    const found = await shop.rows(
      'select ref, display_name, search_name, postal_code, birth_year, birth_month, birth_day, created_day from customers order by ref',
    )
    expect(found).toEqual([
      {
        ref: 'C1',
        display_name: 'Ana Silva',
        search_name: 'ana silva',
        postal_code: '60601',
        birth_year: 1977,
        birth_month: 4,
        birth_day: 21,
        created_day: '2023-01-02',
      },
      {
        ref: 'C2',
        display_name: 'Ben Ott',
        search_name: 'ben ott',
        postal_code: '60201',
        birth_year: null,
        birth_month: 2,
        birth_day: 29,
        created_day: '2023-02-03',
      },
      {
        ref: 'C3',
        display_name: 'Chloé Núñez',
        search_name: 'chloe nunez',
        postal_code: '02139',
        birth_year: null,
        birth_month: null,
        birth_day: null,
        created_day: '2023-03-01',
      },
    ])
  })

  test('keeps wrong and missing contact data apart, and reports the wrong', async () => {
    const report = await importAll()
    const found = await shop.rows(
      "select c.ref, p.kind, p.normalized, p.valid, p.is_primary from contact_points p join customers c on c.id = p.customer_id where c.ref <> 'C3' order by c.ref, p.kind",
    )
    expect(found).toEqual([
      { ref: 'C1', kind: 'address', normalized: '1 Oak St', valid: true, is_primary: true },
      { ref: 'C1', kind: 'email', normalized: 'ana@example.com', valid: true, is_primary: true },
      { ref: 'C1', kind: 'phone', normalized: '+13125550101', valid: true, is_primary: true },
      { ref: 'C2', kind: 'email', normalized: null, valid: false, is_primary: true },
      { ref: 'C2', kind: 'phone', normalized: null, valid: false, is_primary: true },
    ])
    expect(report.findings.map(({ label, count }) => [label, count])).toEqual([
      ['not an e-mail address', 1],
      ['doubtful phone number', 1],
    ])
  })

  test('counts spend without what was cancelled, given back or discounted', async () => {
    await importAll()
    const found = await shop.rows(
      'select c.ref, s.order_count, s.net_spend, s.units, s.last_order_day, s.referral_count, s.email_consent from customer_summaries s join customers c on c.id = s.customer_id order by c.ref',
    )
    expect(found).toMatchObject([
      { ref: 'C1', order_count: 1, units: 4, last_order_day: '2023-05-01', referral_count: 1, email_consent: true },
      { ref: 'C2', order_count: 0, units: 0, last_order_day: null, referral_count: 0, email_consent: null },
      { ref: 'C3', order_count: 0, units: 0, email_consent: false },
    ])
    // One kettle kept of two at 40, with half of the 8 off, and three bags of seeds.
    expect(Number(found[0]?.net_spend)).toBe(40 - 4 + 3 * 5.5)
    const walkIn = await shop.rows("select customer_id, counts, net::float8 from orders where ref = 'O3'")
    expect(walkIn).toEqual([{ customer_id: null, counts: true, net: 40 }])
  })

  test('puts the day in the shop’s zone', async () => {
    await importAll()
    expect(await shop.rows("select ordered_day from orders where ref = 'O2'")).toEqual([{ ordered_day: '2023-06-30' }])
  })

  test('makes a follow-up of a note, and a case of a service interaction', async () => {
    await importAll()
    expect(
      await shop.rows('select f.due_on, f.reason, s.email from follow_ups f join staff s on s.id = f.assigned_to'),
    ).toEqual([{ due_on: '2023-06-01', reason: '=HYPERLINK("x") wants a teapot', email: 'tom@shop.example' }])
    expect(
      await shop.rows(
        'select k.status, k.opened_day, o.ref from service_cases k left join orders o on o.id = k.order_id',
      ),
    ).toEqual([{ status: 'open', opened_day: '2023-08-02', ref: 'O4' }])
  })

  test('keeps attributes with their source, tags, owner, home store and who sent whom', async () => {
    await importAll()
    expect(await shop.rows('select key, value, source from customer_attributes order by id')).toMatchObject([
      { key: 'household_size', value: '2' },
      { key: 'interest', value: 'gardening' },
      { key: 'household_size', value: '1' },
    ])
    expect(await shop.rows('select tag from customer_tags order by tag')).toEqual([
      { tag: 'garden club' },
      { tag: 'vip' },
    ])
    expect(
      await shop.rows(
        "select w.email, s.name from customers c join staff w on w.id = c.owner_id join stores s on s.id = c.store_id where c.ref = 'C1'",
      ),
    ).toEqual([{ email: 'dana@shop.example', name: 'Chicago' }])
    expect(await shop.rows('select referred_on from referrals')).toEqual([{ referred_on: '2023-02-03' }])
  })
})

describe('a changed file', () => {
  const change = async (name: keyof typeof FILES, from: string, to: string): Promise<ImportReport> => {
    await importAll()
    const [path = ''] = await shop.write({ [`later/${name}`]: FILES[name].replace(from, to) })
    return importFiles(shop.context, [path])
  }

  test('changes only the customer it names', async () => {
    const report = await change('customers.csv', 'Ben,Ott', 'Benjamin,Ott')
    expect(report.entities).toMatchObject([{ entity: 'customers', new: 0, changed: 1, unchanged: 2 }])
    expect(await shop.rows("select display_name, search_name from customers where ref = 'C2'")).toEqual([
      { display_name: 'Benjamin Ott', search_name: 'benjamin ott' },
    ])
  })

  test('with a blank does not erase what is known', async () => {
    const report = await change('customers.csv', ' Ana@Example.com ,(312) 555-0101,1 Oak St,Chicago', ',,,')
    expect(report.entities).toMatchObject([{ changed: 0, unchanged: 3 }])
    expect(await shop.rows("select city from customers where ref = 'C1'")).toEqual([{ city: 'Chicago' }])
  })

  test('makes a new address the primary one and keeps the old', async () => {
    await change('customers.csv', 'Ana@Example.com', 'ana.silva@example.com')
    expect(
      await shop.rows(
        "select normalized, is_primary from contact_points where kind = 'email' and normalized like 'ana%' order by id",
      ),
    ).toEqual([
      { normalized: 'ana@example.com', is_primary: false },
      { normalized: 'ana.silva@example.com', is_primary: true },
    ])
  })

  test('takes off a tag that is gone from it', async () => {
    await change('customers.csv', 'vip;garden club', 'garden club')
    expect(await shop.rows('select tag from customer_tags')).toEqual([{ tag: 'garden club' }])
  })

  test('replaces the lines of an order, and its totals', async () => {
    const report = await change('orders.csv', 'SE-1,3,5.50,0.00,0', 'SE-1,4,5.50,0.00,0')
    expect(report.entities).toMatchObject([
      { entity: 'orders', new: 0, changed: 1, unchanged: 3 },
      { entity: 'order_lines', new: 0, changed: 2, unchanged: 3 },
    ])
    expect(await shop.rows("select net::float8, units from orders where ref = 'O1'")).toEqual([{ net: 58, units: 5 }])
  })

  test('resolves a case, and does not open it again', async () => {
    await change('interactions.csv', 'O4,open', 'O4,resolved')
    expect(await shop.rows('select status from service_cases')).toEqual([{ status: 'resolved' }])
    const [path = ''] = await shop.write({ 'interactions.csv': FILES['interactions.csv'] })
    await importFiles(shop.context, [path])
    expect(await shop.rows('select status from service_cases')).toEqual([{ status: 'resolved' }])
  })

  test('leaves a note alone that a colleague has edited', async () => {
    await importAll()
    await shop.rows("update notes set body = 'wants a blue teapot'")
    await importAll()
    expect(await shop.rows('select body from notes')).toEqual([{ body: 'wants a blue teapot' }])
  })
})

describe('consent', () => {
  const consents = () =>
    shop.rows(
      "select k.state from consents k join customers c on c.id = k.customer_id where c.ref = 'C1' and k.channel = 'email' order by k.id",
    )
  const importConsent = async (said: string, at = ''): Promise<ImportReport> => {
    const [path = ''] = await shop.write({
      'consent.csv': csv('customer_ref,email_consent,consent at', `C1,${said},${at}`),
    })
    const map = 'customer_ref=customer_ref,email_consent=email_consent,consent at=consent_at'
    return importFiles(shop.context, [path], { map })
  }

  test.each([
    ['a blank says nothing', [''], []],
    ['a blank does not take a yes back', ['yes', ''], ['yes']],
    ['a yes is recorded once', ['yes', 'yes'], ['yes']],
    ['a no replaces a yes', ['yes', 'no'], ['yes', 'no']],
    ['a yes does not replace a no', ['no', 'yes'], ['no']],
    ['a word that is neither is not a yes', ['maybe'], []],
    ['“unknown” is a blank', ['unknown'], []],
  ])('%s', async (_, said, expected) => {
    for (const word of said) await importConsent(word)
    expect((await consents()).map(({ state }) => state)).toEqual(expected)
  })

  test('a yes that was given later replaces a no', async () => {
    await importConsent('no', '2024-01-01')
    await importConsent('yes', '2024-02-01')
    expect((await consents()).map(({ state }) => state)).toEqual(['no', 'yes'])
  })

  test('a yes after a no is reported', async () => {
    await importConsent('no')
    const report = await importConsent('yes')
    expect(report.findings).toContainEqual(
      expect.objectContaining({ severity: 'doubtful', label: 'yes after a no', count: 1 }),
    )
  })
})

describe('references', () => {
  test('to a customer, product and store that no file describes make records and are reported', async () => {
    const [path = ''] = await shop.write({
      'orders.csv': csv(ORDERS, 'O9,2023-05-01T10:00:00-05:00,C9,Skokie,store,completed,USD,XX-9,1,3.00,0.00,0'),
    })
    const report = await importFiles(shop.context, [path])
    expect(report.findings.map(({ label }) => label).toSorted()).toEqual([
      'customer in no file',
      'product in no file',
      'store in no file',
    ])
    expect(await shop.rows('select ref, display_name from customers')).toEqual([{ ref: 'C9', display_name: 'C9' }])
  })

  test('to an unknown referrer are kept beside the record', async () => {
    const [path = ''] = await shop.write({ 'customers.csv': FILES['customers.csv'].replace(',C1,,,\n', ',C77,,,\n') })
    const report = await importFiles(shop.context, [path])
    expect(report.findings.map(({ label }) => label)).toContain('unknown referrer')
    expect(await shop.rows("select raw ->> 'referred_by' as was from customers where ref = 'C2'")).toEqual([
      { was: 'C77' },
    ])
  })

  test('of a record that was merged away lead to the one that stayed', async () => {
    await importAll()
    await shop.rows(
      "update customers set merged_into_id = (select id from customers where ref = 'C1') where ref = 'C2'",
    )
    await shop.write({
      'shop/orders.csv': csv(ORDERS, 'O7,2023-09-01T10:00:00-05:00,C2,,online,completed,USD,KE-1,1,40.00,0.00,0'),
    })
    await importFiles(shop.context, [`${shop.folder}/shop/orders.csv`])
    expect(
      await shop.rows("select c.ref from orders o join customers c on c.id = o.customer_id where o.ref = 'O7'"),
    ).toEqual([{ ref: 'C1' }])
    const [path = ''] = await shop.write({ 'customers.csv': FILES['customers.csv'] })
    await importFiles(shop.context, [path])
    const again = await importFiles(shop.context, [path])
    expect(again.entities).toMatchObject([{ entity: 'customers', new: 0, changed: 0 }])
    expect(await shop.rows("select display_name from customers where ref = 'C1'")).toEqual([
      { display_name: 'Ana Silva' },
    ])
  })

  test('of a person who asked to be forgotten are left out', async () => {
    const hash = referenceHash(await erasureKey(shop.context.db), 'regulars', 'C1')
    await shop.rows(`insert into erasures (system, external_id_hash, erased_by) values ('regulars', '${hash}', 'test')`)
    const report = await importAll()
    expect(await shop.rows("select ref from customers where ref = 'C1'")).toEqual([])
    expect(await shop.rows("select customer_id from orders where ref = 'O1'")).toEqual([{ customer_id: null }])
    const refused = report.findings
      .filter(({ severity }) => severity === 'refused')
      .map(({ entity, label, count }) => [entity, label, count])
    expect(refused).toEqual([
      ['customers', 'asked to be forgotten', 1],
      ['interactions', 'asked to be forgotten', 1],
      ['notes', 'asked to be forgotten', 1],
      ['campaign_recipients', 'asked to be forgotten', 1],
    ])
  })
})

test('a person who asked to be forgotten is also known by an e-mail address under a new reference', async () => {
  const hash = contactHash(await erasureKey(shop.context.db), 'email', 'ana@example.com')
  await shop.rows(`insert into erasures (match_hash, erased_by) values ('${hash}', 'test')`)
  await importAll()
  expect(await shop.rows('select ref from customers order by ref')).toEqual([{ ref: 'C2' }, { ref: 'C3' }])
})

describe('orders', () => {
  const importOrders = async (...rows: readonly string[]): Promise<ImportReport> => {
    const [path = ''] = await shop.write({ 'orders.csv': csv(ORDERS, ...rows) })
    return importFiles(shop.context, [path])
  }
  const row = (
    parts: Partial<
      Record<'ref' | 'at' | 'status' | 'currency' | 'sku' | 'quantity' | 'price' | 'discount' | 'back', string>
    >,
  ) =>
    `${parts.ref ?? 'O1'},${parts.at ?? '2023-05-01T10:00:00-05:00'},C1,,online,${parts.status ?? 'completed'},${parts.currency ?? 'USD'},${parts.sku ?? 'KE-1'},${parts.quantity ?? '1'},${parts.price ?? '40.00'},${parts.discount ?? '0.00'},${parts.back ?? '0'}`

  test.each<[what: string, parts: Parameters<typeof row>[0], column: string, sentence: string]>([
    [
      'another currency',
      { currency: 'EUR' },
      'currency',
      'the line is in EUR and the shop’s currency is USD; amounts in two currencies cannot be added up',
    ],
    [
      'a wrong date',
      { at: '2023-02-30' },
      'ordered_at',
      '“2023-02-30” is not a date; expected a day that exists (that month has 28 days)',
    ],
    ['a blank date', { at: '' }, 'ordered_at', 'the date is blank; expected a date such as 2026-11-16T14:30:00'],
    [
      'a date that can be read in two ways',
      { at: '3/4/2023' },
      'ordered_at',
      '“3/4/2023” can be read in two ways; say which with --dates day-first or --dates month-first',
    ],
    ['a quantity that is no number', { quantity: 'two' }, 'quantity', '“two” is not a whole number'],
    ['a quantity of 0', { quantity: '0' }, 'quantity', 'the quantity is 0; expected at least 1'],
    [
      'a negative quantity',
      { quantity: '-1' },
      'quantity',
      'the quantity is -1; write a return as refunded_quantity of the line that was returned',
    ],
    ['a negative price', { price: '-4.00' }, 'unit_price', 'the price is -4.00; expected 0 or more'],
    [
      'an amount that can be read in two ways',
      { price: '1.234' },
      'unit_price',
      '“1.234” cannot be read as an amount with certainty; expected one such as 1234.50',
    ],
    [
      'more given back than bought',
      { back: '2' },
      'refunded_quantity',
      '“2” is not a number from 0 to 1, the pieces bought',
    ],
    [
      'a discount over the price',
      { discount: '41.00' },
      'line_discount',
      'the discount 41.00 is more than the 1 × 40.00 of the line',
    ],
    [
      'an unknown status',
      { status: 'maybe' },
      'status',
      '“maybe” is not a status; expected completed, cancelled or refunded',
    ],
    ['no reference', { ref: '' }, 'order_ref', 'the order reference is blank'],
  ])('with %s are refused, with line, column and reason', async (_, parts, column, sentence) => {
    const report = await importOrders(row({ ref: 'O0' }), row(parts))
    expect(report.findings.filter(({ severity }) => severity === 'refused')).toMatchObject([
      { count: 1, examples: [{ file: 'orders.csv', line: 3, column, sentence: sentence.replaceAll('’', "'") }] },
    ])
    expect(await shop.rows('select ref from orders')).toEqual([{ ref: 'O0' }])
  })

  test('that are refused stand in a file beside, which no spreadsheet runs as a formula', async () => {
    const report = await importOrders(row({ ref: 'O0' }), row({ sku: '=1+1', quantity: 'two' }))
    const file = report.files[0]?.refusedFile ?? ''
    expect(basename(file)).toBe('orders.refused.csv')
    expect(await readFile(file, 'utf8')).toBe(
      csv(
        `line,column,reason,${ORDERS}`,
        "3,quantity,“two” is not a whole number,O1,2023-05-01T10:00:00-05:00,C1,,online,completed,USD,'=1+1,two,40.00,0.00,0",
      ),
    )
  })

  test('that are refused from a folder nobody may write to stand in the home folder', async () => {
    const [path = ''] = await shop.write({
      'locked/orders.csv': csv(ORDERS, row({ ref: 'O0' }), row({ quantity: 'two' })),
    })
    await chmod(join(path, '..'), 0o555)
    const report = await importFiles(shop.context, [path])
    expect(report.files[0]?.refusedFile).toBe(join(shop.context.home, 'refused', 'orders.refused.csv'))
    await chmod(join(path, '..'), 0o755)
  })

  test('whose lines do not follow each other are put together', async () => {
    await importOrders(row({ sku: 'A' }), row({ ref: 'O2' }), row({ sku: 'B' }), row({ sku: 'C' }))
    expect(
      await shop.rows(
        "select l.line_no, p.sku from order_lines l join orders o on o.id = l.order_id join products p on p.id = l.product_id where o.ref = 'O1' order by 1",
      ),
    ).toEqual([
      { line_no: 1, sku: 'A' },
      { line_no: 2, sku: 'B' },
      { line_no: 3, sku: 'C' },
    ])
    expect(await shop.rows("select units, net::float8 from orders where ref = 'O1'")).toEqual([{ units: 3, net: 120 }])
  })

  test('that stand in two files of one run are taken from the later', async () => {
    const paths = await shop.write({
      'orders-1.csv': csv(ORDERS, row({ quantity: '1' })),
      'orders-2.csv': csv(ORDERS, row({ quantity: '5' })),
    })
    await importFiles(shop.context, paths)
    expect(await shop.rows('select units from orders')).toEqual([{ units: 5 }])
  })

  test('with the same line twice keep both, and say so', async () => {
    const report = await importOrders(row({}), row({}))
    expect(report.findings.map(({ label }) => label)).toContain('line stands twice')
    expect(await shop.rows('select units from orders')).toEqual([{ units: 2 }])
  })

  test('at price 0 are kept, and reported', async () => {
    const report = await importOrders(row({ price: '0.00' }))
    expect(report.findings.map(({ label }) => label)).toContain('price 0')
  })
})

test('rows can come from a program, and count as the sample shop’s until real files come', async () => {
  async function* customers() {
    yield ['C1', 'Ana', 'Silva']
    yield ['C2', 'Ben', 'Ott']
  }
  const header = ['customer_ref', 'given_name', 'family_name']
  const made = await importRows(shop.context, [{ format: 'customers', header, rows: customers() }], { sample: true })
  expect(made.entities).toMatchObject([{ entity: 'customers', read: 2, new: 2 }])
  const report = await importAll()
  expect(report.replacedSample).toBe(true)
  expect(await shop.rows('select ref, system from customers order by ref')).toEqual([
    { ref: 'C1', system: 'regulars' },
    { ref: 'C2', system: 'regulars' },
    { ref: 'C3', system: 'regulars' },
  ])
})
