// People's names for the ids in the records; the id itself where the agent does not tell the name.
import { readOperators } from '../wire/api.ts';
import { useLoaded } from '../shared/loaded.ts';

export interface People {
  operators: { operator: string; name: string }[];
  nameOf: (operator: string) => string;
}

export function usePeople(): People {
  const operators = useLoaded(readOperators, '').value?.operators ?? [];
  return { operators, nameOf: (operator) => operators.find((one) => one.operator === operator)?.name ?? operator };
}
