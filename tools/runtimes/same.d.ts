/** Tells whether two JSON values are the same; the order of keys says nothing. */
export declare function same(a: unknown, b: unknown): boolean
