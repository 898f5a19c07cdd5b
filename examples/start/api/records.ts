/**
 * In-memory data of Tern Parcels.
 *
 * @module
 */

export const TARIFFS = { small: '4.20 €', medium: '6.90 €', large: '12.50 €' } as const

export const PARCELS: { readonly [id: string]: object } = {
  'TP-1042': { id: 'TP-1042', from: 'Quay Books', content: '3 novels', state: 'out for delivery' },
}

export const COURIER: readonly object[] = [
  { courier: 'Ines', stops: 3 },
  { courier: 'Ines', stops: 2 },
  { courier: 'Ines', stops: 1 },
]

export interface Account {
  name: string
  address: string
}

export function newAccount(): Account {
  return { name: 'Mara Lind', address: '7 Lantern Row' }
}
