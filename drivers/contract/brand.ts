// Types that cannot be mixed up: a mass is no time, although both are numbers at run time. Must not know any of them.

/** How strict brands are in a program: tests, which write masses as literals, loosen them (test/brands.d.ts). */
export interface BrandMode {
  /** A plain value is not accepted where a branded one is asked for. */
  strict: true;
}

/** The mark of a brand; there is no such member at run time. */
export declare const brandName: unique symbol;

/**
 * A value of type `T` that is known to be a `Name`. It can be used as a `T`; the other way only the edges may go, where
 * the value was checked.
 */
export type Brand<T, Name extends string> = BrandMode extends { loose: true }
  ? T & { readonly [brandName]?: Name }
  : T & { readonly [brandName]: Name };
