// Directions of imports, one named rule per line of the house's style (rules 2 to 6), checked on types too.
// The parser is swc, because TypeScript 7 has no JavaScript API. It neither tells `import type` from `import` nor reads
// JSX: what may be imported as a type only, and what web imports, is checked by test/infra/imports.test.ts.

/** Everything of ours outside `shared`. */
const outsideShared = '^(functions|infra|web|test)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'files of a cycle can only be understood, tested and loaded together',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'a file that nobody imports and that starts nothing is left over; entry points are listed here',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.(handler|worker|test|config)\\.[cm]?ts$',
          '^infra/(app|bundle|bundle-report|deploy|destroy)\\.ts$',
          '^infra/(local|localstack)/(start|reset)\\.ts$',
          // Read by swc no further than its name.
          '^web/',
          '\\.d\\.ts$',
        ],
      },
      to: {},
    },
    {
      name: 'imports-resolve',
      comment: 'an import that leads nowhere would escape every other rule',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'rule-2-the-bottom-knows-nothing',
      comment: 'they are at the bottom: everything may use them, so they may use nothing of ours',
      severity: 'error',
      from: { path: '^shared/(errors|async|patterns)/' },
      to: { path: ['^shared/(?!errors/|async/|patterns/)', outsideShared] },
    },
    {
      name: 'rule-2-contracts-know-errors-only',
      comment: 'an edge is described without what is behind it, or clients could not share it',
      severity: 'error',
      from: { path: '^shared/contracts/' },
      to: { path: ['^shared/(?!contracts/|errors/|patterns/)', outsideShared] },
    },
    {
      name: 'rule-2-values-know-values-only',
      comment: 'the browser and the relay take values without a schema library; one import would bring it along',
      severity: 'error',
      from: { path: '^shared/contracts/values/' },
      to: { pathNot: '^shared/contracts/values/' },
    },
    {
      name: 'rule-2-core-knows-contracts-only',
      comment: 'the rules of the business hold whatever stores and transports are around them',
      severity: 'error',
      from: { path: '^shared/core/' },
      to: { path: ['^shared/(?!core/|contracts/|errors/|async/|patterns/)', outsideShared] },
    },
    {
      name: 'rule-2-shared-knows-no-capability',
      comment: 'what all capabilities share must not depend on one of them, nor on where it runs',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: outsideShared },
    },
    {
      name: 'rule-2-handlers-are-entries',
      comment: 'a handler does things when it is loaded (rule 8), so only Lambda, the host and tests load one',
      severity: 'error',
      from: { path: '^(shared|functions|infra|web)/' },
      to: { path: '^functions/.+\\.handler\\.ts$' },
    },
    {
      name: 'rule-2-functions-know-no-infra',
      comment: 'what a function does must not depend on where it runs, nor on who sees it',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(infra|web)/' },
    },
    {
      name: 'rule-3-core-is-pure',
      comment: 'no SDK, Node I/O, clock or randomness: the same input always gives the same decision',
      severity: 'error',
      from: { path: '^shared/(core|async|patterns)/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg'],
        // Schemas are pure.
        pathNot: '(^|/)node_modules/zod/',
      },
    },
    {
      name: 'rule-3-contracts-are-schemas',
      comment: 'contracts are read by the browser, the API document and the functions alike: schemas and nothing else',
      severity: 'error',
      from: { path: '^shared/contracts/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg'],
        pathNot: '(^|/)node_modules/zod/',
      },
    },
    {
      name: 'rule-4-only-stores-know-dynamodb',
      comment: 'use cases say what they want; how DynamoDB is asked is known to the stores alone',
      severity: 'error',
      from: { path: '^functions/', pathNot: '(\\.handler|/compose[a-z-]*)\\.ts$' },
      to: { path: '(^|/)node_modules/@aws-sdk/' },
    },
    {
      name: 'rule-4-wrappers-know-no-domain',
      comment: 'the wrappers serve every capability: a rule of one noun belongs to the core, its items to its store',
      severity: 'error',
      from: { path: '^shared/runtime/(http|batch)/', pathNot: '^shared/runtime/http/reading-http-tools\\.ts$' },
      to: { path: ['^shared/core/', '^shared/table/(?!engine/)'] },
    },
    {
      name: 'rule-5-capabilities-are-strangers',
      comment:
        'capabilities meet in events and read models; the one exception is the demonstration, which goes the way of every request',
      severity: 'error',
      from: { path: '^functions/([^/]+)/', pathNot: '^functions/development/compose\\.ts$' },
      to: { path: '^functions/([^/]+)/', pathNot: '^functions/$1/' },
    },
    {
      name: 'rule-6-nothing-imports-test',
      comment: 'what the product needs must not live among its proofs',
      severity: 'error',
      from: { path: '^(functions|infra|shared|web)/' },
      to: { path: '^test/' },
    },
    {
      name: 'rule-6-infra-reads-route-tables',
      comment:
        'infra may know which routes there are, not what they do; the embedded host runs bundles like Lambda does',
      severity: 'error',
      from: { path: '^infra/' },
      to: { path: '^functions/', pathNot: ['^functions/routes\\.ts$', '^functions/[^/]+/routes\\.ts$'] },
    },
    {
      name: 'rule-6-constructs-name-no-function',
      comment: 'constructs loop over the rows that they are given; which functions there are is known to the app',
      severity: 'error',
      from: { path: '^infra/constructs/' },
      to: { path: '^infra/functions/', pathNot: '^infra/functions/[a-z]+-spec\\.ts$' },
    },
    {
      name: 'rule-6-infra-reads-shared-as-data',
      comment:
        'names, keys, roles, headers and schemas are facts that the template is made from; nothing of it runs there',
      severity: 'error',
      // The embedded host and the LocalStack scripts run on this machine and may use what they need.
      from: { path: '^infra/', pathNot: '^infra/(local|localstack)/' },
      to: {
        path: '^shared/',
        pathNot: [
          '^shared/contracts/',
          '^shared/table/[a-z-]+/keys\\.ts$',
          '^shared/table/dashboard/projections\\.ts$',
          '^shared/errors/kinds\\.ts$',
          '^shared/observability/hub-metrics\\.ts$',
          '^shared/runtime/env\\.ts$',
          '^shared/runtime/http/(cors|route|json-body)\\.ts$',
        ],
      },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^web/'] },
    exclude: { path: '^(dist|cdk\\.out|web/dist)/' },
    // The `types` of packages stand for their code: what matters here is which package is imported.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
