/** What stands behind scores, to be shown as it is: parts with a title, in order. */
export interface Explanation {
  readonly title: string
  readonly sections: readonly Section[]
}

export type Section =
  | { readonly kind: 'lines'; readonly title: string; readonly lines: readonly Line[] }
  | {
      readonly kind: 'table'
      readonly title: string
      readonly columns: readonly string[]
      readonly rows: readonly (readonly string[])[]
      /** Under the table. */
      readonly because: string
    }
  | { readonly kind: 'text'; readonly title: string; readonly text: string }

/** A fact or a verdict, and what it was held against. */
export interface Line {
  readonly label: string
  readonly value: string
  readonly because: string
}

export const line = (label: string, value: string, because = ''): Line => ({ label, value, because })
