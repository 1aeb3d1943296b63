// The form of logical ids.

/** Converts `some-name` to `SomeName`. */
export const pascal = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
