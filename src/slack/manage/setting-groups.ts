import type { SettingKey } from '../../db/settings.ts'

/** A setting as a form shows it; its meaning and its bounds come from `shopSettings`. */
export interface ShownSetting {
  readonly key: SettingKey
  readonly label: string
  /** Where only these values exist: value → what the menu says. */
  readonly choices?: Readonly<Record<string, string>>
}

export interface SettingGroup {
  readonly key: string
  /** At most 24 characters: it is the title of the form. */
  readonly title: string
  readonly settings: readonly ShownSetting[]
}

/** What a manager can change in Slack, one form for each group. */
export const settingGroups: readonly SettingGroup[] = [
  {
    key: 'shop',
    title: 'The shop',
    settings: [
      { key: 'name', label: 'Name' },
      { key: 'time_zone', label: 'Time zone' },
      { key: 'currency', label: 'Currency' },
      { key: 'country', label: 'Country' },
      { key: 'week_start', label: 'A week begins on', choices: { monday: 'Monday', sunday: 'Sunday' } },
      { key: 'fiscal_year_start', label: 'The fiscal year begins in month' },
    ],
  },
  {
    key: 'words',
    title: 'What words mean',
    settings: [
      { key: 'top_percent', label: 'Top customers, in percent of the buyers' },
      { key: 'due_gaps', label: 'Due after so many usual gaps' },
      { key: 'lapsed_gaps', label: 'Lapsed after so many usual gaps' },
      { key: 'minimum_gap_days', label: 'Shortest usual gap, in days' },
      { key: 'default_gap_days', label: 'Usual gap of newer buyers, in days' },
      { key: 'likely_gone_percent', label: 'Likely gone under this chance, in percent' },
    ],
  },
  {
    key: 'digest',
    title: 'The morning digest',
    settings: [
      { key: 'digest_time', label: 'When it is sent' },
      { key: 'digest_until', label: 'Until when a missed one is sent' },
      { key: 'working_days', label: 'On which days' },
      { key: 'holidays', label: 'Not on' },
      { key: 'digest_customers', label: 'Customers in one digest' },
      { key: 'contact_gap_days', label: 'Days between two contacts' },
      { key: 'prospecting_gap_days', label: 'Days between two contacts, Prospecting' },
      { key: 'consideration_gap_days', label: 'Days between two contacts, Consideration' },
      { key: 'loyalty_gap_days', label: 'Days between two contacts, Loyalty' },
      { key: 'holdout_percent', label: 'Left out at random to measure, in percent' },
    ],
  },
  {
    key: 'rights',
    title: 'Who may see what',
    settings: [
      {
        key: 'contact_details',
        label: 'Who sees contact details',
        choices: { managers: 'Managers and administrators', everyone: 'Everyone on the staff' },
      },
      {
        key: 'exports',
        label: 'Who may take answers away as files',
        choices: { managers: 'Managers and administrators', everyone: 'Everyone on the staff' },
      },
      {
        key: 'associate_scope',
        label: 'Which customers associates see',
        choices: { all: 'All customers', store: 'Those of their own store', owner: 'Those they look after' },
      },
      {
        key: 'strangers',
        label: 'People who are not on the staff',
        choices: { refused: 'Get no answers', associate: 'May ask as associates' },
      },
    ],
  },
  {
    key: 'model',
    title: 'The language model',
    settings: [
      { key: 'model', label: 'May be asked', choices: { on: 'Yes, where one is set up', off: 'Never' } },
      {
        key: 'double_check',
        label: 'Asked about every question',
        choices: { true: 'Yes', false: 'Only what is declined' },
      },
      { key: 'model_questions_per_day', label: 'Questions of one person in a day' },
      { key: 'model_seconds', label: 'Longest wait, in seconds' },
      { key: 'model_input_price', label: 'Price of a million tokens sent, in dollars' },
      { key: 'model_cached_price', label: 'The same from its cache, in dollars' },
      { key: 'model_output_price', label: 'Price of a million tokens received, in dollars' },
    ],
  },
  {
    key: 'duplicates',
    title: 'Customers who are in twice',
    settings: [
      {
        key: 'merge_automatically',
        label: 'Merged without asking when beyond doubt',
        choices: { true: 'Yes, overnight', false: 'No, a manager decides' },
      },
    ],
  },
  {
    key: 'kept',
    title: 'What is kept',
    settings: [
      { key: 'conversation_days', label: 'Conversations, in days' },
      { key: 'audit_days', label: 'The record of who asked what, in days' },
    ],
  },
]

export const groupOf = (key: string): SettingGroup | null => settingGroups.find((group) => group.key === key) ?? null

/** What a setting means, with other settings in it called as the forms call them. */
export function shownMeaning(meaning: string): string {
  const labels = new Map<string, string>(
    settingGroups.flatMap(({ settings }) => settings.map(({ key, label }) => [key, label])),
  )
  return meaning.replace(/[a-z]+(?:_[a-z]+)+/g, (name) => (labels.has(name) ? `“${labels.get(name)}”` : name))
}

/** A value as people read it: what its menu says, yes or no, else the value itself. */
export function shownValue(setting: ShownSetting | null, value: unknown): string {
  const choice = setting?.choices?.[String(value)]
  if (choice !== undefined) return choice
  return value === true ? 'yes' : value === false ? 'no' : String(value)
}
