// Entry of `npm start`. It checks the Node version before it imports anything that an older version cannot load.
const oldest = [20, 19] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(
    `Node ${process.versions.node} is too old: the hub needs Node ${oldest.join('.')} or later; see https://nodejs.org\n`,
  );
  process.exitCode = 1;
} else {
  const { run } = await import('./process/run.ts');
  await run(process.argv.slice(2));
}

export {};
