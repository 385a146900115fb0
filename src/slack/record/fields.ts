import type { Field } from '../../record/change.ts'

const names: Readonly<Record<Field, string>> = {
  names: 'the name',
  nickname: 'the nickname',
  birthday: 'the birthday',
  email: 'the e-mail addresses',
  phone: 'the phone numbers',
  address: 'the address',
  consent: 'a consent',
  do_not_contact: 'whether they may be contacted',
  attribute: 'something known',
  tag: 'a tag',
  referral: 'who sent them',
  owner: 'who looks after them',
  store: 'the home store',
  case: 'a service case',
  new: 'the record itself, by hand',
}

/** What was changed, in words: “the birthday”. */
export const fieldName = (field: Field): string => names[field]
