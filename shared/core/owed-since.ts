// Since when an event is owed; the sweep and its metric count from there.

/** In milliseconds since 1970: since the event was made, or since an operator put it back to work. */
export const owedSinceMs = (event: {
  readonly pending_since?: string | undefined;
  readonly created_at: string;
}): number => Date.parse(event.pending_since ?? event.created_at);
