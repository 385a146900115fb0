import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { importFiles } from '../../src/imports/imports.ts'
import { csv, importShop } from './import-support.ts'

const shop = await importShop({ timeZone: 'America/New_York' })
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => shop.clear())

const SHOPIFY =
  'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags,Shoe size (customer.metafields.custom.shoe_size)'
const SHOPIFY_OLD =
  'First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,Province,Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt'
const SHOPIFY_ORDERS =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References'
const SQUARE =
  'Reference ID,First Name,Last Name,Email Address,Phone Number,Nickname,Company Name,Street Address 1,Street Address 2,City,State,Postal Code,Birthday,Memo,Square Customer ID,Creation Source,First Visit,Last Visit,Transaction Count,Lifetime Spend,Email Subscription Status,Instant Profile'
const WOOCOMMERCE =
  'Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / Region,City,Region,Postal Code,Billing Phone,Shipping Phone,Role'
const STRIPE =
  'id,Description,Email,Name,Created (UTC),Delinquent,Plan,Status,Total Spend,Payment Count,Refunded Volume,Dispute Losses,dog (metadata)'

/** A row with the given cells under their columns and nothing under the others. */
function row(header: string, cells: Readonly<Record<string, string>>): string {
  const names = header.split(',')
  for (const name of Object.keys(cells)) if (!names.includes(name)) throw new Error(`no column ${name}`)
  return names.map((name) => `"${(cells[name] ?? '').replaceAll('"', '""')}"`).join(',')
}

const importText = async (files: Readonly<Record<string, string>>) => importFiles(shop.context, await shop.write(files))

describe('Shopify customers', () => {
  const ana = row(SHOPIFY, {
    ...{ 'Customer ID': "'7001", 'First Name': 'Ana', 'Last Name': 'Silva', Email: 'Ana@example.com' },
    ...{ 'Accepts Email Marketing': 'yes', 'Accepts SMS Marketing': 'no', 'Default Address Company': 'Silva & Co' },
    ...{
      'Default Address Address1': '1 Oak St',
      'Default Address Address2': 'Apt 2',
      'Default Address City': 'Boston',
    },
    ...{ 'Default Address Province Code': 'MA', 'Default Address Country Code': 'US', 'Default Address Zip': "'02139" },
    ...{
      'Default Address Phone': "'+16175550101",
      Phone: "'+16175550102",
      'Total Spent': '120.00',
      'Total Orders': '2',
    },
    ...{
      Note: 'likes tea',
      'Tax Exempt': 'no',
      Tags: 'vip, tea, vip',
      'Shoe size (customer.metafields.custom.shoe_size)': '38',
    },
  })

  test('are read without the apostrophes of their ids, phones and zips', async () => {
    const report = await importText({ 'customers_export.csv': csv(SHOPIFY, ana) })
    expect(report.files[0]).toMatchObject({
      format: 'Shopify customers',
      unknownColumns: ['Total Spent', 'Total Orders', 'Tax Exempt'],
    })
    expect(
      await shop.rows('select ref, system, display_name, city, region, postal_code, country, raw from customers'),
    ).toEqual([
      {
        ...{
          ref: '7001',
          system: 'shopify',
          display_name: 'Ana Silva',
          city: 'Boston',
          region: 'MA',
          postal_code: '02139',
          country: 'US',
        },
        raw: { 'Total Spent': '120.00', 'Total Orders': '2', 'Tax Exempt': 'no' },
      },
    ])
    expect(await shop.rows('select kind, normalized, is_primary from contact_points order by kind, id')).toEqual([
      { kind: 'address', normalized: '1 Oak St, Apt 2', is_primary: true },
      { kind: 'email', normalized: 'ana@example.com', is_primary: true },
      { kind: 'phone', normalized: '+16175550102', is_primary: true },
      { kind: 'phone', normalized: '+16175550101', is_primary: false },
    ])
    expect(await shop.rows('select channel, state from current_consents order by channel')).toEqual([
      { channel: 'email', state: 'yes' },
      { channel: 'sms', state: 'no' },
    ])
    expect(await shop.rows('select tag from customer_tags order by tag')).toEqual([{ tag: 'tea' }, { tag: 'vip' }])
    expect(await shop.rows('select key, value from customer_attributes order by key')).toEqual([
      { key: 'Shoe size', value: '38' },
      { key: 'company', value: 'Silva & Co' },
      { key: 'note', value: 'likes tea' },
    ])
  })

  test('of the older form, without ids, are known by their e-mail and are the same people when ids come', async () => {
    const old = row(SHOPIFY_OLD, {
      'First Name': 'Ana',
      'Last Name': 'Silva',
      Email: 'ana@example.com',
      'Province Code': 'MA',
      Country: 'United States',
    })
    await importText({ 'old.csv': csv(SHOPIFY_OLD, old) })
    expect(await shop.rows('select ref, region, country from customers')).toEqual([
      { ref: 'email:ana@example.com', region: 'MA', country: 'United States' },
    ])
    const report = await importText({ 'new.csv': csv(SHOPIFY, ana) })
    expect(report.entities).toMatchObject([{ entity: 'customers', new: 0, changed: 1 }])
    expect(await shop.rows('select ref from customers')).toEqual([{ ref: '7001' }])
    const third = await importText({ 'old.csv': csv(SHOPIFY_OLD, old) })
    expect(third.entities).toMatchObject([{ entity: 'customers', new: 0 }])
  })

  test('with two ids stay two people, also with one e-mail address', async () => {
    await importText({ 'customers_export.csv': csv(SHOPIFY, ana, ana.replace("'7001", "'7002")) })
    expect(await shop.rows('select ref from customers order by ref')).toEqual([{ ref: '7001' }, { ref: '7002' }])
  })
})

describe('Shopify orders', () => {
  const first = {
    ...{
      Name: '#1001',
      Email: 'ana@example.com',
      'Financial Status': 'paid',
      Currency: 'USD',
      Subtotal: '29.99',
      Shipping: '5.00',
    },
    ...{
      Taxes: '2.40',
      Total: '37.39',
      'Discount Amount': '10.00',
      'Created at': '2024-05-01 23:58:12 -0400',
      Source: 'web',
    },
    ...{
      'Lineitem quantity': '2',
      'Lineitem name': 'Mug',
      'Lineitem price': '10.00',
      'Lineitem sku': 'MUG',
      'Lineitem discount': '0.00',
    },
    ...{
      'Billing Name': 'Ana Silva',
      'Billing City': 'Boston',
      'Billing Zip': "'02139",
      Id: '99',
      'Payment Method': 'card',
    },
  }
  const second = {
    Name: '#1001',
    'Lineitem quantity': '1',
    'Lineitem name': 'Cap',
    'Lineitem price': '19.99',
    'Lineitem sku': '',
  }
  const orders = (...rows: readonly Readonly<Record<string, string>>[]) =>
    csv(SHOPIFY_ORDERS, ...rows.map((cells) => row(SHOPIFY_ORDERS, cells)))

  test('spread the order’s discount over its lines to the cent, and leave tax and shipping apart', async () => {
    await importText({ 'orders_export.csv': orders(first, second) })
    expect(
      await shop.rows(
        'select ref, ordered_day, channel, status, net::float8, shipping::float8, tax::float8, units from orders',
      ),
    ).toEqual([
      {
        ref: '#1001',
        ordered_day: '2024-05-01',
        channel: 'online',
        status: 'completed',
        net: 29.99,
        shipping: 5,
        tax: 2.4,
        units: 3,
      },
    ])
    expect(
      await shop.rows(
        'select p.sku, p.name, l.discount::float8 from order_lines l join products p on p.id = l.product_id order by line_no',
      ),
    ).toEqual([
      { sku: 'MUG', name: 'Mug', discount: 5 },
      { sku: 'Cap', name: 'Cap', discount: 5 },
    ])
  })

  test('find their customer by e-mail, whichever file comes first', async () => {
    const customers = csv(
      SHOPIFY,
      row(SHOPIFY, {
        'Customer ID': '7001',
        'First Name': 'Ana',
        Email: 'ANA@example.com',
        'Accepts Email Marketing': 'no',
      }),
    )
    await importText({ 'orders_export.csv': orders(first, second), 'customers_export.csv': customers })
    expect(await shop.rows('select c.ref from orders o join customers c on c.id = o.customer_id')).toEqual([
      { ref: '7001' },
    ])
    const again = await importText({ 'orders_export.csv': orders(first, second), 'customers_export.csv': customers })
    for (const entity of again.entities) expect(entity).toMatchObject({ new: 0, changed: 0 })
  })

  test('make a customer of the e-mail and the billing name where there is none', async () => {
    await importText({
      'orders_export.csv': orders(first, second, { ...first, Name: '#1002', Email: '', 'Billing Name': '' }),
    })
    expect(await shop.rows('select ref, display_name, city, postal_code from customers')).toEqual([
      { ref: 'email:ana@example.com', display_name: 'Ana Silva', city: 'Boston', postal_code: '02139' },
    ])
    expect(await shop.rows("select customer_id from orders where ref = '#1002'")).toEqual([{ customer_id: null }])
  })

  test.each([
    ['cancelled', { 'Cancelled at': '2024-05-02 10:00:00 -0400' }, { status: 'cancelled', counts: false }],
    ['voided', { 'Financial Status': 'voided' }, { status: 'cancelled', counts: false }],
    [
      'refunded in full',
      { 'Financial Status': 'refunded', 'Refunded Amount': '37.39' },
      { status: 'refunded', counts: false, units: 0 },
    ],
    [
      'refunded for one line',
      { 'Financial Status': 'partially_refunded', 'Refunded Amount': '14.99' },
      { status: 'completed', units: 2, net: 15 },
    ],
    [
      'refunded for no certain line',
      { 'Financial Status': 'partially_refunded', 'Refunded Amount': '3.00' },
      { units: 3, net: 29.99 },
    ],
    ['sold at the till', { Source: 'pos', Location: 'Harvard Sq' }, { channel: 'store', store: 'Harvard Sq' }],
  ])('that were %s', async (_, cells, expected) => {
    await importText({ 'orders_export.csv': orders({ ...first, ...cells }, second) })
    const found = await shop.rows(
      'select status, counts, units, net::float8, channel, s.name as store from orders o left join stores s on s.id = o.store_id',
    )
    expect(found).toMatchObject([expected])
  })

  test('in another currency are refused, every line of them', async () => {
    const report = await importText({
      'orders_export.csv': orders({ ...first, Currency: 'CAD' }, second, { ...first, Name: '#1002' }),
    })
    expect(report.entities.find(({ entity }) => entity === 'order_lines')).toMatchObject({
      read: 3,
      new: 1,
      refused: 2,
    })
  })
})

test('Square customers keep a birthday without a year and an unsubscription', async () => {
  const report = await importText({
    'square.csv': csv(
      SQUARE,
      row(SQUARE, {
        ...{
          'First Name': 'Ben',
          'Last Name': 'Ott',
          'Email Address': 'ben@example.com',
          'Phone Number': '+16175550103',
          Nickname: 'Benny',
        },
        ...{
          Birthday: '0000-02-29',
          'Square Customer ID': 'SQ1',
          'Creation Source': 'Point of Sale',
          'Email Subscription Status': 'unsubscribed',
        },
      }),
      row(SQUARE, { 'First Name': 'Eli', 'Reference ID': 'R7', 'Email Subscription Status': 'unknown' }),
    ),
  })
  expect(report.files[0]?.format).toBe('Square customers')
  expect(
    await shop.rows('select ref, nickname, birth_month, birth_day, birth_year, source from customers order by ref'),
  ).toEqual([
    { ref: 'R7', nickname: null, birth_month: null, birth_day: null, birth_year: null, source: null },
    { ref: 'SQ1', nickname: 'Benny', birth_month: 2, birth_day: 29, birth_year: null, source: 'Point of Sale' },
  ])
  expect(await shop.rows('select state from current_consents')).toEqual([{ state: 'no' }])
})

test('WooCommerce customers are known by username or e-mail, and their name is divided', async () => {
  const report = await importText({
    'wc-customers.csv': csv(
      WOOCOMMERCE,
      row(WOOCOMMERCE, {
        Name: 'Ana Maria Silva',
        Username: 'ana',
        'Sign Up': '2024-03-01 10:00:00',
        Email: 'ana@example.com',
        'Country / Region': 'US',
        City: 'Boston',
        Region: 'MA',
        'Postal Code': '02139',
        'Billing Phone': '617 555 0101',
      }),
      row(WOOCOMMERCE, { Name: 'Guest', Email: 'guest@example.com' }),
    ),
  })
  expect(report.files[0]?.format).toBe('WooCommerce customers')
  expect(await shop.rows('select ref, given_name, family_name, created_day from customers order by ref')).toEqual([
    { ref: 'ana', given_name: 'Ana Maria', family_name: 'Silva', created_day: '2024-03-01' },
    { ref: 'email:guest@example.com', given_name: 'Guest', family_name: null, created_day: null },
  ])
})

test('Stripe customers keep their metadata as attributes', async () => {
  const report = await importText({
    'stripe.csv': csv(
      STRIPE,
      row(STRIPE, {
        id: 'cus_1',
        Email: 'ana@example.com',
        Name: 'Ana Silva',
        'Created (UTC)': '2024-03-01 10:00',
        'dog (metadata)': 'Rex',
      }),
    ),
  })
  expect(report.files[0]?.format).toBe('Stripe customers')
  expect(await shop.rows('select ref, system from customers')).toEqual([{ ref: 'cus_1', system: 'stripe' }])
  expect(await shop.rows('select key, value from customer_attributes')).toEqual([{ key: 'dog', value: 'Rex' }])
})

test('two systems may use one reference for two people', async () => {
  await importText({
    'stripe.csv': csv(
      STRIPE,
      row(STRIPE, { id: '12', Email: 'ana@example.com', Name: 'Ana Silva', 'Created (UTC)': '2024-03-01' }),
    ),
    'square.csv': csv(
      SQUARE,
      row(SQUARE, { 'First Name': 'Ben', 'Email Address': 'ben@example.com', 'Square Customer ID': '12' }),
    ),
  })
  expect(await shop.rows('select ref, system, display_name from customers order by system')).toEqual([
    { ref: 'square:12', system: 'square', display_name: 'Ben' },
    { ref: '12', system: 'stripe', display_name: 'Ana Silva' },
  ])
})

test('the order report of WooCommerce is known and refused with the reason', async () => {
  const header =
    'Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,Attribution'
  await expect(
    importText({ 'wc-orders.csv': csv(header, '2024-01-01,1,$5,completed,Ana,new,1× Mug,1,,5,Direct') }),
  ).rejects.toThrow(/no e-mail address/)
})

describe('any other file by --map', () => {
  const UCI = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'
  const map =
    'InvoiceNo=order_ref,StockCode=sku,Description=product_name,Quantity=quantity,InvoiceDate=ordered_at,UnitPrice=unit_price,CustomerID=customer_ref,Country=country'

  test('takes a till’s lines, with anonymous sales and cancellations', async () => {
    const [path = ''] = await shop.write({
      'till.csv': csv(
        UCI,
        '536365,85123A,HEART HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom',
        '536365,71053,LANTERN,2,12/1/2010 8:26,3.39,17850,United Kingdom',
        '536366,71053,LANTERN,1,12/13/2010 8:28,3.39,,United Kingdom',
        'C536379,85123A,HEART HOLDER,-1,12/13/2010 9:41,2.55,17850,United Kingdom',
        '536400,71053,damaged,-5,12/13/2010 9:41,0,,United Kingdom',
      ),
    })
    const report = await importFiles(shop.context, [path], { map })
    expect(report.files[0]?.notes).toEqual(['ordered_at: dates are read month-first'])
    expect(
      await shop.rows(
        'select o.ref, ordered_day, status, counts, units, net::float8, c.ref as customer from orders o left join customers c on c.id = o.customer_id order by o.ref',
      ),
    ).toEqual([
      {
        ref: '536365',
        ordered_day: '2010-12-01',
        status: 'completed',
        counts: true,
        units: 8,
        net: 22.08,
        customer: '17850',
      },
      {
        ref: '536366',
        ordered_day: '2010-12-13',
        status: 'completed',
        counts: true,
        units: 1,
        net: 3.39,
        customer: null,
      },
      {
        ref: '536400',
        ordered_day: '2010-12-13',
        status: 'cancelled',
        counts: false,
        units: 5,
        net: 0,
        customer: null,
      },
      {
        ref: 'C536379',
        ordered_day: '2010-12-13',
        status: 'cancelled',
        counts: false,
        units: 1,
        net: 2.55,
        customer: '17850',
      },
    ])
    expect(await shop.rows('select country from customers')).toEqual([{ country: 'United Kingdom' }])
    expect(await shop.rows("select name from products where sku = '71053'")).toEqual([{ name: 'LANTERN' }])
  })

  test('gives a line’s total back to the cent where the file has no price for one piece', async () => {
    const [path = ''] = await shop.write({ 'sales.csv': csv('bon;day;pieces;total;art', '1;2024-02-01;3;5,00;A') })
    await importFiles(shop.context, [path], {
      map: 'bon=order_ref,day=ordered_at,pieces=quantity,total=line_total,art=sku',
    })
    expect(await shop.rows('select net::float8, units from orders')).toEqual([{ net: 5, units: 3 }])
  })

  test.each([
    [
      'a field that does not exist',
      map.replace('unit_price', 'unitprice'),
      /no field called “unitprice”. Did you mean “unit_price”/,
    ],
    ['a column that does not exist', map.replace('CustomerID', 'CustomerId2'), /has no column “customerid2”/],
    ['a field without which a line says nothing', 'InvoiceNo=order_ref,UnitPrice=unit_price', /lacks ordered_at/],
    ['fields of different records', 'InvoiceNo=order_ref,Country=author_email', /different records/],
    ['something else', 'InvoiceNo', /does not understand “InvoiceNo”/],
  ])('says what is wrong with %s', async (_, wrong, message) => {
    const [path = ''] = await shop.write({ 'till.csv': csv(UCI, '1,A,B,1,2010-12-01,2.55,1,UK') })
    await expect(importFiles(shop.context, [path], { map: wrong })).rejects.toThrow(message)
  })
})
