import { answerCasePart, closeCasePart, openCasePart } from './case-parts.ts'
import { contactPart } from './contact-parts.ts'
import type { Part, PartName } from './part.ts'
import { keepersPart, referralPart } from './people-parts.ts'
import { attributePart, birthdayPart, namesPart, tagsPart } from './person-parts.ts'
import { banPart, consentPart } from './wish-parts.ts'

/** One form for each kind of change, so that each stays small. */
export const parts: Readonly<Record<PartName, Part>> = {
  names: namesPart,
  birthday: birthdayPart,
  email: contactPart('email'),
  phone: contactPart('phone'),
  address: contactPart('address'),
  consent: consentPart,
  do_not_contact: banPart,
  tags: tagsPart,
  attribute: attributePart,
  referral: referralPart,
  keepers: keepersPart,
  open_case: openCasePart,
  answer_case: answerCasePart,
  close_case: closeCasePart,
}
