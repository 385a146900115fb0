/// <reference lib="dom" />
/**
 * What the page looks like, as plain records: `patch` makes the document agree with them.
 *
 * Text reaches the document as text nodes and attributes alone, so that no data can ever be markup.
 */

export interface VNode {
  readonly tag: string
  readonly props: Props
  readonly children: readonly (VNode | string)[]
}

export type Child = VNode | string | number | null | undefined | false | readonly Child[]

/** Attributes, except: */
export interface Props {
  /** Tells siblings apart, so that a node keeps its focus, its text and its scroll position. */
  readonly key?: string
  readonly style?: Readonly<Record<string, string>>
  /** What a field holds when it is made; afterwards it belongs to whoever types. */
  readonly initial?: string
  /** Called once, after the node is in the document. */
  readonly mounted?: (node: HTMLElement) => void
  readonly [name: string]: unknown
}

/** `h('p', { class: 'note' }, 'text', …)` */
export function h(tag: string, props: Props = {}, ...children: readonly Child[]): VNode {
  return { tag, props, children: flat(children) }
}

function flat(children: readonly Child[]): (VNode | string)[] {
  const out: (VNode | string)[] = []
  for (const child of children) {
    if (isList(child)) out.push(...flat(child))
    // What is absent keeps its place, so that those beside it are known again when it comes.
    else if (child === null || child === undefined || child === false) out.push('')
    else out.push(typeof child === 'number' ? String(child) : child)
  }
  return out
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child)
}
