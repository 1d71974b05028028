// People's names for the ids in the records; the id itself where the agent does not tell the name.
import type { OperatorId } from '../../../core/model/ids.ts';
import { readOperators } from '../../wire/agentClient.ts';
import { useQuery } from '../../shared/requestHooks.ts';

export interface OperatorNames {
  operators: { operator: OperatorId; name: string }[];
  nameOf: (operator: OperatorId) => string;
}

export function useOperatorNames(): OperatorNames {
  const operators = useQuery(readOperators, '').value?.operators ?? [];
  return {
    operators,
    nameOf: (operator) => operators.find((candidate) => candidate.operator === operator)?.name ?? operator,
  };
}
