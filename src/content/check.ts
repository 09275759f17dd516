/** What can only be said about all of the content together. Faults are noted in their files. */
import type { Draft } from './build.ts'

export function checkContent(_draft: Draft, _env: { readonly [name: string]: string | undefined }): void {}
