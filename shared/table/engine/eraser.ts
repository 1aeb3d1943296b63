// How a boundary declares what it holds of a requester, and the form of what erases it.
import type { Actor } from '../../contracts/actor.ts';

/** The fields of one item type in which a requester may be named. */
export interface PersonalFields<Field extends string = string> {
  /** An erasure replaces these by a fixed text. */
  readonly erased: readonly Field[];
  /** These stay, for the reason that is given. @default none */
  readonly kept?: { readonly [Name in Field]?: string };
}

/** Every item type of a boundary by its `entity`; `none` for one that names no requester. A type that is missing does not compile. */
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
 * Erases what one boundary holds of a submission's requester. Doing it again finds it erased.
 * @returns number of documents that are erased now
 */
export type Eraser = (submissionId: string, mark: Pick<EraseMark, 'at'>) => Promise<number>;
