// Why the last command was declined, in words, with a way to send it again where its outcome is not known.
import type { Commanding } from '../wire/command.ts';
import { useWords } from './text.ts';
import { Sign } from './Sign.tsx';

export function TroubleLine({ commanding }: { commanding: Commanding }) {
  const words = useWords();
  if (commanding.trouble === null) return null;
  return (
    <div class="trouble" role="alert">
      <Sign shape="hand" />
      <span>{words.trouble(commanding.trouble)}</span>
      {commanding.again !== null && (
        <button type="button" onClick={commanding.again}>
          {words.t('again')}
        </button>
      )}
    </div>
  );
}
