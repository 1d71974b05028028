// Who people are to the agent.

/** What people may be at a base; one person may be several. An auditor reads and does nothing. */
export const ROLES = ['operator', 'supervisor', 'technician', 'auditor'] as const;
/** What a person may be at a base. */
export type Role = (typeof ROLES)[number];
