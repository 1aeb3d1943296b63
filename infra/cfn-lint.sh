#!/bin/sh
# Checks the templates of both stages with cfn-lint. Needs python3 and the bundles in dist/ (npm run bundle).
# W3005 is left out: CDK states a function's dependency on its role although the reference implies it.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v cfn-lint >/dev/null 2>&1; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check cfn-lint==1.58.0
  PATH="$work/venv/bin:$PATH"
fi
for context in '{"stage":"dev"}' '{"stage":"prod","corsOrigins":"site"}'; do
  CDK_VALIDATION=false CDK_OUTDIR="$work/cdk.out" CDK_CONTEXT_JSON="$context" node --import tsx infra/app.ts
done
cfn-lint --ignore-checks W3005 -- "$work"/cdk.out/*.template.json
echo "cfn-lint found nothing in $(ls "$work"/cdk.out/*.template.json | wc -l) templates"
