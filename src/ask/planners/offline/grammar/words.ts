import type { Grammar } from '../engine.ts'

/** Sets of words that patterns of several files name. */
export function addMacros(grammar: Grammar): void {
  grammar.macro('never', 'not never')
  grammar.macro(
    'bought',
    'bought =buy buys buying purchased =purchase purchasing ordered ordering =order got =get gets getting own owns',
  )
  grammar.macro(
    'ordered',
    'ordered =order ordering bought =buy buys buying purchased =purchase purchasing shopped =shop shops shopping',
  )
  grammar.macro('orderedvisit', 'came come comes coming returned return')
  grammar.macro('orders', 'order orders purchase purchases transaction transactions sale buy')
  grammar.macro('anything', 'anything something thing stuff things')
  grammar.macro('living', 'living live lives lived based located resident residing reside resides')
  grammar.macro(
    'people',
    'customer customers client clients person people folk folks guest shopper shoppers member members buyer buyers custumer patron patrons household households anyone anybody everyone everybody someone somebody those ones regular regulars crowd',
  )
}
