// Chooses how the stage serves the dashboard.
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stage.ts';
import { DashboardEdge, type DashboardReach } from './dashboard-edge.ts';
import { DashboardWebsite } from './dashboard-website.ts';

/** A served dashboard, whichever way. */
export interface DashboardSite {
  readonly bucket: Bucket;
  /** Without a final slash. */
  readonly url: string;
}

/** Makes the dashboard's bucket and what serves it. */
export function dashboardSite(
  scope: Construct,
  stage: StageConfig,
  reaches: DashboardReach,
  accessLogs: IBucket | undefined,
): DashboardSite {
  if (stage.edge === 'website') {
    return new DashboardWebsite(scope, 'Dashboard');
  }
  return new DashboardEdge(scope, 'Dashboard', { reaches, ...(accessLogs === undefined ? {} : { accessLogs }) });
}
