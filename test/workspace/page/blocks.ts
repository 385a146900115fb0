import type { AnyBlock } from '../../../src/workspace/types.ts'

/** Text that would run, shout or break out of its place if any part of the page took it for markup. */
export const hostile = '<img src=x onerror="document.title=\'pwned\'"> <!channel> </script> & *not bold*'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const option = (text: string, value: string, description?: string) => ({
  text: plain(text),
  value,
  ...(description === undefined ? {} : { description: plain(description) }),
})
const cell = (text: string) => ({ type: 'raw_text', text })
const figure = (value: number, text: string) => ({ type: 'raw_number', value, text })
const words = (...elements: readonly object[]) => ({ type: 'rich_text_section', elements })
const rich = (...elements: readonly object[]) => ({ type: 'rich_text', elements })
const text = (content: string, style?: object) => ({ type: 'text', text: content, ...(style ? { style } : {}) })

const customers: readonly (readonly [name: string, store: string, orders: number, cents: number, last: string])[] = [
  ['Ana Silva', 'Lincoln Square', 31, 482_050, '2026-04-02'],
  ['Bea Novak', 'Wicker Park', 9, 398_000, '2026-03-11'],
  ['Cal Okafor', 'Lincoln Square', 24, 377_025, '2026-05-19'],
  ['Dev Rao', 'Online', 7, 351_200, '2026-02-27'],
  ['Eve Moreau', 'Wicker Park', 18, 322_575, '2026-05-30'],
  ['Finn Walsh', 'Lincoln Square', 12, 298_000, '2026-01-08'],
  ['Gia Conti', 'Online', 100, 287_450, '2026-06-14'],
  [hostile, 'Online', 5, 250_000, '2026-04-21'],
  ['Ivo Kranz', 'Wicker Park', 16, 244_900, '2026-03-29'],
  ['Jun Mori', 'Lincoln Square', 8, 239_990, '2026-05-02'],
  ['Kit Larsen', 'Online', 11, 221_000, '2026-06-01'],
  ['Lena Vogt', 'Wicker Park', 14, 210_330, '2026-02-14'],
]

const dollars = (cents: number) => (cents / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' })

export const dataTable: AnyBlock = {
  type: 'data_table',
  block_id: 'lapsed',
  caption: 'Lapsed top customers',
  page_size: 5,
  row_header_column_index: 0,
  rows: [
    [cell('Customer'), cell('Store'), cell('Orders'), cell('Spent in all'), cell('Last order')],
    ...customers.map(([name, store, orders, cents, last]) => [
      cell(name),
      cell(store),
      figure(orders, String(orders)),
      figure(cents / 100, dollars(cents)),
      cell(last),
    ]),
  ],
}

const months = ['Jun 2026', 'Jul 2026', 'Aug 2026', 'Sep 2026', 'Oct 2026', 'Nov 2026']
const series = (name: string, values: readonly number[]) => ({
  name,
  data: months.map((label, index) => ({ label, value: values[index] ?? 0 })),
})
const axis = { categories: months, x_label: 'Month', y_label: 'Revenue in $' }

export const charts: readonly AnyBlock[] = [
  {
    type: 'data_visualization',
    block_id: 'line',
    title: 'Revenue by month',
    chart: {
      type: 'line',
      axis_config: axis,
      series: [
        series('This year', [41_200, 38_900, 45_300, 47_800, 52_100, 36_400]),
        series('Last year', [36_000, 37_500, 39_900, 41_000, 44_700, 48_300]),
      ],
    },
  },
  {
    type: 'data_visualization',
    block_id: 'bar',
    title: 'New and returning customers',
    chart: {
      type: 'bar',
      axis_config: { ...axis, y_label: 'Customers' },
      series: [series('New', [120, 98, 143, 151, 160, 92]), series('Returning', [210, 232, 228, 251, 279, 190])],
    },
  },
  {
    type: 'data_visualization',
    block_id: 'area',
    title: 'Orders by month',
    chart: {
      type: 'area',
      axis_config: { ...axis, y_label: '' },
      series: [series('Orders', [330, 330, 371, 402, 439, 282])],
    },
  },
  {
    type: 'data_visualization',
    block_id: 'pie',
    title: 'Customers by segment',
    chart: {
      type: 'pie',
      segments: [
        { label: 'Loyal', value: 412 },
        { label: 'New', value: 268 },
        { label: 'At risk', value: 190 },
        { label: 'Lapsed', value: 530 },
      ],
    },
  },
]

export const howIGotThis: AnyBlock = {
  type: 'container',
  block_id: 'how',
  title: plain('How I got this'),
  is_collapsible: true,
  default_collapsed: true,
  child_blocks: [
    rich(
      words(text('Top customers', { bold: true }), text(' are those whose spending puts them in the highest fifth.')),
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [words(text('Lapsed: no order since 2026-05-26')), words(text('Cancelled orders are left out'))],
      },
      {
        type: 'rich_text_preformatted',
        elements: [text('select display_name, count(*)\nfrom orders\norder by 2 desc')],
      },
    ) as AnyBlock,
  ],
}

const button = (content: string, action: string, more: object = {}) => ({
  type: 'button',
  text: plain(content),
  action_id: action,
  value: 'A1',
  ...more,
})

export const answerActions: readonly AnyBlock[] = [
  {
    type: 'actions',
    block_id: 'answer',
    elements: [
      button('Chart', 'answer_view'),
      button('Save as segment', 'answer_segment', { style: 'primary' }),
      button('Delete', 'answer_delete', {
        style: 'danger',
        confirm: {
          title: plain('Delete this answer?'),
          text: plain('It goes for everybody here.'),
          confirm: plain('Delete'),
          deny: plain('Keep'),
        },
      }),
      {
        type: 'overflow',
        action_id: 'answer_csv',
        options: [
          option('Everything as CSV', 'A1:all'),
          option('For e-mail', 'A1:email'),
          option('For text messages', 'A1:sms'),
        ],
      },
    ],
  },
  {
    type: 'context_actions',
    block_id: 'verdict',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'answer_verdict',
        positive_button: { text: plain("That's right"), value: 'A1:right' },
        negative_button: { text: plain("That's wrong"), value: 'A1:wrong' },
      },
      { type: 'icon_button', action_id: 'answer_trash', icon: 'trash', text: plain('Delete this answer'), value: 'A1' },
    ],
  },
]

export const answerBlocks: readonly AnyBlock[] = [
  { type: 'header', block_id: 'title', text: plain('12 lapsed top customers') },
  {
    type: 'rich_text',
    block_id: 'reading',
    elements: [
      words(
        text('Customers in the '),
        text('top fifth', { bold: true }),
        text(' by spending, with no order for 6 months.'),
      ),
    ],
  } as AnyBlock,
  dataTable,
  { type: 'context', block_id: 'caveat', elements: [plain('Today is left out. Amounts are in US dollars.')] },
  howIGotThis,
  ...answerActions,
]

export const menus: AnyBlock = {
  type: 'actions',
  block_id: 'menus',
  elements: [
    {
      type: 'static_select',
      action_id: 'store',
      placeholder: plain('Choose a store'),
      options: [
        option('Lincoln Square', 'lincoln'),
        option('Wicker Park', 'wicker', 'Since 2021'),
        option('Online', 'online'),
      ],
    },
    { type: 'external_select', action_id: 'customer', placeholder: plain('Find a customer'), min_query_length: 1 },
    { type: 'users_select', action_id: 'who', placeholder: plain('Choose a person') },
    { type: 'channels_select', action_id: 'where', placeholder: plain('Choose a channel') },
    { type: 'conversations_select', action_id: 'talk', placeholder: plain('Choose a conversation') },
    { type: 'datepicker', action_id: 'day', initial_date: '2026-11-20' },
    { type: 'timepicker', action_id: 'hour', initial_time: '09:00' },
    {
      type: 'multi_static_select',
      action_id: 'tags',
      placeholder: plain('Choose tags'),
      initial_options: [option('VIP', 'vip')],
      option_groups: [
        { label: plain('Worth'), options: [option('VIP', 'vip'), option('Loyal', 'loyal')] },
        { label: plain('Taste'), options: [option('Tea', 'tea'), option('Coffee', 'coffee')] },
      ],
    },
    { type: 'multi_users_select', action_id: 'team', placeholder: plain('Choose people') },
    {
      type: 'checkboxes',
      action_id: 'kinds',
      options: [option('E-mail', 'email'), option('Text message', 'sms', 'Only with consent')],
    },
    { type: 'radio_buttons', action_id: 'how', options: [option('Once', 'once'), option('Every week', 'weekly')] },
  ],
}

export const everyTextBlock: readonly AnyBlock[] = [
  {
    type: 'section',
    block_id: 'mrkdwn',
    text: mrkdwn(
      '*Bold*, _italic_, ~struck~, `code` and <https://example.com|a link>, but not <javascript:alert(1)|this one>.\n> A quotation\nHello <@U0DANA>, see <#C0GENERAL|general>, <!date^1763800000^{date_short} at {time}|a day>. &lt;b&gt; :wave:\n```select 1\nfrom orders```',
    ),
    accessory: button('Open', 'open'),
  },
  {
    type: 'section',
    block_id: 'fields',
    fields: [mrkdwn('*Store*\nLincoln Square'), mrkdwn('*Owner*\n<@U0NOOR>'), plain(hostile)],
  },
  { type: 'divider', block_id: 'line' },
  {
    type: 'rich_text',
    block_id: 'rich',
    elements: [
      words(
        text('Rich '),
        text('bold', { bold: true }),
        text(' '),
        text('italic', { italic: true }),
        text(' '),
        text('struck', { strike: true }),
        text(' '),
        text('code', { code: true }),
        text(' '),
        { type: 'user', user_id: 'U0DANA' },
        text(' '),
        { type: 'link', url: 'https://example.com', text: 'a link' },
        text(' '),
        { type: 'emoji', name: 'tada' },
        text(' '),
        { type: 'date', timestamp: 1_763_800_000, format: '{date_short}', fallback: 'a day' },
      ),
      { type: 'rich_text_list', style: 'ordered', elements: [words(text('First')), words(text('Second'))] },
      { type: 'rich_text_quote', elements: [text('Quoted')] },
      { type: 'rich_text_preformatted', elements: [text('preformatted  text')] },
    ],
  },
  {
    type: 'markdown',
    block_id: 'markdown',
    text: '## Heading\n\nSome **bold** and *italic* with `code` and [a link](https://example.com).\n\n- one\n- two\n\n> quoted\n\n```\nfenced\n```\n\n[no](javascript:alert(1))',
  },
  {
    type: 'image',
    block_id: 'picture',
    alt_text: 'A teapot',
    title: plain('Picture of the week'),
    image_url: 'https://example.com/teapot.png',
  },
  {
    type: 'table',
    block_id: 'table',
    column_settings: [{ is_wrapped: true }, { align: 'right' }],
    rows: [
      [cell('Store'), cell('Visits')],
      [cell('Lincoln Square'), figure(120, '120')],
      [rich(words(text('Wicker Park', { bold: true }))), figure(98, '98')],
    ],
  },
  {
    type: 'card',
    block_id: 'card',
    title: mrkdwn('*Ana Silva*'),
    subtitle: mrkdwn('Lincoln Square'),
    body: mrkdwn('31 orders since 2019'),
    actions: [button('Open', 'open_card')],
  },
  {
    type: 'task_card',
    block_id: 'task',
    task_id: 't1',
    title: 'Count the customers',
    status: 'complete',
    details: rich(words(text('12 of 4,210'))),
  },
  {
    type: 'plan',
    block_id: 'plan',
    title: 'Working on it',
    tasks: [
      { type: 'task_card', task_id: 't2', title: 'Read the question', status: 'complete' },
      { type: 'task_card', task_id: 't3', title: 'Ask the database', status: 'in_progress' },
      { type: 'task_card', task_id: 't4', title: 'Write it down', status: 'pending' },
    ],
  },
  { type: 'hologram', block_id: 'unknown' },
]

const input = (name: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: name,
  label: plain(name),
  element: { action_id: 'it', ...element },
  ...more,
})

export const inputBlocks: readonly AnyBlock[] = [
  { type: 'alert', block_id: 'alert', level: 'info', text: plain('Only managers see this.') },
  input(
    'Name',
    { type: 'plain_text_input', placeholder: plain('Chicago VIPs'), max_length: 40 },
    { hint: plain('Everybody finds it under this name.') },
  ),
  input('Note', { type: 'plain_text_input', multiline: true }, { optional: true }),
  input('E-mail', { type: 'email_text_input' }, { optional: true }),
  input('Site', { type: 'url_text_input' }, { optional: true }),
  input('How many', {
    type: 'number_input',
    min_value: '1',
    max_value: '10',
    initial_value: '3',
    is_decimal_allowed: false,
  }),
  input('Role', {
    type: 'static_select',
    options: [option('Associate', 'associate'), option('Manager', 'manager')],
    initial_option: option('Associate', 'associate'),
  }),
  input(
    'Customer',
    { type: 'external_select', min_query_length: 1, placeholder: plain('Type a name') },
    { optional: true },
  ),
  input('People', { type: 'multi_users_select' }, { optional: true }),
  input('From', { type: 'datepicker', initial_date: '2026-11-23' }),
  input(
    'Kinds',
    { type: 'checkboxes', options: [option('E-mail', 'email'), option('Text', 'sms')] },
    { optional: true },
  ),
  input('Scope', {
    type: 'radio_buttons',
    options: [option('All', 'all'), option('Own store', 'store')],
    initial_option: option('All', 'all'),
  }),
]

export const homeBlocks: readonly AnyBlock[] = [
  { type: 'header', block_id: 'home-title', text: plain('Good morning, Dana') },
  {
    type: 'section',
    block_id: 'home-text',
    text: mrkdwn('You look after *Lincoln Square*. Three things wait for you.'),
  },
  { type: 'divider', block_id: 'home-line' },
  {
    type: 'section',
    block_id: 'home-segment',
    text: mrkdwn('*Chicago VIPs*\n38 customers, saved by <@U0DANA>'),
    accessory: {
      type: 'overflow',
      action_id: 'segment',
      options: [option('Rename', 'rename'), option('Delete', 'delete')],
    },
  },
  {
    type: 'actions',
    block_id: 'home-actions',
    elements: [button('Add a person', 'staff_add', { style: 'primary' }), button('Settings', 'settings')],
  },
]
