/** One thing that was looked at: how it stands, and how to put it right when it does not. */
export interface Finding {
  readonly fine: boolean
  readonly what: string
  readonly fix?: string
}

export const fine = (what: string): Finding => ({ fine: true, what })
export const wrong = (what: string, fix: string): Finding => ({ fine: false, what, fix })
