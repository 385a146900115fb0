/**
 * Number of the advisory lock that an import, or its undo, holds from its first row to its last; whoever moves a
 * customer's facts from one record to another shares it.
 */
export const importLock = 7_236_431
