/** Shown with the answer, because fixed rules and a model's reading are not trusted alike. */
export const readByModel = 'Read by a language model, which saw the question without names and none of your data.'
export const readByBoth = 'Read alike by fixed rules and by a language model.'
