import type { ViewOutput } from '@slack/bolt'

/** What a form's fields hold, by the names they were made with. */
export interface Filled {
  /** Typed, chosen, picked or ticked; '' for what was left empty. */
  value(name: string): string
  /** The values of all fields that hold something. */
  all(): Readonly<Record<string, string>>
  /** The block in which the field is, where its error goes. */
  blockOf(name: string): string
}

type Values = ViewOutput['state']['values']
type Held = Values[string][string]

/** Reads a form as Slack sends it: block by block, each with one field. */
export function filledIn(view: ViewOutput): Filled {
  const fields = Object.entries(view.state.values).flatMap(([block, held]) =>
    Object.entries(held).map(([name, element]) => ({ block, name, value: heldBy(element) })),
  )
  return {
    value: (name) => fields.find((field) => field.name === name)?.value ?? '',
    all: () => Object.fromEntries(fields.filter(({ value }) => value !== '').map(({ name, value }) => [name, value])),
    blockOf: (name) => fields.find((field) => field.name === name)?.block ?? fields[0]?.block ?? name,
  }
}

function heldBy(element: Held): string {
  const { value, selected_option, selected_user, selected_date, selected_time, selected_options } = element
  const single = value ?? selected_option?.value ?? selected_user ?? selected_date ?? selected_time
  return (single ?? selected_options?.map((each) => each.value).join(',') ?? '').trim()
}
