// What is slow runs as a sample unless WHOLE=true: the same cases at each run, of each kind some.

/** True when everything runs. */
export const whole = process.env['WHOLE'] === 'true';

/** All of these, or each `nth` of them from the first. */
export const sample = <Case>(all: readonly Case[], nth: number): readonly Case[] =>
  whole ? all : all.filter((_, index) => index % nth === 0);
