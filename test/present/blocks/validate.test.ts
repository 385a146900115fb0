import { describe, expect, test } from 'vitest'
import type { Block, HomeView, ModalView } from '../../../src/present/blocks/blocks.ts'
import { faultLines, faultsOf, type Surface, viewFaults } from '../../../src/present/blocks/validate.ts'

const plain = (text: string) => ({ type: 'plain_text', text }) as const
const section = (text = 'a') => ({ type: 'section', text: plain(text) }) as const
const button = (more: object = {}) => ({ type: 'button', action_id: 'a', text: plain('Go'), ...more })
const actions = (...elements: unknown[]) => ({ type: 'actions', elements })
const input = (element: unknown) => ({ type: 'input', label: plain('Name'), element })
const option = (value: string) => ({ text: plain(value), value })
const options = (count: number) => Array.from({ length: count }, (_, at) => option(`o${at}`))
const cell = (text: string) => ({ type: 'raw_text', text })
const table = (rows: unknown[][], more: object = {}) => ({ type: 'data_table', caption: 'c', rows, ...more })
const grid = (rows: number, columns: number, text = 'x') =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => cell(text)))
const chart = (of: object, title = 'Revenue') => ({ type: 'data_visualization', title, chart: of })
const points = (count: number) => Array.from({ length: count }, (_, at) => ({ label: `p${at}`, value: at + 1 }))
const bars = (series: number, categories: number, more: object = {}) => ({
  type: 'bar',
  series: Array.from({ length: series }, (_, at) => ({ name: `s${at}`, data: points(categories) })),
  axis_config: { categories: points(categories).map(({ label }) => label), ...more },
})
const container = (children: unknown[], more: object = {}) => ({
  type: 'container',
  title: plain('How'),
  child_blocks: children,
  ...more,
})
const long = (length: number) => 'x'.repeat(length)
const many = (count: number) => Array.from({ length: count }, () => section())

/** Each limit with what just fits and what no longer does, and where the fault is found. */
describe('Slack takes the first and refuses the second', () => {
  test.each<[what: string, surface: Surface, fits: unknown[], refused: unknown[], pointer: string]>([
    ['50 blocks in a message', 'message', many(50), many(51), '/blocks'],
    ['100 blocks in a modal', 'modal', many(100), many(101), '/blocks'],
    ['100 blocks in a Home tab', 'home', many(100), many(101), '/blocks'],
    ['3,000 characters in a section', 'message', [section(long(3000))], [section(long(3001))], '/blocks/0/text/text'],
    [
      '12,000 characters in a message',
      'message',
      Array.from({ length: 4 }, () => section(long(3000))),
      [...Array.from({ length: 4 }, () => section(long(3000))), section()],
      '/blocks',
    ],
    ['a text that is not empty', 'message', [section('a')], [section('')], '/blocks/0/text/text'],
    ['a text that is not blank', 'message', [section('–')], [section(' \n')], '/blocks/0/text/text'],
    [
      'a section with text or fields',
      'message',
      [{ type: 'section', fields: [plain('a')] }],
      [{ type: 'section' }],
      '/blocks/0',
    ],
    [
      'ten fields',
      'message',
      [{ type: 'section', fields: Array.from({ length: 10 }, () => plain('a')) }],
      [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('a')) }],
      '/blocks/0/fields',
    ],
    [
      '2,000 characters in a field',
      'message',
      [{ type: 'section', fields: [plain(long(2000))] }],
      [{ type: 'section', fields: [plain(long(2001))] }],
      '/blocks/0/fields/0/text',
    ],
    [
      '150 characters in a header',
      'message',
      [{ type: 'header', text: plain(long(150)) }],
      [{ type: 'header', text: plain(long(151)) }],
      '/blocks/0/text/text',
    ],
    [
      'ten elements of context',
      'message',
      [{ type: 'context', elements: Array.from({ length: 10 }, () => plain('a')) }],
      [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('a')) }],
      '/blocks/0/elements',
    ],
    [
      '25 actions',
      'message',
      [actions(...Array.from({ length: 25 }, (_, at) => button({ action_id: `a${at}` })))],
      [actions(...Array.from({ length: 26 }, (_, at) => button({ action_id: `a${at}` })))],
      '/blocks/0/elements',
    ],
    [
      '75 characters on a button',
      'message',
      [actions(button({ text: plain(long(75)) }))],
      [actions(button({ text: plain(long(76)) }))],
      '/blocks/0/elements/0/text/text',
    ],
    [
      '2,000 characters behind a button',
      'message',
      [actions(button({ value: long(2000) }))],
      [actions(button({ value: long(2001) }))],
      '/blocks/0/elements/0/value',
    ],
    [
      'an action id of 255',
      'message',
      [actions(button({ action_id: long(255) }))],
      [actions(button({ action_id: long(256) }))],
      '/blocks/0/elements/0/action_id',
    ],
    [
      'a block id of 255',
      'message',
      [{ ...section(), block_id: long(255) }],
      [{ ...section(), block_id: long(256) }],
      '/blocks/0/block_id',
    ],
    [
      'action ids that differ in a block',
      'message',
      [actions(button(), button({ action_id: 'b' }))],
      [actions(button(), button())],
      '/blocks/0/elements/1/action_id',
    ],
    [
      'block ids that differ in a message',
      'message',
      [{ ...section(), block_id: 'b' }, section()],
      [{ ...section(), block_id: 'b' }, container([{ ...section(), block_id: 'b' }])],
      '/blocks/1/child_blocks/0/block_id',
    ],
    [
      'five options in an overflow',
      'message',
      [actions({ type: 'overflow', action_id: 'a', options: options(5) })],
      [actions({ type: 'overflow', action_id: 'a', options: options(6) })],
      '/blocks/0/elements/0/options',
    ],
    [
      '75 characters in an option',
      'message',
      [actions({ type: 'overflow', action_id: 'a', options: [option(long(75))] })],
      [actions({ type: 'overflow', action_id: 'a', options: [option(long(76))] })],
      '/blocks/0/elements/0/options/0/text/text',
    ],
    [
      '100 options in a menu',
      'modal',
      [input({ type: 'static_select', action_id: 'a', options: options(100) })],
      [input({ type: 'static_select', action_id: 'a', options: options(101) })],
      '/blocks/0/element/options',
    ],
    [
      'an initial option that is offered',
      'modal',
      [input({ type: 'static_select', action_id: 'a', options: options(2), initial_option: option('o1') })],
      [input({ type: 'static_select', action_id: 'a', options: options(2), initial_option: option('o7') })],
      '/blocks/0/element/initial_option',
    ],
    [
      'ten boxes to tick',
      'modal',
      [input({ type: 'checkboxes', action_id: 'a', options: options(10) })],
      [input({ type: 'checkboxes', action_id: 'a', options: options(11) })],
      '/blocks/0/element/options',
    ],
    [
      'a date that exists',
      'modal',
      [input({ type: 'datepicker', action_id: 'a', initial_date: '2024-02-29' })],
      [input({ type: 'datepicker', action_id: 'a', initial_date: '2023-02-29' })],
      '/blocks/0/element/initial_date',
    ],
    [
      'a time of the day',
      'modal',
      [input({ type: 'timepicker', action_id: 'a', initial_time: '09:00' })],
      [input({ type: 'timepicker', action_id: 'a', initial_time: '24:00' })],
      '/blocks/0/element/initial_time',
    ],
    [
      '150 characters of placeholder',
      'modal',
      [input({ type: 'plain_text_input', action_id: 'a', placeholder: plain(long(150)) })],
      [input({ type: 'plain_text_input', action_id: 'a', placeholder: plain(long(151)) })],
      '/blocks/0/element/placeholder/text',
    ],
    [
      '300 characters in a confirmation',
      'message',
      [actions(button({ confirm: { text: plain(long(300)) } }))],
      [actions(button({ confirm: { text: plain(long(301)) } }))],
      '/blocks/0/elements/0/confirm/text/text',
    ],
    [
      '100 characters over a confirmation',
      'message',
      [actions(button({ confirm: { text: plain('a'), title: plain(long(100)) } }))],
      [actions(button({ confirm: { text: plain('a'), title: plain(long(101)) } }))],
      '/blocks/0/elements/0/confirm/title/text',
    ],
    [
      '30 characters on its buttons',
      'message',
      [actions(button({ confirm: { text: plain('a'), deny: plain(long(30)) } }))],
      [actions(button({ confirm: { text: plain('a'), deny: plain(long(31)) } }))],
      '/blocks/0/elements/0/confirm/deny/text',
    ],
    ['101 rows in a table', 'message', [table(grid(101, 2))], [table(grid(102, 2))], '/blocks/0/rows'],
    ['a table with a row', 'message', [table(grid(2, 1))], [table(grid(1, 1))], '/blocks/0/rows'],
    ['20 columns', 'message', [table(grid(2, 20))], [table(grid(2, 21))], '/blocks/0/rows/0'],
    [
      'rows of one length',
      'message',
      [table([[cell('a')], [cell('b')]])],
      [table([[cell('a')], [cell('b'), cell('c')]])],
      '/blocks/0/rows',
    ],
    ['a caption', 'message', [table(grid(2, 1))], [{ ...table(grid(2, 1)), caption: undefined }], '/blocks/0/caption'],
    [
      'cells that are not empty',
      'message',
      [table(grid(2, 1, '–'))],
      [table(grid(2, 1, ''))],
      '/blocks/0/rows/0/0/text',
    ],
    [
      'plain text in the first row',
      'message',
      [
        table([
          [cell('a')],
          [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'b' }] }] }],
        ]),
      ],
      [
        table([
          [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'b' }] }] }],
          [cell('a')],
        ]),
      ],
      '/blocks/0/rows/0',
    ],
    [
      'pages of 100 rows',
      'message',
      [table(grid(2, 1), { page_size: 100 })],
      [table(grid(2, 1), { page_size: 101 })],
      '/blocks/0/page_size',
    ],
    [
      'a row header that is a column',
      'message',
      [table(grid(2, 2), { row_header_column_index: 1 })],
      [table(grid(2, 2), { row_header_column_index: 2 })],
      '/blocks/0/row_header_column_index',
    ],
    [
      '10,000 characters in all tables together',
      'message',
      [table(grid(10, 10, long(50))), table(grid(10, 10, long(50)))],
      [table(grid(10, 10, long(50))), table(grid(10, 10, long(51)))],
      '/blocks/0/rows',
    ],
    [
      'numbers that are numbers',
      'message',
      [table([[cell('a')], [{ type: 'raw_number', value: 1, text: '$1' }]])],
      [table([[cell('a')], [{ type: 'raw_number', value: '1', text: '$1' }]])],
      '/blocks/0/rows/1/0/value',
    ],
    [
      'two charts',
      'message',
      [chart(bars(1, 2)), chart(bars(1, 2))],
      [chart(bars(1, 2)), chart(bars(1, 2)), chart(bars(1, 2))],
      '/blocks/2',
    ],
    [
      '50 characters over a chart',
      'message',
      [chart(bars(1, 2), long(50))],
      [chart(bars(1, 2), long(51))],
      '/blocks/0/title',
    ],
    ['six series', 'message', [chart(bars(6, 2))], [chart(bars(7, 2))], '/blocks/0/chart/series'],
    ['20 categories', 'message', [chart(bars(1, 20))], [chart(bars(1, 21))], '/blocks/0/chart/series/0/data'],
    [
      '50 characters along an axis',
      'message',
      [chart(bars(1, 2, { x_label: long(50) }))],
      [chart(bars(1, 2, { x_label: long(51) }))],
      '/blocks/0/chart/axis_config/x_label',
    ],
    [
      'a point for each category',
      'message',
      [chart(bars(1, 2))],
      [chart({ ...bars(1, 2), axis_config: { categories: ['p0', 'p1', 'p2'] } })],
      '/blocks/0/chart/series',
    ],
    [
      'six pieces of pie',
      'message',
      [chart({ type: 'pie', segments: points(6) })],
      [chart({ type: 'pie', segments: points(7) })],
      '/blocks/0/chart/segments',
    ],
    [
      'pieces larger than nothing',
      'message',
      [chart({ type: 'pie', segments: points(1) })],
      [chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] })],
      '/blocks/0/chart/segments/0/value',
    ],
    [
      'labels of 20',
      'message',
      [chart({ type: 'pie', segments: [{ label: long(20), value: 1 }] })],
      [chart({ type: 'pie', segments: [{ label: long(21), value: 1 }] })],
      '/blocks/0/chart/segments/0/label',
    ],
    [
      'labels that differ',
      'message',
      [chart({ type: 'pie', segments: points(2) })],
      [chart({ type: 'pie', segments: [...points(1), ...points(1)] })],
      '/blocks/0/chart/segments',
    ],
    ['ten blocks in a container', 'message', [container(many(10))], [container(many(11))], '/blocks/0/child_blocks'],
    [
      'no table in a container',
      'message',
      [container([section()])],
      [container([table(grid(2, 1))])],
      '/blocks/0/child_blocks/0/type',
    ],
    [
      '150 characters over a container',
      'message',
      [container([section()], { title: plain(long(150)) })],
      [container([section()], { title: plain(long(151)) })],
      '/blocks/0/title/text',
    ],
    [
      'what folds and is folded',
      'message',
      [container([section()], { is_collapsible: true, default_collapsed: true })],
      [container([section()], { default_collapsed: true })],
      '/blocks/0/default_collapsed',
    ],
    [
      'a rich text that says something',
      'message',
      [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] }] }],
      [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] }],
      '/blocks/0/elements/0/elements/0/text',
    ],
  ])('%s', (_, surface, fits, refused, pointer) => {
    expect(faultLines(faultsOf(surface, fits))).toBe('')
    expect(faultsOf(surface, refused).map((fault) => fault.pointer)).toContain(pointer)
  })
})

test.each<[what: string, block: unknown, allowed: readonly Surface[]]>([
  ['tables', table(grid(2, 1)), ['message']],
  ['charts', chart(bars(1, 2)), ['message']],
  ['containers', container([section()]), ['message']],
  [
    'verdicts',
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'v',
          positive_button: { text: plain('y'), value: 'y' },
          negative_button: { text: plain('n'), value: 'n' },
        },
      ],
    },
    ['message'],
  ],
  ['alerts', { type: 'alert', text: plain('Careful'), level: 'warning' }, ['modal']],
  ['sections', section(), ['message', 'modal', 'home']],
  ['inputs', input({ type: 'plain_text_input', action_id: 'a' }), ['message', 'modal', 'home']],
  ['blocks nobody knows', { type: 'nope' }, []],
  ['images', { type: 'image', image_url: 'https://shop.example/a.png', alt_text: 'a' }, []],
  ['properties nobody knows', { ...section(), colour: 'red' }, []],
  ['text that Slack would read', { type: 'section', text: { type: 'mrkdwn', text: '<!channel>' } }, []],
  [
    'calls to everybody',
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'channel' }] }],
    },
    [],
  ],
])('%s go where they may', (_, block, allowed) => {
  const surfaces: readonly Surface[] = ['message', 'modal', 'home']
  expect(surfaces.filter((surface) => faultsOf(surface, [block]).length === 0)).toEqual(allowed)
})

test('what is no list of blocks is a fault too', () => {
  for (const blocks of [undefined, null, {}, 'section', [null], [{}]])
    expect(faultsOf('message', blocks)).not.toEqual([])
})

describe('a view', () => {
  const blocks: readonly Block[] = [section()]
  const modal: ModalView = { type: 'modal', title: plain('Save'), blocks }
  const home: HomeView = { type: 'home', blocks }

  test('that is sound has no faults', () => {
    expect(viewFaults({ ...modal, submit: plain('Save'), private_metadata: long(3000) })).toEqual([])
    expect(viewFaults(home)).toEqual([])
  })

  test.each<[view: object, pointer: string]>([
    [{ ...modal, title: plain(long(25)) }, '/title/text'],
    [{ ...modal, submit: plain(long(25)) }, '/submit/text'],
    [{ ...modal, private_metadata: long(3001) }, '/private_metadata'],
    [{ ...modal, callback_id: long(256) }, '/callback_id'],
    [{ ...modal, blocks: [section('')] }, '/blocks/0/text/text'],
    [{ ...modal, blocks: [input({ type: 'plain_text_input', action_id: 'a' })] }, '/submit'],
    [{ ...home, title: plain('Home') }, '/'],
    [{ ...modal, size: 'large' }, '/'],
  ])('%j has a fault at %s', (view, pointer) => {
    expect(viewFaults(view).map((fault) => fault.pointer)).toContain(pointer)
  })
})
