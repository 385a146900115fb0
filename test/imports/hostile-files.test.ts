import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { importFiles } from '../../src/imports/imports.ts'
import { undoLastImport } from '../../src/imports/undo.ts'
import { csv, importShop } from './import-support.ts'

const shop = await importShop()
afterAll(() => shop[Symbol.asyncDispose]())
beforeEach(() => shop.clear())

const importText = async (text: string | Buffer, name = 'customers.csv') =>
  importFiles(shop.context, await shop.write({ [name]: text }))
const CUSTOMERS = 'customer_ref,given_name,family_name,city'

describe('a file that is no CSV is refused by what it is', () => {
  test.each<[what: string, content: string | Buffer, message: RegExp]>([
    [
      'an Excel workbook',
      Buffer.from('PK\u0003\u0004rest of a workbook'),
      /customers\.csv is not a CSV file: it is an Excel workbook/,
    ],
    ['a PDF', '%PDF-1.7\n', /it is a PDF/],
    ['JSON', '[{"customer_ref": "C1"}]', /it is JSON/],
    ['a web page', '<!DOCTYPE html><html><body>Please sign in</body></html>', /it is a web page/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /it is binary data/],
    ['nothing', '', /is empty/],
    ['a broken archive', gzipSync(csv(CUSTOMERS, 'C1,Ana,Silva,Boston')).subarray(0, 30), /is damaged/],
    ['column names alone', `${CUSTOMERS}\n`, /has column names but no rows/],
    ['blank lines', '\n\n\n', /has no column names/],
    ['something else', 'a,b,c\n1,2,3\n', /none of the files that are known by their header\. It has: a, b, c/],
  ])('%s', async (_, content, message) => {
    await expect(importText(content)).rejects.toThrow(message)
  })

  test('a file that is not there', async () => {
    await expect(importFiles(shop.context, ['/nowhere/customers.csv'])).rejects.toThrow(
      'There is no file or folder /nowhere/customers.csv.',
    )
  })

  test('a folder without a CSV', async () => {
    await shop.write({ 'empty/readme.txt': 'nothing here' })
    await expect(importFiles(shop.context, [`${shop.folder}/empty`])).rejects.toThrow('holds no CSV file')
  })
})

describe('a header', () => {
  test('that lacks a column says which, and the nearest one it has', async () => {
    const orders = csv('order_reff,ordered_at,customer_ref,sku,quantity,unit_price', 'O1,2024-01-01,C1,A,1,2.00')
    await expect(importText(orders, 'orders.csv')).rejects.toMatchObject({
      message: expect.stringMatching(
        /orders\.csv looks like our own orders but lacks the column “order_ref”. It has: order_reff, /,
      ),
      hint: expect.stringContaining('Is “order_reff” the one?'),
    })
  })

  test('may be in capitals, quoted, and behind a byte order mark', async () => {
    await importText('\ufeff"CUSTOMER_REF","Given_Name"\r\n"C1","Ana"\r\n')
    expect(await shop.rows('select ref, given_name from customers')).toEqual([{ ref: 'C1', given_name: 'Ana' }])
  })

  test('that names a known column twice is refused', async () => {
    await expect(importText(csv('customer_ref,city,city', 'C1,A,B'))).rejects.toThrow('two columns called “city”')
  })

  test('may hold names that mean something to JavaScript, and blanks, and one name twice', async () => {
    const report = await importText(csv('customer_ref,given_name,__proto__,constructor,,x,x', 'C1,Ana,a,b,c,d,e'))
    expect(report.files[0]?.unknownColumns).toEqual(['__proto__', 'constructor', 'column 5', 'x', 'x (7)'])
    expect(await shop.rows('select raw::text from customers')).toEqual([
      { raw: '{"x": "d", "x (7)": "e", "column 5": "c", "__proto__": "a", "constructor": "b"}' },
    ])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })

  test('may hold columns that no field takes, of any kind of record; they are kept and listed', async () => {
    const staff = csv('staff_email,name,Shoe size', 'dana@shop.example,Dana Whit,38')
    const report = await importText(staff, 'staff.csv')
    expect(report.files[0]?.unknownColumns).toEqual(['Shoe size'])
    await importText(csv('staff_email,name,Badge', 'dana@shop.example,Dana Whit,7'), 'staff.csv')
    const kept =
      "select s.email, u.raw from unknown_columns u join staff s on u.row_key = jsonb_build_object('id', s.id)"
    expect(await shop.rows(kept)).toEqual([{ email: 'dana@shop.example', raw: { 'Shoe size': '38', Badge: '7' } }])
    await undoLastImport(shop.context)
    expect(await shop.rows(kept)).toEqual([{ email: 'dana@shop.example', raw: { 'Shoe size': '38' } }])
  })

  test('may have thousands of columns', async () => {
    const names = Array.from({ length: 5000 }, (_, column) => `extra ${column}`)
    const report = await importText(csv(`customer_ref,${names.join(',')}`, `C1,${names.map(() => 'x').join(',')}`))
    expect(report.files[0]?.unknownColumns).toHaveLength(5000)
    expect(report.entities).toMatchObject([{ new: 1 }])
  })
})

describe('rows', () => {
  test.each<[what: string, text: string]>([
    ['end in CRLF', 'customer_ref,given_name\r\nC1,Ana\r\nC2,Ben\r\n'],
    ['end in CR', 'customer_ref,given_name\rC1,Ana\rC2,Ben\r'],
    ['end without a line end', 'customer_ref,given_name\nC1,Ana\nC2,Ben'],
    ['are divided by semicolons', 'customer_ref;given_name\nC1;Ana\nC2;Ben\n'],
    ['are divided by tabs', 'customer_ref\tgiven_name\nC1\tAna\nC2\tBen\n'],
    ['have blank lines between them', 'customer_ref,given_name\n\nC1,Ana\n\n\nC2,Ben\n\n'],
    ['have empty cells too many', 'customer_ref,given_name\nC1,Ana,,\nC2,Ben,,\n'],
  ])('may %s', async (_, text) => {
    await importText(text)
    expect(await shop.rows('select ref, given_name from customers order by ref')).toEqual([
      { ref: 'C1', given_name: 'Ana' },
      { ref: 'C2', given_name: 'Ben' },
    ])
  })

  test('keep line numbers right after cells of several lines', async () => {
    const report = await importText('customer_ref,given_name,family_name\nC1,"Ana\nMaria",Silva\n\nC2,Ben\n')
    expect(report.findings).toMatchObject([{ label: 'wrong number of cells', examples: [{ line: 5 }] }])
    expect(await shop.rows('select given_name from customers')).toEqual([{ given_name: 'Ana Maria' }])
  })

  test('with too few or too many cells are refused, because their values have slipped', async () => {
    const report = await importText(csv(CUSTOMERS, 'C1,Ana,Silva,Boston', 'C2,Ben,Ott', 'C3,Eli,Ray,New York, NY'))
    expect(report.findings).toMatchObject([
      {
        severity: 'refused',
        count: 2,
        examples: [
          { line: 3, sentence: 'the line has 3 cells, the header has 4' },
          { line: 4, sentence: 'the line has 5 cells, the header has 4' },
        ],
      },
    ])
  })

  test('with a NUL character are refused', async () => {
    const filler = Array.from({ length: 3000 }, (_, row) => `F${row},Fill,Er,Boston and some more words`)
    const report = await importText(csv(CUSTOMERS, ...filler, 'C1,A\u0000na,Silva,Boston'))
    expect(report.findings).toMatchObject([{ label: 'NUL character', examples: [{ column: 'given_name' }] }])
  })

  test('hold markup, formulas, instructions and SQL as the words they are', async () => {
    const words = [
      '<script>alert(1)</script>',
      '=cmd|calc',
      "'); drop table customers; --",
      '\\N',
      '\\.',
      '{{catalog}}',
      'a\tb',
    ]
    await importText(csv(CUSTOMERS, ...words.map((word, row) => `C${row},"${word}",x,y`)))
    const found = await shop.rows<{ given_name: string }>('select given_name from customers order by ref')
    expect(found.map((row) => row.given_name)).toEqual([
      ...['<script>alert(1)</script>', '=cmd|calc', '); drop table customers; --', '\\N', '\\.', '{{catalog}}', 'a b'],
    ])
  })

  test('of one reference twice count once, the last one', async () => {
    const report = await importText(csv(CUSTOMERS, 'C1,Ana,Silva,Boston', 'C1,Ana,Silva,Salem'))
    expect(report.entities).toMatchObject([{ entity: 'customers', read: 2, new: 1, duplicates: 1 }])
    expect(await shop.rows('select city from customers')).toEqual([{ city: 'Salem' }])
  })
})

describe('quotation marks', () => {
  test.each([
    ['never closed', `${CUSTOMERS}\nC1,"Ana,Silva,Boston\nC2,Ben,Ott,Boston\n`],
    ['closed only far below', `${CUSTOMERS}\nC1,"Ana,Silva,Boston\nC2,"Ben",Ott,Boston\nC3,Eli,Ray,Boston\n`],
    [
      'closed only in the last column below',
      `${CUSTOMERS}\nC1,Ana,Silva,"Boston\nC2,Ben,Ott,"Salem"\nC3,Eli,Ray,Boston\n`,
    ],
    ['around ten megabytes', `${CUSTOMERS}\nC1,"${'x'.repeat(10 << 20)}",Silva,Boston\n`],
  ])('%s stop the import with the line', async (_, text) => {
    await expect(importText(text)).rejects.toThrow(/customers\.csv, line 2: /)
    expect(await shop.rows('select ref from customers')).toEqual([])
  })

  test('inside a cell that is not quoted are letters', async () => {
    await importText(csv(CUSTOMERS, 'C1,Ana,6" pipe Silva,Boston'))
    expect(await shop.rows('select family_name from customers')).toEqual([{ family_name: '6" pipe Silva' }])
  })
})

describe('the encoding', () => {
  test('Windows-1252 is noticed, also when its first letter comes late', async () => {
    const rows = Array.from({ length: 40_000 }, (_, row) => `F${row},Fill,Er,Boston`)
    const report = await importText(
      Buffer.from(csv(CUSTOMERS, ...rows, 'C1,Chlo\u00e9,N\u00fa\u00f1ez,Le\u00f3n'), 'latin1'),
    )
    expect(report.files[0]?.notes).toEqual(['not UTF-8: read as Windows-1252 (Western European)'])
    expect(await shop.rows("select display_name, city from customers where ref = 'C1'")).toEqual([
      { display_name: 'Chloé Núñez', city: 'León' },
    ])
  })

  test('UTF-16, as spreadsheets save “Unicode text”, is read', async () => {
    const text = `\ufeff${csv(CUSTOMERS.replaceAll(',', '\t'), 'C1\tChloé\tNúñez\tLeón')}`
    await importText(Buffer.from(text, 'utf16le'))
    expect(await shop.rows('select display_name from customers')).toEqual([{ display_name: 'Chloé Núñez' }])
  })

  test('a letter cut in two between chunks stays one', async () => {
    const rows = Array.from({ length: 30_000 }, (_, row) => `F${row},Zoë${'ë'.repeat(row % 7)},Er,Boston`)
    const report = await importText(csv(CUSTOMERS, ...rows))
    expect(report.files[0]?.notes).toEqual([])
    expect(await shop.rows("select count(*)::int as n from customers where given_name like 'Zoë%'")).toEqual([
      { n: 30_000 },
    ])
  })

  test('a packed file is unpacked', async () => {
    await importText(gzipSync(csv(CUSTOMERS, 'C1,Ana,Silva,Boston')), 'customers.csv.gz')
    expect(await shop.rows('select ref from customers')).toEqual([{ ref: 'C1' }])
  })
})
