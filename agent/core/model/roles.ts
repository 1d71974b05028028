// Who people are to the agent.

export const ROLES = ['operator', 'supervisor', 'technician', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
