/** The question as it is compared with others: without case, spaces and punctuation at its end. */
export const normalQuestion = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s.?!]+$/, '')
    .trim()
