import { attributeIdea, restoreAttribute } from './attributes.ts'
import { birthdayIdea, restoreBirthday } from './birthday.ts'
import { answerCaseIdea, closeCaseIdea, openCaseIdea, reopenCaseIdea, restoreCase } from './cases.ts'
import type { Field, RecordChange } from './change.ts'
import { consentIdea, restoreConsent } from './consent.ts'
import {
  addContactIdea,
  correctContactIdea,
  preferContactIdea,
  restorePoints,
  retireContactIdea,
  verifyContactIdea,
} from './contacts.ts'
import type { Idea, Restore } from './idea.ts'
import { ownerIdea, restoreOwner, restoreStore, storeIdea } from './keepers.ts'
import { doNotContactIdea, restoreBan, restoreTag, tagIdea } from './marks.ts'
import { namesIdea, nicknameIdea, restoreNames, restoreNickname } from './names.ts'
import { referralIdea, restoreReferral } from './referral.ts'

/** What is done to a record in that change. */
export function ideaOf(change: RecordChange, timeZone: string): Idea {
  switch (change.kind) {
    case 'names':
      return namesIdea(change)
    case 'nickname':
      return nicknameIdea(change)
    case 'birthday':
      return birthdayIdea(change)
    case 'add_contact':
      return addContactIdea(change)
    case 'correct_contact':
      return correctContactIdea(change)
    case 'retire_contact':
      return retireContactIdea(change)
    case 'prefer_contact':
      return preferContactIdea(change)
    case 'verify_contact':
      return verifyContactIdea(change)
    case 'consent':
      return consentIdea(change, timeZone)
    case 'do_not_contact':
      return doNotContactIdea(change)
    case 'attribute':
      return attributeIdea(change)
    case 'tag':
      return tagIdea(change)
    case 'referral':
      return referralIdea(change)
    case 'owner':
      return ownerIdea(change)
    case 'store':
      return storeIdea(change)
    case 'open_case':
      return openCaseIdea(change)
    case 'answer_case':
      return answerCaseIdea(change)
    case 'close_case':
      return closeCaseIdea(change)
    case 'reopen_case':
      return reopenCaseIdea(change)
    default:
      return change satisfies never
  }
}

/** How a field is put back; null for what is not taken back, such as a customer who was added. */
export const restores: Readonly<Record<Field, Restore | null>> = {
  names: restoreNames,
  nickname: restoreNickname,
  birthday: restoreBirthday,
  email: restorePoints('email'),
  phone: restorePoints('phone'),
  address: restorePoints('address'),
  consent: restoreConsent,
  do_not_contact: restoreBan,
  attribute: restoreAttribute,
  tag: restoreTag,
  referral: restoreReferral,
  owner: restoreOwner,
  store: restoreStore,
  case: restoreCase,
  new: null,
}
