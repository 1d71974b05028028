// Why the last command was declined, in words.
import type { Trouble } from '../wire/api.ts';
import type { Commanding } from '../wire/command.ts';
import { Sign } from './Sign.tsx';
import { useWords } from './text.ts';

export function TroubleText({ trouble }: { trouble: Trouble }) {
  const words = useWords();
  return (
    <div class="trouble" role="alert">
      <Sign shape="hand" /> <span>{words.trouble(trouble)}</span>
    </div>
  );
}

export function TroubleLine({ commanding }: { commanding: Commanding }) {
  return commanding.trouble === null ? null : <TroubleText trouble={commanding.trouble} />;
}
