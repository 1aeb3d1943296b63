// What those are told who may not do something.
import { describe, expect, it } from 'vitest';
import { holds, type Permission, permissions, roles } from '../../../../../shared/contracts/values/permissions.ts';
import { lacking } from '../../../../../web/src/auth/permission.ts';

describe('lacking', () => {
  it('says nothing exactly to the roles that hold the permission', () => {
    for (const permission of Object.keys(permissions) as Permission[]) {
      for (const role of roles) expect(lacking(role, permission) === null).toBe(holds(role, permission));
    }
  });

  it('names the permission in words, and the lowest role that holds it', () => {
    expect(lacking('operator', 'requester:erase')).toBe(
      'Your role, operator, cannot erase personal data; the role admin can.',
    );
  });
});
