/** Elements, made in one line. Text is always text: nothing here is ever read as markup. */

export type Child = Node | string | undefined | false

export interface Props {
  readonly class?: string
  readonly title?: string
  readonly disabled?: boolean
  readonly on?: { readonly [event: string]: (event: Event) => void }
  readonly attributes?: { readonly [name: string]: string }
}

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  if (props.class) element.className = props.class
  if (props.title) element.title = props.title
  if (props.disabled) element.setAttribute('disabled', '')
  for (const [name, value] of Object.entries(props.attributes ?? {})) element.setAttribute(name, value)
  for (const [event, run] of Object.entries(props.on ?? {})) element.addEventListener(event, run)
  element.append(...children.filter((child) => child !== undefined && child !== false))
  return element
}

export function button(text: string, run: () => void, props: Props = {}): HTMLButtonElement {
  return h(
    'button',
    { ...props, attributes: { type: 'button', ...props.attributes }, on: { click: run } },
    text,
  )
}

export function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (!element) throw new Error(`no #${id} on the page`)
  return element
}
