import { writeDay } from '../../ask/period-text.ts'
import { caseChannels } from '../../record/change.ts'
import type { Standing } from '../../record/standing.ts'
import { field, menu, option, section, textInput } from '../elements.ts'
import type { Offered, Part } from './part.ts'

const words = (name: string, label: string, filled: string | undefined, optional = false) =>
  field(label, { ...textInput(name, filled ?? '', 3000), multiline: true }, optional ? { optional } : {})

/** Something went wrong. */
export const openCasePart: Part = {
  title: 'New service case',
  blocks: (_, __, filled) => [words('summary', 'What is wrong', filled.summary)],
  compared: () => [],
  asked: ({ summary = '' }) => [{ field: 'summary', change: { kind: 'open_case', summary } }],
}

const caseOf = ({ cases }: Standing, { caseId }: Offered) => cases.find(({ id }) => id === caseId) ?? null

function told(standing: Standing, offered: Offered) {
  const found = caseOf(standing, offered)
  return section(
    found ? `Opened on ${writeDay(found.openedDay)}: ${found.summary ?? 'without words'}` : 'This case is gone.',
  )
}

const channelNames = {
  store: 'in the store',
  phone: 'by phone',
  email: 'by e-mail',
  sms: 'by text message',
  chat: 'in a chat',
  post: 'by post',
} as const

/** What the customer was told. It counts as a contact. */
export const answerCasePart: Part = {
  title: 'Answer to a case',
  blocks: (standing, offered, filled) => [
    told(standing, offered),
    words('words', 'What did you answer', filled.words),
    field(
      'How',
      menu(
        'by',
        caseChannels.map((name) => option(channelNames[name], name)),
        filled.by ?? 'phone',
      ),
      { hint: 'It counts as a contact.' },
    ),
  ],
  compared: (_, { caseId }) => (caseId === null ? [] : [{ kind: 'answer_case', id: caseId, words: '', by: 'phone' }]),
  asked: ({ words: said = '', by }, _, { caseId }) => [
    {
      field: 'words',
      change: {
        ...{ kind: 'answer_case', id: caseId ?? 0, words: said },
        by: caseChannels.find((name) => name === by) ?? 'phone',
      },
    },
  ],
}

/** It is put right. */
export const closeCasePart: Part = {
  title: 'Close the case',
  blocks: (standing, offered, filled) => [told(standing, offered), words('words', 'What was done', filled.words, true)],
  compared: (_, { caseId }) => (caseId === null ? [] : [{ kind: 'close_case', id: caseId, words: null }]),
  asked: ({ words: said = '' }, _, { caseId }) => [
    { field: 'words', change: { kind: 'close_case', id: caseId ?? 0, words: said || null } },
  ],
}
