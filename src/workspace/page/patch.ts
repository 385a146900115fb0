/// <reference lib="dom" />
import type { Props, VNode } from './h.ts'

/** A node of the document and the record it was last made to agree with. */
interface Mounted {
  readonly node: HTMLElement | SVGElement | Text
  made: VNode | string
  children: Mounted[]
}

const svgNamespace = 'http://www.w3.org/2000/svg'
const roots = new WeakMap<Element, Mounted[]>()
let waiting: (() => void)[] = []

/** Makes what is inside `parent` agree with `next`, touching only what differs. */
export function patch(parent: Element, next: readonly (VNode | string)[]): void {
  roots.set(parent, reconcile(parent, roots.get(parent) ?? [], next, false))
  const mounted = waiting
  waiting = []
  for (const call of mounted) call()
}

function reconcile(
  parent: Element,
  before: readonly Mounted[],
  next: readonly (VNode | string)[],
  svg: boolean,
): Mounted[] {
  const left = new Set(before)
  const keyed = new Map(before.flatMap((old) => (keyOf(old.made) === null ? [] : [[keyOf(old.made), old] as const])))
  const loose = before.filter((old) => keyOf(old.made) === null).values()
  const after = next.map((wanted) => {
    const key = keyOf(wanted)
    const old = key === null ? loose.next().value : keyed.get(key)
    if (old === undefined || !left.has(old) || !alike(old.made, wanted)) return create(wanted, svg)
    left.delete(old)
    return update(old, wanted, svg)
  })
  for (const old of left) old.node.remove()
  place(parent, after)
  return after
}

function place(parent: Element, mounted: readonly Mounted[]): void {
  let cursor = parent.firstChild
  for (const { node } of mounted) {
    if (node === cursor) cursor = cursor.nextSibling
    else parent.insertBefore(node, cursor)
  }
}

function create(wanted: VNode | string, svg: boolean): Mounted {
  if (typeof wanted === 'string') return { node: document.createTextNode(wanted), made: wanted, children: [] }
  const inSvg = svg || wanted.tag === 'svg'
  const node = inSvg
    ? (document.createElementNS(svgNamespace, wanted.tag) as SVGElement)
    : document.createElement(wanted.tag)
  const children = reconcile(node, [], wanted.children, inSvg)
  setProps(node, {}, wanted.props)
  const { initial, mounted } = wanted.props
  if (initial !== undefined) (node as HTMLInputElement).value = initial
  if (mounted !== undefined) waiting.push(() => mounted(node as HTMLElement))
  return { node, made: wanted, children }
}

function update(old: Mounted, wanted: VNode | string, svg: boolean): Mounted {
  if (old.made === wanted) return old
  if (typeof wanted === 'string') {
    if (old.made !== wanted) old.node.nodeValue = wanted
  } else if (old.node instanceof Element && typeof old.made !== 'string') {
    old.children = reconcile(old.node, old.children, wanted.children, svg || wanted.tag === 'svg')
    setProps(old.node, old.made.props, wanted.props)
  }
  old.made = wanted
  return old
}

const notAttributes = new Set(['key', 'initial', 'mounted', 'style'])
/** What a person changes in the document itself: set as properties, and only where they differ. */
const properties = new Set(['value', 'checked', 'indeterminate'])

function setProps(node: HTMLElement | SVGElement, before: Props, next: Props): void {
  for (const name of Object.keys(before)) {
    if (!(name in next)) setProp(node, name, undefined)
  }
  for (const [name, value] of Object.entries(next)) {
    if (properties.has(name) || before[name] !== value) setProp(node, name, value)
  }
  if (before.style !== next.style) setStyle(node, before.style ?? {}, next.style ?? {})
}

function setProp(node: HTMLElement | SVGElement, name: string, value: unknown): void {
  if (notAttributes.has(name)) return
  const target = node as unknown as Record<string, unknown>
  if (name.startsWith('on')) target[name] = listener(value)
  else if (properties.has(name)) {
    if (target[name] !== value) target[name] = value
  } else if (value === undefined || value === null || value === false) node.removeAttribute(name)
  else node.setAttribute(name, value === true ? '' : String(value))
}

/** What a handler returns means nothing: `false` would keep the browser from its own part. */
function listener(value: unknown): ((event: Event) => void) | null {
  if (typeof value !== 'function') return null
  return (event) => {
    value(event)
  }
}

function setStyle(
  node: HTMLElement | SVGElement,
  before: Readonly<Record<string, string>>,
  next: Readonly<Record<string, string>>,
): void {
  for (const name of Object.keys(before)) if (!(name in next)) node.style.removeProperty(name)
  for (const [name, value] of Object.entries(next)) node.style.setProperty(name, value)
}

function keyOf(made: VNode | string): string | null {
  return typeof made === 'string' ? null : (made.props.key ?? null)
}

function alike(made: VNode | string, wanted: VNode | string): boolean {
  if (typeof made === 'string' || typeof wanted === 'string') return typeof made === typeof wanted
  return made.tag === wanted.tag && keyOf(made) === keyOf(wanted)
}
