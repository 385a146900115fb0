import { z } from 'zod'

/** What the buttons and menus of our answers are called. `clarify_3` and the like are a name with a place. */
export const actionIds = {
  csv: 'answer_csv',
  /** The menu beside it, for those who can be reached by one channel. */
  csvFor: 'answer_csv_for',
  delete: 'answer_delete',
  view: 'answer_view',
  pageBack: 'answer_page_back',
  pageOn: 'answer_page_on',
  next: 'answer_next',
  relax: 'answer_relax',
  clarify: 'clarify',
  suggest: 'suggest',
  segment: 'answer_segment',
  verdict: 'answer_verdict',
  /** The same as two plain buttons, where Slack refuses its own for it. */
  verdictRight: 'answer_verdict_right',
  verdictWrong: 'answer_verdict_wrong',
  show: 'answer_show',
  moreRows: 'more_rows',
} as const

/** Every action of an answer, to listen to them all at once. */
export const answerActions = /^(answer_[a-z_]+|clarify|suggest|more_rows)(_\d+)?$/

export const exportChannels = ['all', 'email', 'sms', 'phone', 'post'] as const
/** `all`: the table as it stands; otherwise only those who may be reached that way, with how. */
export type ExportChannel = (typeof exportChannels)[number]

/** A click on something of an answer. `at` counts from 0 in what the answer's state keeps. */
export type AnswerAction = { readonly answerId: string } & (
  | { readonly kind: 'csv'; readonly channel: ExportChannel }
  | { readonly kind: 'view'; readonly view: 'table' | 'chart' }
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'next' | 'relax' | 'clarify' | 'suggest'; readonly at: number }
  | { readonly kind: 'verdict'; readonly verdict: 'right' | 'wrong' }
  | { readonly kind: 'delete' | 'segment' | 'show' | 'more' }
)

/** `clarify_3` */
export const numbered = (name: string, at: number): string => `${name}_${at}`

/** What goes with a click: the answer and, where there is a choice, what was chosen. */
export const carrying = (answerId: string, choice?: string | number): string =>
  choice === undefined ? answerId : `${answerId}:${choice}`

const clickSchema = z.object({
  action_id: z.string(),
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).nullish(),
})

/** Reads an action as Slack sends it; null for one that is none of an answer's, or that somebody made up. */
export function readAction(click: unknown): AnswerAction | null {
  const parsed = clickSchema.safeParse(click)
  if (!parsed.success) return null
  const { action_id, value, selected_option } = parsed.data
  const [, name = '', place] = /^([a-z_]+?)(?:_(\d{1,2}))?$/.exec(action_id) ?? []
  const [, answerId, choice] = /^([\w-]{1,60})(?::([\w-]{1,20}))?$/.exec(selected_option?.value ?? value ?? '') ?? []
  if (answerId === undefined) return null
  const read = place === undefined ? readNamed(name, choice) : readPlaced(name, Number(place))
  return read && { ...read, answerId }
}

type Read = AnswerAction extends infer A ? (A extends AnswerAction ? Omit<A, 'answerId'> : never) : never

function readPlaced(name: string, at: number): Read | null {
  switch (name) {
    case actionIds.next:
      return { kind: 'next', at }
    case actionIds.relax:
      return { kind: 'relax', at }
    case actionIds.clarify:
      return { kind: 'clarify', at }
    case actionIds.suggest:
      return { kind: 'suggest', at }
    default:
      return null
  }
}

function readNamed(name: string, choice: string | undefined): Read | null {
  switch (name) {
    case actionIds.csv:
    case actionIds.csvFor: {
      const channel = exportChannels.find((one) => one === (choice ?? 'all'))
      return channel === undefined ? null : { kind: 'csv', channel }
    }
    case actionIds.view:
      return choice === 'table' || choice === 'chart' ? { kind: 'view', view: choice } : null
    case actionIds.pageBack:
    case actionIds.pageOn:
      return choice !== undefined && /^\d{1,5}$/.test(choice) ? { kind: 'page', page: Number(choice) } : null
    case actionIds.verdict:
    case actionIds.verdictRight:
    case actionIds.verdictWrong:
      return choice === 'right' || choice === 'wrong' ? { kind: 'verdict', verdict: choice } : null
    case actionIds.delete:
      return { kind: 'delete' }
    case actionIds.segment:
      return { kind: 'segment' }
    case actionIds.show:
      return { kind: 'show' }
    case actionIds.moreRows:
      return { kind: 'more' }
    default:
      return null
  }
}
