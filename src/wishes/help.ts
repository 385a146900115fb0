import type { Wish } from './wish.ts'

const help = [
  /^(?:help|help me|help me out|i need help|i need some help|\?+|usage|commands|examples|example questions|some examples|show (?:me )?(?:the )?(?:help|commands|some examples|examples)|give me (?:an example|some examples|examples)|instructions)$/iu,
  /^(?:so )?what (?:all )?(?:can|could|do|are) (?:you|u|i|we|regulars) (?:able to )?(?:do|ask|know|help(?: me| us)?(?: with)?|answer|ask you|say|say to you|type|ask regulars)(?: about| here| for me| for us)?$/iu,
  /^what (?:kind|kinds|sort|sorts|type|types) of (?:questions|things|stuff) (?:can|could|may|do) (?:i|we|you) (?:ask|answer|do|know)(?: you| about| here)?$/iu,
  /^what (?:questions|things) (?:can|could|may) (?:i|we|you) (?:ask|answer)(?: you| here)?$/iu,
  /^(?:how (?:do|does|can|should) (?:you|this|i|we|it|regulars|this bot|that) (?:work|use (?:you|this|it|regulars)|ask(?: you| a question| questions| something)?|start|get started))$/iu,
  /^(?:who|what) are you$|^what is (?:this|regulars|this bot)$|^what's (?:this|regulars|this bot)$|^what are you for$|^what do you do$|^(?:get|getting) started$/iu,
  /^how can you help(?: me| us)?$|^what can you help(?: me| us)?(?: with)?$|^tell me what you can do$|^what else can (?:you do|i ask)$/iu,
]

/** “help”, “what can you do”, “how does this work”. */
export function readHelp(text: string): Wish | null {
  return help.some((pattern) => pattern.test(text)) ? { kind: 'help' } : null
}

const claim = /^claim(?: (?:the |my )?(?:code|admin|administrator))?[\s:#]*((?:\d[\s-]?){4,10})$/iu

/** “claim 482913”: the code that the program printed makes the first administrator. */
export function readClaim(text: string): Wish | null {
  const code = claim.exec(text)?.[1]?.replace(/\D/g, '')
  return code ? { kind: 'claim', code } : null
}
