/** Whether two JSON values are equal; the order of keys is ignored. */
export declare function same(a: unknown, b: unknown): boolean
