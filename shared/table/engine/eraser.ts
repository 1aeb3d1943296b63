// Types by which a boundary declares and erases a requester's data.
import type { Actor } from '../../contracts/actor.ts';

/** The fields of one item type that may name a requester. */
export interface PersonalFields<Field extends string = string> {
  /** An erasure replaces these by a fixed text. */
  readonly erased: readonly Field[];
  /** Fields that stay, each with its reason. @default none */
  readonly kept?: { readonly [Name in Field]?: string };
}

/** All item types of a boundary by `entity`; `none` for one that names no requester. A missing type does not compile. */
export type PersonalData<Item extends { readonly entity: string }> = {
  readonly [Entity in Item['entity']]:
    | 'none'
    | PersonalFields<keyof Extract<Item, { readonly entity: Entity }> & string>;
};

export interface EraseMark {
  readonly erasureId: string;
  readonly by: Actor;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Erases a requester's data of one submission in one boundary. It is idempotent.
 * @returns number of erased documents
 */
export type Eraser = (submissionId: string, mark: Pick<EraseMark, 'at'>) => Promise<number>;
