/**
 * The 1 kB of a view library that the widget needs: elements are described by JSX, and `draw` makes the document equal to
 * the description, keeping what is there already (its focus, its scrolling, what is typed into it). Components are plain
 * functions without state; what changes lives in one picture. Preact would be a third of the widget's 15 kB.
 */
type Text = string | number
export type Child = Node | Text | boolean | null | undefined | readonly Child[]

export interface Node {
  readonly tag: string
  readonly props: Props
  readonly key: Text | undefined
}

type On<E> = (event: E & { readonly currentTarget: HTMLElement }) => void

interface Props {
  readonly children?: Child
  readonly onClick?: On<MouseEvent>
  readonly onInput?: On<Event>
  readonly onChange?: On<Event>
  readonly onSubmit?: On<Event>
  readonly onScroll?: On<Event>
  readonly onKeyDown?: On<KeyboardEvent>
  readonly onPaste?: On<ClipboardEvent>
  readonly onDragOver?: On<DragEvent>
  readonly onDragLeave?: On<DragEvent>
  readonly onDrop?: On<DragEvent>
  readonly [attribute: string]: unknown
}

// TypeScript looks for the types of JSX in a namespace of this name.
export declare namespace JSX {
  type Element = Child
  interface IntrinsicElements {
    readonly [tag: string]: Props
  }
  interface ElementChildrenAttribute {
    readonly children: unknown
  }
  interface IntrinsicAttributes {
    readonly key?: Text
  }
}

type Component = (props: never) => Child

export function jsx(type: string | Component, props: Props, key?: Text): Child {
  if (typeof type === 'string') return { tag: type, props, key }
  const described = (type as (props: Props) => Child)(props)
  const single = typeof described === 'object' && described !== null && 'tag' in described
  return single && key !== undefined ? { ...described, key } : described
}

export const jsxs = jsx
export const Fragment = ({ children }: { readonly children?: Child }): Child => children

/** What each element was drawn from. */
const drawn = new WeakMap<ChildNode, Node>()
const SVG = /^(svg|path|circle)$/

/** Makes the children of `parent` look as described. */
export function draw(parent: Element | ShadowRoot, described: Child): void {
  const wanted = flat(described)
  const free = new Set(parent.childNodes)
  const nodes = wanted.map((child) => taken(free, child) ?? made(child))
  for (const node of free) node.remove()
  nodes.forEach((node, n) => {
    if (parent.childNodes[n] !== node) parent.insertBefore(node, parent.childNodes[n] ?? null)
    const child = wanted[n]
    if (typeof child === 'object') update(node as Element, child)
    else if (node.nodeValue !== child) node.nodeValue = child ?? ''
  })
}

/** In the usual case the first one that is free fits: a redraw of a long conversation stays linear. */
function taken(free: Set<ChildNode>, child: Node | string): ChildNode | undefined {
  for (const node of free) {
    if (fits(node, child)) {
      free.delete(node)
      return node
    }
  }
  return undefined
}

function flat(child: Child): readonly (Node | string)[] {
  if (child === null || child === undefined || typeof child === 'boolean') return []
  if (typeof child === 'object') return 'tag' in child ? [child] : child.flatMap(flat)
  return child === '' ? [] : [String(child)]
}

function fits(node: ChildNode, child: Node | string): boolean {
  const old = drawn.get(node)
  return typeof child === 'string' ? !old : old?.tag === child.tag && old.key === child.key
}

function made(child: Node | string): ChildNode {
  if (typeof child === 'string') return document.createTextNode(child)
  const space = SVG.test(child.tag) ? 'http://www.w3.org/2000/svg' : 'http://www.w3.org/1999/xhtml'
  return document.createElementNS(space, child.tag)
}

function update(node: Element, next: Node): void {
  const old = drawn.get(node)?.props ?? {}
  for (const name of Object.keys({ ...old, ...next.props })) {
    if (name !== 'children' && old[name] !== next.props[name]) set(node, name, next.props[name])
  }
  drawn.set(node, next)
  draw(node, next.props.children)
}

function set(node: Element, name: string, value: unknown): void {
  if (name.startsWith('on')) Object.assign(node, { [name.toLowerCase()]: value })
  // A missing attribute means false, except in ARIA, where it means "not that kind of thing".
  else if (value === undefined || (value === false && !name.startsWith('aria'))) node.removeAttribute(name)
  else node.setAttribute(name, value === true && !name.startsWith('aria') ? '' : String(value))
}
