import { writeBirthday } from '../../ask/birthday-text.ts'
import { writeDay } from '../../ask/period-text.ts'
import type { Block, ModalView } from '../../present/blocks/blocks.ts'
import { cut, plain } from '../../present/blocks/pieces.ts'
import { contactKinds } from '../../record/change.ts'
import { channelName } from '../../record/consent.ts'
import { type Point, readable } from '../../record/contacts.ts'
import type { Kept } from '../../record/log.ts'
import type { Standing } from '../../record/standing.ts'
import { aside, button, divider, row, section } from '../elements.ts'
import { fieldName } from './fields.ts'
import { recordFormActions } from './names.ts'
import type { PartName } from './part.ts'

const nothing = 'nothing on record'
const contactTitles = { email: 'E-mail', phone: 'Phone', address: 'Address' } as const

interface Looking {
  readonly maySeeContacts: boolean
  /** What has just been saved or taken back. */
  readonly news: string | null
}

/** The whole record as it can be corrected: each thing with its own small form. */
export function wholeForm(standing: Standing, { maySeeContacts, news }: Looking): ModalView {
  const { customer } = standing
  const change = (part: PartName, says: string, rest = '') =>
    button(recordFormActions.part, 'Change…', { value: `${part}:${customer.id}${rest}`, says: `Change ${says}` })
  const line = (part: PartName, title: string, text: string) => section(`${title}\n${text}`, change(part, title))
  const blocks: readonly Block[] = [
    section(`${customer.name} (${customer.ref})`),
    ...(news === null ? [] : [aside(news)]),
    line('names', 'Name', namesText(standing)),
    ...contactKinds.map((of) => line(of, contactTitles[of], pointsText(standing, of, maySeeContacts))),
    line('consent', 'Consent', consentText(standing)),
    line('do_not_contact', 'Do not contact', standing.doNotContact ? 'yes: never, by their own wish' : 'no'),
    line('birthday', 'Birthday', standing.birthday ? writeBirthday(standing.birthday) : nothing),
    line('tags', 'Tags', standing.tags.join(', ') || 'none'),
    line(
      'attribute',
      'Known',
      standing.attributes.map(({ name, value }) => `${name}: ${value}`).join(' · ') || nothing,
    ),
    line('referral', 'Sent by', standing.sentBy?.name ?? 'nobody'),
    line('keepers', 'Owner and store', keepersText(standing)),
    divider,
    ...caseBlocks(standing),
    ...lastChange(standing.changes),
  ]
  return {
    ...{ type: 'modal', title: plain('Customer’s record', 24), close: plain('Close', 24), blocks },
    private_metadata: JSON.stringify({ customer: customer.id }),
  }
}

const namesText = ({ given, family, nickname, customer }: Standing): string => {
  const name = [given, family].filter(Boolean).join(' ') || customer.name
  return nickname === null ? name : `${name}, called ${nickname}`
}

function pointsText({ points, place, shopCountry }: Standing, of: keyof Standing['points'], maySee: boolean): string {
  const all = points[of]
  if (all.length === 0) return nothing
  if (!maySee) return `${all.length} on record; who may see them is a setting of the shop`
  const told = all.slice(0, 5).map((point) => `${readable(of, point, shopCountry)}${traits(point, all.length > 1)}`)
  const city =
    of === 'address' ? [[place.city, place.region, place.postalCode, place.country].filter(Boolean).join(' ')] : []
  return [...told, ...city, ...(all.length > 5 ? [`and ${all.length - 5} more`] : [])].filter(Boolean).join('\n')
}

function traits({ first, valid, verified }: Point, several: boolean): string {
  const told = [
    ...(first && several ? ['first'] : []),
    ...(valid ? [] : ['cannot be used']),
    ...(verified === null ? [] : [`found right on ${writeDay(verified.slice(0, 10))}`]),
  ]
  return told.length === 0 ? '' : ` (${told.join(', ')})`
}

const consentText = ({ consents }: Standing): string =>
  consents.map(({ channel, text }) => `${channelName(channel)}: ${text}`).join('\n')

const keepersText = ({ owner, store }: Standing): string =>
  `Looked after by ${owner?.name ?? 'nobody in particular'} · Home store: ${store?.name ?? 'none'}`

function caseBlocks({ cases, customer }: Standing): readonly Block[] {
  const open = cases.filter(({ status }) => status === 'open')
  const [closed] = cases.filter(({ status }) => status === 'resolved')
  const press = (part: PartName, text: string, id: number | null, style?: 'primary') =>
    button(recordFormActions.part, text, {
      value: `${part}:${customer.id}${id === null ? '' : `:${id}`}`,
      ...(style && { style }),
    })
  const shown = open
    .slice(0, 5)
    .flatMap(({ id, summary, openedDay }): readonly Block[] => [
      section(`Open case since ${writeDay(openedDay)}\n${cut(summary ?? 'without words', 500)}`),
      row(
        { ...press('answer_case', 'Answer…', id), action_id: recordFormActions.answer },
        { ...press('close_case', 'Close…', id), action_id: recordFormActions.close },
      ),
    ])
  const last = closed
    ? [
        section(
          `Closed case of ${writeDay(closed.openedDay)}\n${cut(closed.summary ?? 'without words', 300)}`,
          button(recordFormActions.reopen, 'Reopen', { value: `${customer.id}:${closed.id}` }),
        ),
      ]
    : []
  return [...shown, ...last, row(press('open_case', 'New service case…', null))]
}

/** Who changed what last here, with the way back. */
function lastChange(changes: readonly Kept[]): readonly Block[] {
  const [last] = changes.filter(({ undone }) => !undone)
  if (!last) return []
  const text = `Last change: ${fieldName(last.field)}${last.key === '' || last.field === 'case' ? '' : ` (${last.key})`}, by ${last.who}`
  return [
    divider,
    last.field === 'new'
      ? section(text)
      : section(text, button(recordFormActions.undo, 'Undo', { value: `${last.customerId}:${last.id}` })),
  ]
}
